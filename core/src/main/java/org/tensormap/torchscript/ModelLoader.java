package org.tensormap.torchscript;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Has libtorch load the model of an archive within its bridge. */
final class ModelLoader {
  /** For the code of the bridge and our classes. Stack that is not used takes no memory. */
  private static final long BASE_STACK = 64 << 20;

  private ModelLoader() {}

  /**
   * Loads a model.
   *
   * @param manager owns the module; parameters and state are put on its device
   * @param withAutograd whether the methods run with autograd
   * @return the bridge
   * @throws ModelFormatException if libtorch refuses the model
   */
  static PtSymbolBlock load(ModelArchive archive, PtNDManager manager, boolean withAutograd)
      throws IOException {
    ArchiveBuffer patched = new ArchiveBuffer();
    new ArchivePatcher(archive)
        .writeWithBridge(patched, archive.methods().callable().values(), withAutograd);
    // The storages are put on the device of the manager, wherever they were when saved.
    FutureTask<PtSymbolBlock> loading =
        new FutureTask<>(() -> JniUtils.loadModule(manager, patched.toInputStream(), true, false));
    long stack = BASE_STACK + archive.stackBytes();
    Thread thread = new Thread(null, loading, "load " + archive.name(), stack);
    thread.setDaemon(true);
    thread.start();
    PtSymbolBlock bridge = resultOf(loading, archive);
    JniUtils.enableInferenceMode(bridge);
    return bridge;
  }

  /** Waits until libtorch is done, which can not be interrupted. */
  private static PtSymbolBlock resultOf(FutureTask<PtSymbolBlock> loading, ModelArchive archive)
      throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return loading.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException failure) {
        throw LoadFailure.explain(archive, failure);
      }
      throw new IllegalStateException(
          "loading the model '" + archive.name() + "' failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

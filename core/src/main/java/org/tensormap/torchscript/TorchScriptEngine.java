package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch engine, as this package needs it.
 *
 * <p>Unless the system property {@code ai.djl.pytorch.num_threads} says otherwise, one thread
 * computes: jobs run one call per core, and threads that share cores wait for each other.
 */
final class TorchScriptEngine {
  private static final String NAME = "PyTorch";
  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final String INTEROP_THREADS = "ai.djl.pytorch.num_interop_threads";

  static {
    // Read when the engine starts, which may have been before.
    if (System.getProperty(INTEROP_THREADS) == null) {
      System.setProperty(INTEROP_THREADS, "1");
    }
    if (System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, "1");
      Engine.getEngine(NAME);
      JniUtils.setNumThreads(1);
    }
  }

  private TorchScriptEngine() {}

  /**
   * Creates a manager for a device.
   *
   * @throws IllegalStateException if it is a GPU that is not there, with the reason
   */
  static PtNDManager newManager(Device device) {
    Engine engine = Engine.getEngine(NAME);
    if (device.isGpu()) {
      checkGpu(engine, device);
    }
    return (PtNDManager) NDManager.newBaseManager(device, NAME);
  }

  private static void checkGpu(Engine engine, Device device) {
    if (!JniUtils.getFeatures().contains("CUDA")) {
      throw new IllegalStateException(
          "can not use "
              + device
              + ": libtorch "
              + engine.getVersion()
              + " was built without CUDA; let PYTORCH_LIBRARY_PATH name the folder of a libtorch"
              + " of this version with CUDA");
    }
    int count = engine.getGpuCount();
    if (device.getDeviceId() >= count) {
      throw new IllegalStateException(
          "can not use " + device + ": this machine has " + count + " GPUs that CUDA can see");
    }
  }
}

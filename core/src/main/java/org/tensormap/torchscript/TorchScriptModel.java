package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.tensormap.io.ByteSource;

/**
 * A model saved by {@code torch.jit.save} that may use the classes of {@code metatensor.torch} or
 * {@code equistore.torch}, loaded with stock libtorch.
 *
 * <p>One instance serves many threads. Closing it waits for calls that are running. A model is a
 * program: load only models that you trust, as in Python.
 *
 * <pre>{@code
 * try (TorchScriptModel model = TorchScriptModel.load(Path.of("energy.pt"), Device.cpu());
 *     HostNDManager manager = HostNDManager.newManager()) {
 *   TensorMap features = Mts.load(Path.of("features.mts"), manager);
 *   TensorMap energies = (TensorMap) model.forward(manager, features);
 * }
 * }</pre>
 */
public final class TorchScriptModel implements AutoCloseable {
  private static final String FORWARD = "forward";

  private final String name;
  private final ScriptMethods methods;
  private final boolean usesAutograd;
  private final PtNDManager manager;
  private final PtSymbolBlock bridge;
  private final StagingPool stagings;

  /** Held for reading by calls, and for writing by closing. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private TorchScriptModel(ModelArchive archive, PtNDManager manager) throws IOException {
    this.name = archive.name();
    this.methods = archive.methods();
    this.usesAutograd = archive.usesAutograd();
    this.manager = manager;
    this.bridge = ModelLoader.load(archive, manager, usesAutograd);
    this.stagings =
        new StagingPool(
            manager.getDevice().isGpu() ? manager.newSubManager(Device.cpu()) : manager);
  }

  /**
   * Loads a model from a file.
   *
   * @param file the path of a file that {@code torch.jit.save} wrote
   * @param device where the model's parameters and state are put, and where it computes
   * @return the model, to be closed by the caller
   * @throws ModelFormatException if the file is not a TorchScript model, is damaged or hostile, or
   *     uses classes or operators that are not known
   * @throws IOException if the file can not be read
   * @throws IllegalStateException if the device is a GPU and can not be used, with the reason
   */
  public static TorchScriptModel load(Path file, Device device) throws IOException {
    try (ByteSource source = ByteSource.map(file)) {
      return load(source, device);
    }
  }

  /**
   * Loads a model from memory.
   *
   * @param name the name of the model in messages
   * @param archive the bytes that {@code torch.jit.save} wrote
   * @param device where the model's parameters and state are put, and where it computes
   * @return the model, to be closed by the caller
   * @throws ModelFormatException if these are not the bytes of a TorchScript model, are damaged or
   *     hostile, or the model uses classes or operators that are not known
   * @throws IOException never, but for the cause above
   * @throws IllegalStateException if the device is a GPU and can not be used, with the reason
   */
  public static TorchScriptModel load(String name, byte[] archive, Device device)
      throws IOException {
    return load(ByteSource.wrap(name, ByteBuffer.wrap(archive)), device);
  }

  /**
   * Reads what {@code forward} of a model accepts and returns, without loading the model or
   * PyTorch.
   *
   * @param name the name of the model in messages
   * @param archive the bytes that {@code torch.jit.save} wrote
   * @return the signature
   * @throws ModelFormatException if these are not the bytes of a TorchScript model, are damaged or
   *     hostile, or the model uses classes or operators that are not known
   * @throws IOException never, but for the cause above
   * @throws IllegalArgumentException if the model has no such method, or one with an argument or
   *     result of an unsupported type, which is named
   */
  public static ModelSignature readSignature(String name, byte[] archive) throws IOException {
    return readSignature(name, archive, FORWARD);
  }

  /**
   * Reads what a method of a model accepts and returns, without loading the model or PyTorch.
   *
   * @param name the name of the model in messages
   * @param archive the bytes that {@code torch.jit.save} wrote
   * @param method the name of the method
   * @return the signature
   * @throws ModelFormatException if these are not the bytes of a TorchScript model, are damaged or
   *     hostile, or the model uses classes or operators that are not known
   * @throws IOException never, but for the cause above
   * @throws IllegalArgumentException if the model has no such method, or one with an argument or
   *     result of an unsupported type, which is named
   */
  public static ModelSignature readSignature(String name, byte[] archive, String method)
      throws IOException {
    ModelArchive model = ModelArchive.open(ByteSource.wrap(name, ByteBuffer.wrap(archive)));
    return model.methods().get(name, method).signature();
  }

  private static TorchScriptModel load(ByteSource source, Device device) throws IOException {
    ModelArchive archive = ModelArchive.open(source);
    PtNDManager manager = TorchScriptEngine.newManager(device);
    try {
      return new TorchScriptModel(archive, manager);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Returns the name of the model.
   *
   * @return the path of its file, or the name that it was given
   */
  public String name() {
    return name;
  }

  /**
   * Returns where the model computes.
   *
   * @return the device that it was loaded to
   */
  public Device device() {
    return manager.getDevice();
  }

  /**
   * Returns the methods that can be called.
   *
   * @return their names, in the order of the model's code
   */
  public Set<String> methods() {
    return methods.names();
  }

  /**
   * Returns what {@code forward} accepts and returns.
   *
   * @return the signature
   * @throws IllegalArgumentException if the model has no such method, or one with an argument or
   *     result of an unsupported type, which is named
   */
  public ModelSignature signature() {
    return signature(FORWARD);
  }

  /**
   * Returns what a method accepts and returns.
   *
   * @param method the name of the method
   * @return the signature
   * @throws IllegalArgumentException if the model has no such method, or one with an argument or
   *     result of an unsupported type, which is named
   */
  public ModelSignature signature(String method) {
    return methods.get(name, method).signature();
  }

  /**
   * Calls {@code forward}; see {@link #call}.
   *
   * @param manager the owner of the arrays in the result
   * @param arguments the arguments, of the Java types that {@link ModelType} lists; those that have
   *     default values may be left out at the end
   * @return the result, of the Java type that {@link ModelType} lists
   * @throws IllegalArgumentException if an argument does not fit the signature, naming it
   * @throws ModelCallException if the model fails
   * @throws IllegalStateException if the model is closed
   */
  public Object forward(NDManager manager, Object... arguments) {
    return call(manager, FORWARD, Arrays.asList(arguments));
  }

  /**
   * Calls a method.
   *
   * <p>Arguments are put on the device of the model. Arrays of the result are on this device if
   * {@code manager} is one of PyTorch, and copied to its arrays if it is another one. As in Python,
   * a result may share memory with an argument that is a PyTorch array on this device, or with the
   * state of the model.
   *
   * @param manager the owner of the arrays in the result
   * @param method the name of the method
   * @param arguments the arguments, of the Java types that {@link ModelType} lists; those that have
   *     default values may be left out at the end
   * @return the result, of the Java type that {@link ModelType} lists
   * @throws IllegalArgumentException if there is no such method or it can not be called, or an
   *     argument does not fit the signature, naming it
   * @throws ModelCallException if the model fails
   * @throws IllegalStateException if the model is closed
   */
  public Object call(NDManager manager, String method, List<?> arguments) {
    ScriptMethod called = methods.get(name, method);
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model '" + name + "' is closed");
      }
      try (BridgeCall call = new BridgeCall(bridge, this.manager, stagings, usesAutograd)) {
        return call.run(called.signature(), arguments, manager);
      } catch (EngineException e) {
        throw ModelCallException.of(name, method, e);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Releases the model, once calls that are running have ended. Closing twice does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        stagings.close();
        bridge.close();
        manager.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

package org.tensormap;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** The engine that DJL asks of every manager; it computes nothing and has no native library. */
final class HostEngine extends Engine {
  static final HostEngine INSTANCE = new HostEngine();

  private HostEngine() {}

  /**
   * None: an alternative engine would be loaded with the first manager, before anything is
   * computed.
   */
  @Override
  public Engine getAlternativeEngine() {
    return null;
  }

  @Override
  public String getEngineName() {
    return "TensorMapHost";
  }

  @Override
  public int getRank() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String getVersion() {
    return Engine.getDjlVersion();
  }

  @Override
  public boolean hasCapability(String capability) {
    return false;
  }

  @Override
  public Model newModel(String name, Device device) {
    throw new UnsupportedOperationException("the host engine runs no models: use TorchScriptModel");
  }

  @Override
  public NDManager newBaseManager() {
    return HostNDManager.newManager();
  }

  @Override
  public NDManager newBaseManager(Device device) {
    return HostNDManager.newManager().newSubManager(device);
  }
}

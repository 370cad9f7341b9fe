package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.tensormap.PyTorch;

/** The PyTorch engine, as this package needs it. */
final class TorchScriptEngine {
  private TorchScriptEngine() {}

  /**
   * Creates a manager for a device.
   *
   * @throws IllegalStateException if it is a GPU that is not there, with the reason
   */
  static PtNDManager newManager(Device device) {
    Engine engine = PyTorch.engine();
    if (device.isGpu()) {
      checkGpu(engine, device);
    }
    return (PtNDManager) engine.newBaseManager(device);
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

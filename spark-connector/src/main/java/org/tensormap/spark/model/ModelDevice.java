package org.tensormap.spark.model;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** Decides where the models of a task run. */
final class ModelDevice {
  /** {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
  static final String SETTING = "spark.tensormap.device";

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

  private ModelDevice() {}

  /**
   * The device of the task that runs in this thread: the GPU that Spark gave to the task, else the
   * CPU; or what {@value #SETTING} says, for clusters that do not schedule GPUs.
   */
  static Device ofCurrentTask() {
    String setting =
        SparkEnv.get() == null ? "auto" : SparkEnv.get().conf().get(SETTING, "auto").trim();
    if (setting.equals("cpu")) {
      return Device.cpu();
    }
    if (setting.equals("auto")) {
      return scheduledGpu();
    }
    Matcher gpu = GPU.matcher(setting);
    if (!gpu.matches()) {
      throw ModelErrors.unknownDevice(SETTING, setting);
    }
    return Device.gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
  }

  private static Device scheduledGpu() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    if (gpu == null || gpu.addresses().length == 0) {
      return Device.cpu();
    }
    return Device.gpu(Integer.parseInt(gpu.addresses()[0]));
  }
}

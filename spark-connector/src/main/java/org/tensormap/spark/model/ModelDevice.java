package org.tensormap.spark.model;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.tensormap.spark.NativeSettings;

/** Decides where the models of a task run. */
final class ModelDevice {
  /** {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
  static final String SETTING = "spark.tensormap.device";

  private static final String AUTO = "auto";
  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,4}");

  private ModelDevice() {}

  /**
   * Checks the name of a device.
   *
   * @throws org.tensormap.spark.TensorMapException if it is not one of those above
   */
  static void check(String name) {
    if (!name.equals(AUTO) && !name.equals("cpu") && !GPU.matcher(name).matches()) {
      throw ModelErrors.unknownDevice("device", name);
    }
  }

  /**
   * The device of the task that runs in this thread: the GPU that Spark gave to the task, else the
   * CPU; or what {@value #SETTING} says, for clusters that do not schedule GPUs.
   *
   * @param chosen the name of another device than that of the setting; null if it is to count
   */
  static Device ofCurrentTask(String chosen) {
    TaskContext task = TaskContext.get();
    return find(chosen, task == null ? Map.of() : task.resourcesJMap());
  }

  /** The devices of an executor, for which Spark may have several GPUs. */
  static List<Device> ofExecutor(Map<String, ResourceInformation> resources) {
    ResourceInformation gpus = resources.get("gpu");
    if (gpus == null || !setting().equals(AUTO)) {
      return List.of(find(null, resources));
    }
    return Arrays.stream(gpus.addresses()).map(ModelDevice::scheduled).toList();
  }

  private static Device find(String chosen, Map<String, ResourceInformation> resources) {
    String name = chosen == null ? setting() : chosen;
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (name.equals(AUTO)) {
      ResourceInformation gpu = resources.get("gpu");
      return gpu == null || gpu.addresses().length == 0
          ? Device.cpu()
          : scheduled(gpu.addresses()[0]);
    }
    Matcher gpu = GPU.matcher(name);
    if (!gpu.matches()) {
      throw ModelErrors.unknownDevice("setting " + SETTING, name);
    }
    return Device.gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
  }

  private static String setting() {
    return NativeSettings.settings().get(SETTING, AUTO).trim();
  }

  private static Device scheduled(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw ModelErrors.gpuAddress(address);
    }
    return Device.gpu(Integer.parseInt(address));
  }
}

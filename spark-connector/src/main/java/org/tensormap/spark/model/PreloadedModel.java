package org.tensormap.spark.model;

import ai.djl.Device;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.resource.ResourceInformation;

/** Loads models before a task wants them. */
public final class PreloadedModel {
  private PreloadedModel() {}

  /**
   * Loads a model for the tasks to come, to each device that this executor may use.
   *
   * @param path the path of the model, as for {@link PlannedModel#read}
   * @param configuration the settings of the file systems
   * @param resources what Spark gave to the executor
   * @throws org.tensormap.spark.TensorMapException if there is no such file, it can not be read, or
   *     it is not a model that can be run
   */
  public static void load(
      String path, Configuration configuration, Map<String, ResourceInformation> resources) {
    ModelLocation location = ModelLocation.find(path, configuration);
    ModelFile file;
    try {
      file =
          new ModelFile(location, ModelFile.checksum(location.read(configuration)), configuration);
    } catch (IOException e) {
      throw ModelErrors.unreadable(location.name(), e);
    }
    for (Device device : ModelDevice.ofExecutor(resources)) {
      ModelCache.shared().with(file, device, model -> null);
    }
  }
}

package org.tensormap.spark.model;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.tensormap.torchscript.ModelFormatException;
import org.tensormap.torchscript.ModelSignature;
import org.tensormap.torchscript.TorchScriptModel;

/**
 * A model as the driver sees it while it plans a query: what it takes and returns. Neither the
 * model nor PyTorch is loaded for that.
 */
public final class PlannedModel {
  private static final String FORWARD = "forward";
  private static final int REMEMBERED = 64;

  /**
   * Plans are made again and again for the same models, which may be large. The settings that a
   * model was read with are those of one session, and of one time: they are not remembered.
   */
  private static final Map<Key, Content> RECENT =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Content> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final ModelFile file;
  private final ModelSignature signature;

  private record Key(ModelLocation location, String method, ModelLocation.Stamp stamp) {}

  private record Content(String checksum, ModelSignature signature) {}

  private PlannedModel(ModelFile file, ModelSignature signature) {
    this.file = file;
    this.signature = signature;
  }

  /**
   * Reads the signature of a model's {@code forward}.
   *
   * @param path the path of the model on any file system that Spark reads, or the bare name of a
   *     file shipped with {@code --files} or {@code SparkContext.addFile}
   * @param session whose file system configuration is used
   * @return the model
   * @throws org.tensormap.spark.TensorMapException if there is no such file, it can not be read, or
   *     it is not a model that can be run
   */
  public static PlannedModel read(String path, SparkSession session) {
    return read(path, FORWARD, session);
  }

  /**
   * Reads the signature of a method of a model.
   *
   * @param path the path of the model on any file system that Spark reads, or the bare name of a
   *     file shipped with {@code --files} or {@code SparkContext.addFile}
   * @param method the name of the method
   * @param session whose file system configuration is used
   * @return the model
   * @throws org.tensormap.spark.TensorMapException if there is no such file, it can not be read, it
   *     is not a model that can be run, or has no such method
   */
  public static PlannedModel read(String path, String method, SparkSession session) {
    return read(path, method, session.sessionState().newHadoopConf());
  }

  /**
   * Reads the signature of a model's {@code forward} where there is no session.
   *
   * @param path the path of the model, as for {@link #read(String, SparkSession)}
   * @param configuration of file systems
   * @return the model
   * @throws org.tensormap.spark.TensorMapException as {@link #read(String, SparkSession)} does
   */
  public static PlannedModel read(String path, Configuration configuration) {
    return read(path, FORWARD, configuration);
  }

  private static PlannedModel read(String path, String method, Configuration configuration) {
    ModelLocation location = ModelLocation.find(path, configuration);
    try {
      Content content = content(location, method, configuration);
      return new PlannedModel(
          new ModelFile(location, content.checksum, configuration), content.signature);
    } catch (ModelFormatException | IllegalArgumentException e) {
      throw ModelErrors.invalid(e);
    } catch (IOException e) {
      throw ModelErrors.unreadable(location.name(), e);
    }
  }

  private static Content content(ModelLocation location, String method, Configuration configuration)
      throws IOException {
    Key key = new Key(location, method, location.stamp(configuration));
    synchronized (RECENT) {
      Content known = RECENT.get(key);
      if (known != null) {
        return known;
      }
    }
    byte[] archive = location.read(configuration);
    Content content =
        new Content(
            ModelFile.checksum(archive),
            TorchScriptModel.readSignature(location.name(), archive, method));
    synchronized (RECENT) {
      RECENT.put(key, content);
    }
    return content;
  }

  /**
   * Returns where the model is.
   *
   * @return its URI, or its name if Spark ships it
   */
  public String name() {
    return file.name();
  }

  /**
   * Returns what the model takes and returns.
   *
   * @return the signature of the method
   */
  public ModelSignature signature() {
    return signature;
  }

  /**
   * Prepares a call with SQL values of some types, on the device that the setting {@code
   * spark.tensormap.device} says.
   *
   * @param argumentTypes the types of the arguments, in order; trailing arguments that have a
   *     default can be left out
   * @param metrics counts the calls
   * @return the call, to be sent to tasks
   * @throws org.tensormap.spark.TensorMapException if there are too few or too many arguments, or
   *     one has a type that does not fit
   */
  public ModelCall bind(List<DataType> argumentTypes, CallMetrics metrics) {
    return new ModelCall(file, signature, argumentTypes, metrics, null);
  }

  /**
   * Prepares a call with SQL values of some types, on a device.
   *
   * @param argumentTypes the types of the arguments, in order; trailing arguments that have a
   *     default can be left out
   * @param metrics counts the calls
   * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
   * @return the call, to be sent to tasks
   * @throws org.tensormap.spark.TensorMapException if there are too few or too many arguments, one
   *     has a type that does not fit, or there is no such device
   */
  public ModelCall bind(List<DataType> argumentTypes, CallMetrics metrics, String device) {
    ModelDevice.check(device);
    return new ModelCall(file, signature, argumentTypes, metrics, device);
  }

  /**
   * Finds the type of the result of a call with SQL values of some types.
   *
   * @param argumentTypes the types of the arguments, in order
   * @return the SQL type; results may be NULL
   * @throws org.tensormap.spark.TensorMapException if there are too few or too many arguments, or
   *     one has a type that does not fit
   */
  public DataType resultType(List<DataType> argumentTypes) {
    return bind(argumentTypes, null).resultType();
  }
}

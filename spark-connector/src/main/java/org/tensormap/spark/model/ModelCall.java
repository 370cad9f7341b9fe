package org.tensormap.spark.model;

import ai.djl.ndarray.NDManager;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.tensormap.torchscript.ModelCallException;
import org.tensormap.torchscript.ModelSignature;
import org.tensormap.torchscript.TorchScriptModel;

/**
 * A model with the SQL types of its arguments: planned by the driver, called by tasks. Two are
 * equal if they run the same bytes on the same types.
 */
public final class ModelCall implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelFile file;
  private final String method;
  private final ArrayList<DataType> argumentTypes;
  private final DataType resultType;
  private final CallMetrics metrics;

  /** Where the model runs, as {@link ModelDevice} understands it; null for the setting. */
  private final String device;

  /** Made from the model's own signature by the first call in a JVM. */
  private transient volatile Conversion conversion;

  private record Conversion(ArgumentConversion arguments, ResultWriter result) {}

  ModelCall(
      ModelFile file,
      ModelSignature signature,
      List<DataType> argumentTypes,
      CallMetrics metrics,
      String device) {
    this.file = file;
    this.method = signature.method();
    this.argumentTypes = new ArrayList<>(argumentTypes);
    this.resultType = SqlTypes.ofResult(signature.result());
    this.metrics = metrics;
    this.device = device;
    this.conversion = conversion(signature);
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
   * Returns the types of the arguments.
   *
   * @return the SQL types, in order
   */
  public List<DataType> argumentTypes() {
    return List.copyOf(argumentTypes);
  }

  /**
   * Returns the type of the result.
   *
   * @return the SQL type; results may be NULL
   */
  public DataType resultType() {
    return resultType;
  }

  /**
   * Calls the model in the thread of a task. The model is loaded by the first call in a JVM, and on
   * the GPU of the task if it has one.
   *
   * @param arguments one value per argument
   * @return the result as Spark represents it internally; null if an argument is NULL that the
   *     model does not take as {@code None}
   * @throws org.tensormap.spark.TensorMapException if a value does not fit its argument, the model
   *     can not be loaded, or it fails
   */
  public Object call(InternalRow arguments) {
    return call(arguments, 1);
  }

  /** Calls the model with arguments made of a number of rows. */
  Object call(InternalRow arguments, int rows) {
    return ModelCache.shared()
        .with(file, ModelDevice.ofCurrentTask(device), model -> call(model, arguments, rows));
  }

  private Object call(TorchScriptModel model, InternalRow row, int rows) {
    if (conversion == null) {
      conversion = conversion(model.signature(method));
    }
    if (conversion.arguments.isNull(row)) {
      return null;
    }
    try (ArgumentArrays arrays = new ArgumentArrays()) {
      List<Object> arguments = Arrays.asList(conversion.arguments.convert(row, arrays));
      return conversion.result.write(
          ModelCache.shared()
              .inTurn(model.device(), () -> timed(model, arrays.manager(), arguments, rows)));
    } catch (ModelCallException e) {
      throw ModelErrors.failed(file.name(), e);
    }
  }

  private Object timed(TorchScriptModel model, NDManager manager, List<?> arguments, int rows) {
    long start = System.nanoTime();
    Object result = model.call(manager, method, arguments);
    metrics.add(rows, System.nanoTime() - start);
    return result;
  }

  private Conversion conversion(ModelSignature signature) {
    return new Conversion(
        new ArgumentConversion(file.name(), signature, argumentTypes),
        ResultWriters.find(signature.result()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelCall call
        && file.equals(call.file)
        && method.equals(call.method)
        && Objects.equals(device, call.device)
        && argumentTypes.equals(call.argumentTypes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, method, device, argumentTypes);
  }

  @Override
  public String toString() {
    return method + " of " + file + argumentTypes;
  }
}

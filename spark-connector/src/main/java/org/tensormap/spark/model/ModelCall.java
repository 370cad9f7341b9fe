package org.tensormap.spark.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
  private final ArrayList<DataType> argumentTypes;
  private final DataType resultType;

  /** Made from the model's own signature by the first call in a JVM. */
  private transient volatile Conversion conversion;

  private record Conversion(ArgumentConversion arguments, ResultWriter result) {}

  ModelCall(ModelFile file, ModelSignature signature, List<DataType> argumentTypes) {
    this.file = file;
    this.argumentTypes = new ArrayList<>(argumentTypes);
    this.resultType = SqlTypes.ofResult(signature.result());
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
    return ModelCache.shared()
        .with(file, ModelDevice.ofCurrentTask(), model -> call(model, arguments));
  }

  private Object call(TorchScriptModel model, InternalRow row) {
    if (conversion == null) {
      conversion = conversion(model.signature());
    }
    if (conversion.arguments.isNull(row)) {
      return null;
    }
    try (ArgumentArrays arrays = new ArgumentArrays()) {
      Object[] arguments = conversion.arguments.convert(row, arrays);
      return conversion.result.write(model.forward(arrays.manager(), arguments));
    } catch (ModelCallException e) {
      throw ModelErrors.failed(file.name(), e);
    }
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
        && argumentTypes.equals(call.argumentTypes);
  }

  @Override
  public int hashCode() {
    return 31 * file.hashCode() + argumentTypes.hashCode();
  }

  @Override
  public String toString() {
    return file.name() + argumentTypes;
  }
}

package org.tensormap.spark.model;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.tensormap.torchscript.ModelArgument;
import org.tensormap.torchscript.ModelSignature;

/** Makes the arguments of one model from rows of one type. */
final class ArgumentConversion {
  private final String model;
  private final List<ModelArgument> arguments;
  private final List<ArgumentReader> readers;

  /**
   * Finds out how to convert.
   *
   * @param model the name of the model, for messages
   * @throws org.tensormap.spark.TensorMapException if the number or type of arguments do not fit
   */
  ArgumentConversion(String model, ModelSignature signature, List<DataType> types) {
    this.model = model;
    this.arguments = signature.arguments();
    boolean missing = types.size() < arguments.size() && !arguments.get(types.size()).hasDefault();
    if (missing || types.size() > arguments.size()) {
      throw ModelErrors.argumentCount(model, signature, types.size());
    }
    this.readers = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      readers.add(reader(i, types.get(i)));
    }
  }

  private ArgumentReader reader(int position, DataType type) {
    ModelArgument argument = arguments.get(position);
    return ArgumentReaders.find(type, argument.type())
        .orElseThrow(() -> ModelErrors.argumentType(model, position, argument, type));
  }

  /** Whether an argument is NULL that the model does not take, so that the result is NULL too. */
  boolean isNull(InternalRow row) {
    for (int i = 0; i < readers.size(); i++) {
      if (row.isNullAt(i) && !readers.get(i).readsNull()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Converts a row.
   *
   * @param row one value per argument, for which {@link #isNull} does not hold
   * @param arrays owns the arrays made here
   */
  Object[] convert(InternalRow row, ArgumentArrays arrays) {
    Object[] values = new Object[readers.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = readers.get(i).read(row, i, arrays);
      } catch (UnfitValueException e) {
        throw ModelErrors.argumentValue(model, i, arguments.get(i), e);
      }
    }
    return values;
  }
}

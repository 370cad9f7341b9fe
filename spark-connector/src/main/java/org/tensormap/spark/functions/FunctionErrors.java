package org.tensormap.spark.functions;

import ai.djl.engine.EngineException;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.TensorMapException;

/** Every error of calls of functions. */
final class FunctionErrors {
  private FunctionErrors() {}

  static TensorMapException argumentCount(SqlFunction function, int least, int most, int got) {
    return new TensorMapException(
        "TENSORMAP_WRONG_NUM_ARGS",
        "42605",
        "The function "
            + function.name()
            + " takes "
            + (least == most ? "" : least + " to ")
            + most
            + (most == 1 ? " argument, got " : " arguments, got ")
            + got
            + ". "
            + function.description());
  }

  static TensorMapException argumentType(
      SqlFunction function, int position, Parameter<?> parameter, DataType got) {
    return new TensorMapException(
        "TENSORMAP_WRONG_ARG_TYPE",
        "42K09",
        "Argument "
            + (position + 1)
            + " of the function "
            + function.name()
            + ", '"
            + parameter.name()
            + "', must be "
            + parameter.kind().expected()
            + ", got "
            + got.sql()
            + ". "
            + function.description());
  }

  /**
   * Computes the result of a function. What core and PyTorch say about values that can not be
   * computed with is told with the name of the function.
   */
  static <T> T named(String function, Supplier<T> computation) {
    try {
      return computation.get();
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | UnsupportedOperationException
        | EngineException e) {
      throw new TensorMapException(
          "TENSORMAP_FUNCTION_FAILED", "22023", function + ": " + e.getMessage(), e);
    }
  }

  static TensorMapException differentOptions(String function, Object first, Object second) {
    return new TensorMapException(
        "TENSORMAP_DIFFERENT_OPTIONS",
        "22023",
        "All rows of a group must give "
            + function
            + " the same axis and way to handle different keys, got "
            + first
            + " and "
            + second
            + ".");
  }

  static TensorMapException groupTooLarge(String function, long bytes) {
    return new TensorMapException(
        "TENSORMAP_GROUP_TOO_LARGE",
        "54000",
        "The tensor maps of one group of "
            + function
            + " have "
            + bytes
            + " bytes, more than fit into one value. Make smaller groups.");
  }

  static TensorMapException noModel() {
    return new TensorMapException(
        "TENSORMAP_WRONG_NUM_ARGS",
        "42605",
        "The function tm_predict takes the path of a model and the model's arguments, got none.");
  }

  static TensorMapException modelNotConstant(Expression expression) {
    return new TensorMapException(
        "TENSORMAP_MODEL_NOT_CONSTANT",
        "42K08",
        "The first argument of tm_predict is the path of a model, a constant string, got "
            + expression.sql()
            + " of type "
            + expression.dataType().sql()
            + ".");
  }

  static TensorMapException notATensorMap(String model, DataType got) {
    return new TensorMapException(
        "TENSORMAP_MODEL_RESULT_TYPE",
        "42K09",
        "The function tensormap.tm_predict calls models that return a tensor map, and the model "
            + model
            + " returns "
            + got.sql()
            + ". Call it by its plain name, tm_predict, with a constant path.");
  }
}

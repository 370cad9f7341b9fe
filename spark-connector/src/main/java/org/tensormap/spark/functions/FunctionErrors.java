package org.tensormap.spark.functions;

import ai.djl.engine.EngineException;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error of calls of functions. */
final class FunctionErrors {
  private FunctionErrors() {}

  static TensorMapException argumentCount(SqlFunction function, int least, int most, int got) {
    return ErrorCondition.TENSORMAP_WRONG_NUM_ARGS.error(
        "The function %s takes %s %s, got %s. %s",
        function.name(),
        least == most ? most : least + " to " + most,
        most == 1 ? "argument" : "arguments",
        got,
        function.description());
  }

  static TensorMapException argumentType(
      SqlFunction function, int position, Parameter<?> parameter, DataType got) {
    return ErrorCondition.TENSORMAP_WRONG_ARG_TYPE.error(
        "Argument %s of the function %s, '%s', must be %s, got %s. %s",
        position + 1,
        function.name(),
        parameter.name(),
        parameter.kind().expected(),
        got.sql(),
        function.description());
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
      throw ErrorCondition.TENSORMAP_FUNCTION_FAILED.error(e, "%s: %s", function, e.getMessage());
    }
  }

  static TensorMapException differentOptions(String function, Object first, Object second) {
    return ErrorCondition.TENSORMAP_DIFFERENT_OPTIONS.error(
        "All rows of a group must give %s the same axis and way to handle different keys, got %s"
            + " and %s.",
        function, first, second);
  }

  static TensorMapException groupTooLarge(String function, long bytes) {
    return ErrorCondition.TENSORMAP_GROUP_TOO_LARGE.error(
        "The tensor maps of one group of %s have %s bytes, more than fit into one value. Make"
            + " smaller groups.",
        function, bytes);
  }

  static TensorMapException noModel() {
    return ErrorCondition.TENSORMAP_WRONG_NUM_ARGS.error(
        "The function tm_predict takes the path of a model and the model's arguments, got none.");
  }

  static TensorMapException modelNotConstant(Expression expression) {
    return ErrorCondition.TENSORMAP_MODEL_NOT_CONSTANT.error(
        "The first argument of tm_predict is the path of a model, a constant string, got %s of type"
            + " %s.",
        expression.sql(), expression.dataType().sql());
  }

  static TensorMapException notATensorMap(String model, DataType got) {
    return ErrorCondition.TENSORMAP_MODEL_RESULT_TYPE.error(
        "The function tensormap.tm_predict calls models that return a tensor map, and the model %s"
            + " returns %s. Call it by its plain name, tm_predict, with a constant path.",
        model, got.sql());
  }
}

package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.StringType;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.model.CallMetrics;
import org.tensormap.spark.model.PlannedModel;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Plans calls of {@code tm_predict}. The type of its result is what the model returns, so that the
 * path of the model must be known while the query is planned.
 */
final class PredictBuilder implements SqlFunction {
  @Override
  public String name() {
    return "tm_predict";
  }

  @Override
  public String usage() {
    return "_FUNC_(model, argument, ...) - Calls a model that was exported from Python with"
        + " torch.jit.save. `model` is the path of its file, a constant; arguments are converted to"
        + " what the model takes (numbers and nested arrays to tensors or lists, binary to tensor"
        + " maps), and the result has the type that the model returns.";
  }

  @Override
  public String example() {
    return "SELECT _FUNC_('/models/energy.pt', tensormap) FROM tensormap.`/data/features` WITH"
        + " (layout = 'tensormap');";
  }

  @Override
  public Expression build(Seq<Expression> arguments) {
    if (arguments.isEmpty()) {
      throw new TensorMapException(
          "TENSORMAP_WRONG_NUM_ARGS",
          "42605",
          "The function tm_predict takes the path of a model and the model's arguments, got none.");
    }
    List<Expression> all = CollectionConverters.asJava(arguments);
    List<Expression> inputs = all.subList(1, all.size());
    SparkSession session = SparkSession.active();
    PlannedModel model = PlannedModel.read(modelPath(all.get(0)), session);
    PredictFunction function =
        new PredictFunction(
            model.bind(
                inputs.stream().map(Expression::dataType).toList(),
                CallMetrics.register(session.sparkContext(), model)));
    return NamedCall.of(function, CollectionConverters.asScala(inputs).toSeq());
  }

  private static String modelPath(Expression expression) {
    if (!(expression.dataType() instanceof StringType) || !expression.foldable()) {
      throw notAPath(expression);
    }
    Object path = expression.eval(null);
    if (path == null) {
      throw notAPath(expression);
    }
    return path.toString();
  }

  private static TensorMapException notAPath(Expression expression) {
    return new TensorMapException(
        "TENSORMAP_MODEL_NOT_CONSTANT",
        "42K08",
        "The first argument of tm_predict is the path of a model, a constant string, got "
            + expression.sql()
            + " of type "
            + expression.dataType().sql()
            + ".");
  }
}

package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
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
  public String signature() {
    return "tm_predict(model, argument, ...)";
  }

  @Override
  public String purpose() {
    return "Calls a model that was exported from Python with torch.jit.save. `model` is the path of"
        + " its file; arguments are converted to what the model takes (numbers and nested arrays to"
        + " tensors or lists, binary to tensor maps). Called by its plain name, it takes a constant"
        + " path, and the result has the type that the model returns; called as"
        + " tensormap.tm_predict, it takes models that return a tensor map.";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "SELECT tm_print(_FUNC_('/models/energy.pt', tensormap)) FROM molecules",
            """
            TensorMap with 1 block
                keys: [_]
                blocks:
                   0   => TensorBlock with shape (41, 1)"""));
  }

  /** The type of the result can not depend on the model here, of which only the type is known. */
  @Override
  public BoundFunction bind(StructType types) {
    if (types.isEmpty()) {
      throw FunctionErrors.noModel();
    }
    return new PredictMapFunction(this, types, SparkSession.active());
  }

  @Override
  public Expression build(Seq<Expression> arguments) {
    if (arguments.isEmpty()) {
      throw FunctionErrors.noModel();
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
    return CallExpressions.scalar(function, CollectionConverters.asScala(inputs).toSeq());
  }

  private static String modelPath(Expression expression) {
    if (!(expression.dataType() instanceof StringType) || !expression.foldable()) {
      throw FunctionErrors.modelNotConstant(expression);
    }
    Object path = expression.eval(null);
    if (path == null) {
      throw FunctionErrors.modelNotConstant(expression);
    }
    return path.toString();
  }
}

package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** The functions of this project, which are called by their plain names. */
public final class SqlFunctions {
  private static final String LAYOUT =
      "SELECT _FUNC_(tensormap) FROM tensormap.`/data/features` WITH (layout = 'tensormap');";

  private static final List<SqlFunction> ALL =
      List.of(
          new PredictBuilder(),
          new TensorMapFunction(
              "_FUNC_(tensormap) - Prints the number of blocks, the keys and the shapes of the"
                  + " first blocks of a tensor map.",
              LAYOUT,
              new PrintFunction()),
          new TensorMapFunction(
              "_FUNC_(tensormap) - Returns a tensor map as the bytes of a .mts file, which"
                  + " metatensor.load_buffer reads in Python.",
              LAYOUT,
              new ToMtsFunction()),
          new TensorMapFunction(
              "_FUNC_(bytes) - Returns the tensor map in the bytes of a .mts file as an Arrow IPC"
                  + " stream, the form in which datasets and models return tensor maps.",
              "SELECT _FUNC_(content) FROM binaryFile.`/data/part-00000.mts`;",
              new FromMtsFunction()));

  private SqlFunctions() {}

  /**
   * Adds the functions to the sessions that Spark starts.
   *
   * @param extensions what sessions start with
   */
  public static void addTo(SparkSessionExtensions extensions) {
    for (SqlFunction function : ALL) {
      Function1<Seq<Expression>, Expression> builder = function::build;
      extensions.injectFunction(
          new Tuple3<>(new FunctionIdentifier(function.name()), info(function), builder));
    }
  }

  private static ExpressionInfo info(SqlFunction function) {
    return new ExpressionInfo(
        function.getClass().getName(),
        null,
        function.name(),
        function.usage(),
        "",
        "\n    Examples:\n      > " + function.example() + "\n  ",
        "",
        "",
        "",
        "",
        "built-in");
  }
}

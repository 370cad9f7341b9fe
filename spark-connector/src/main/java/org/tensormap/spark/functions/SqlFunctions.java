package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** The functions of this project, which are called by their plain names. */
public final class SqlFunctions {
  private static final List<SqlFunction> ALL =
      Stream.of(
              List.of(new PredictBuilder(), new JoinFunction()),
              MetadataFunctions.ALL,
              ValueFunctions.ALL,
              StructureFunctions.ALL,
              ArithmeticFunctions.ALL,
              ReductionFunctions.ALL)
          .<SqlFunction>flatMap(List::stream)
          .toList();

  private static final Map<String, SqlFunction> BY_NAME =
      ALL.stream().collect(Collectors.toMap(SqlFunction::name, Function.identity()));

  /** What the examples select from. */
  private static final List<String> NOTE =
      List.of(
          "In the examples, `features` is a view of a dataset:",
          "CREATE TEMPORARY VIEW features AS",
          "SELECT * FROM tensormap.`/data/features` WITH (layout = 'tensormap')");

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

  /**
   * Returns the functions, for catalogs.
   *
   * @return all of them
   */
  public static List<UnboundFunction> all() {
    return List.copyOf(ALL);
  }

  /**
   * Finds a function, for catalogs.
   *
   * @param name its name, in lower case
   * @return the function; empty if there is none
   */
  public static Optional<UnboundFunction> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static ExpressionInfo info(SqlFunction function) {
    List<String> examples = new ArrayList<>(List.of("Examples:"));
    for (SqlFunction.Example example : function.examples()) {
      ("  > " + example.query().replace("\n", "\n    ") + ";").lines().forEach(examples::add);
      example.result().lines().forEach(line -> examples.add("   " + line));
    }
    return new ExpressionInfo(
        function.getClass().getName(),
        null,
        function.name(),
        function.description(),
        "",
        section(examples),
        section(NOTE),
        "",
        "",
        "",
        "built-in");
  }

  /** Lines with the indentation that Spark asks for. */
  private static String section(List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n    ", "\n    ", "\n  "));
  }
}

package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Explode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tensor maps of a column as rows, each a struct, for those whose session may not have the
 * functions.
 */
public enum ExplodedColumn {
  /** A row for each block and gradient, as {@code tm_explode_blocks} gives them. */
  BLOCKS("tm_explode_blocks"),

  /** A row for each sample of each block, as {@code tm_explode_samples} gives them. */
  SAMPLES("tm_explode_samples"),

  /** A row for each value of each block, as {@code tm_explode_values} gives them. */
  VALUES("tm_explode_values");

  private final String function;

  ExplodedColumn(String function) {
    this.function = function;
  }

  /**
   * Makes a column.
   *
   * @param name the name of the column with tensor maps; NULL has no rows
   * @return the rows, to be selected as no more than one column of a query
   */
  public Column of(String name) {
    Seq<Expression> maps =
        CollectionConverters.asScala(List.<Expression>of(UnresolvedAttribute.quoted(name))).toSeq();
    return ExpressionUtils.column(new Explode(CallExpressions.scalar(call(), maps)));
  }

  /**
   * Returns what a row is.
   *
   * @return the type of the column
   */
  public DataType type() {
    return ((ArrayType) call().resultType()).elementType();
  }

  private ScalarFunction<?> call() {
    StructType argument = new StructType().add("tensormap", DataTypes.BinaryType);
    return (ScalarFunction<?>) SqlFunctions.named(function).orElseThrow().bind(argument);
  }
}

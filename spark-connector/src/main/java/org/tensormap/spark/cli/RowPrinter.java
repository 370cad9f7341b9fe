package org.tensormap.spark.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Prints the rows of a query. Spark turns values into text; rows stream through. */
final class RowPrinter {
  /** What fits in memory, and still can be read. */
  private static final int LONGEST_TABLE = 1000;

  private final StructField[] fields;

  /** The rows, with columns named by position: queries can give one name to several. */
  private final Dataset<Row> rows;

  RowPrinter(Dataset<Row> rows) {
    this.fields = rows.schema().fields();
    this.rows = rows.toDF(positions().toArray(String[]::new));
  }

  /**
   * Prints aligned columns, for people: up to a thousand rows, long values cut. A single value of
   * several lines, such as a plan or what {@code tm_print} gives, is printed as it is.
   */
  void printTable(PrintWriter out) {
    if (fields.length == 0) {
      return;
    }
    TextTable table =
        new TextTable(
            Arrays.stream(fields).map(StructField::name).toList(),
            Arrays.stream(fields).map(field -> field.dataType() instanceof NumericType).toList());
    List<Row> first = rows.select(texts(true)).limit(LONGEST_TABLE + 1).collectAsList();
    if (fields.length == 1 && first.size() == 1 && hasSeveralLines(first.get(0))) {
      out.println(first.get(0).getString(0).stripTrailing());
      return;
    }
    first.stream().limit(LONGEST_TABLE).forEach(row -> table.add(cells(row, "NULL")));
    table.print(out);
    if (first.size() > LONGEST_TABLE) {
      out.println("… and more; use LIMIT, or --format csv or json for all rows");
    }
  }

  /** Prints comma-separated values (RFC 4180) with a header; nested values as JSON. */
  void printCsv(PrintWriter out) {
    if (fields.length == 0) {
      return;
    }
    out.println(
        Arrays.stream(fields).map(field -> quoted(field.name())).collect(Collectors.joining(",")));
    Iterator<Row> all = rows.select(texts(false)).toLocalIterator();
    while (all.hasNext()) {
      out.println(
          cells(all.next(), "").stream().map(RowPrinter::quoted).collect(Collectors.joining(",")));
    }
  }

  /** Prints one JSON object per row and line; binary values in base64. */
  void printJson(PrintWriter out) {
    if (fields.length == 0) {
      return;
    }
    Column[] named = new Column[fields.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = functions.col(name(i)).as(fields[i].name());
    }
    Column object = functions.to_json(functions.struct(named), Map.of("ignoreNullFields", "false"));
    Iterator<Row> all = rows.select(object).toLocalIterator();
    while (all.hasNext()) {
      out.println(all.next().getString(0));
    }
  }

  private List<String> positions() {
    return IntStream.range(0, fields.length).mapToObj(RowPrinter::name).toList();
  }

  private static String name(int position) {
    return "c" + position;
  }

  private Column[] texts(boolean forPeople) {
    Column[] texts = new Column[fields.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(functions.col(name(i)), fields[i].dataType(), forPeople).as(name(i));
    }
    return texts;
  }

  private static Column text(Column value, DataType type, boolean forPeople) {
    if (type instanceof BinaryType) {
      return forPeople
          ? functions.concat(functions.lit("("), functions.length(value), functions.lit(" bytes)"))
          : functions.base64(value);
    }
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return functions.to_json(value);
    }
    return value.cast("string");
  }

  private static boolean hasSeveralLines(Row row) {
    return !row.isNullAt(0) && row.getString(0).strip().indexOf('\n') >= 0;
  }

  private static List<String> cells(Row row, String missing) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.isNullAt(i) ? missing : row.getString(i))
        .toList();
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}

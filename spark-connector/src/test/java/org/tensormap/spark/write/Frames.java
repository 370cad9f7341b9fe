package org.tensormap.spark.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tensormap.spark.TestSession;

/** Data frames that were not read from tensor maps, and what writing them gives. */
final class Frames {
  private Frames() {}

  /**
   * One row for each line.
   *
   * @param columns the names of the columns
   * @param rows the rows as SQL, for example {@code (1, array(2f, 3f))}
   */
  static Dataset<Row> of(String columns, String... rows) {
    return TestSession.get()
        .sql("SELECT * FROM VALUES " + String.join(", ", rows) + " AS t(" + columns + ")");
  }

  static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("tensormap");
  }

  static Dataset<Row> read(Path path, String layout) {
    return TestSession.get()
        .read()
        .format("tensormap")
        .option("layout", layout)
        .load(path.toString());
  }

  /** The shards that lie in a dataset, in the order of their names. */
  static List<Path> shards(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.filter(file -> file.toString().endsWith(".mts")).sorted().toList();
    }
  }
}

package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.writer;

import java.nio.file.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single values, as dense blocks. */
class ValuesWriteTest {
  private static final String COLUMNS = "key, system, n, value";

  @TempDir Path directory;
  private String output;

  @BeforeEach
  void chooseOutput() {
    output = directory.resolve("output").toString();
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    rows("(1, 5, 9, 4f)", "(1, 3, 9, 2f)", "(1, 5, 7, 3f)", "(1, 3, 7, 1f)").save(output);

    assertThat(read(Path.of(output), "values").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(1, 3, 7, 1f),
            RowFactory.create(1, 3, 9, 2f),
            RowFactory.create(1, 5, 7, 3f),
            RowFactory.create(1, 5, 9, 4f));
    assertThat(read(Path.of(output), "samples").where("system = 5").head().getList(2))
        .containsExactly(3f, 4f);
  }

  @Test
  void missingValuesAreNamedUnlessThereIsAFillValue() {
    String[] rows = {"(1, 3, 0, 1f)", "(1, 3, 1, 2f)", "(1, 5, 1, 3f)"};

    assertThatThrownBy(() -> rows(rows).save(output))
        .hasStackTraceContaining("TENSORMAP_MISSING_VALUE")
        .hasStackTraceContaining("key=1, system=5, n=0");

    rows(rows).option("fillValue", "NaN").option("properties", "n:3").save(output);
    assertThat(
            read(Path.of(output), "samples").orderBy("system").collectAsList().stream()
                .map(row -> row.getList(2).toString()))
        .containsExactly("[1.0, 2.0, NaN]", "[NaN, 3.0, NaN]");
  }

  @Test
  void tasksThatSeeDifferentPropertiesDoNotMakeDifferentBlocks() {
    Dataset<Row> rows =
        frame("(1, 0, 0, 1f)").union(frame("(1, 1, 0, 1f)", "(1, 1, 1, 1f)").coalesce(1));

    assertThatThrownBy(() -> options(rows).option("distribution", "none").save(output))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasStackTraceContaining("key=1")
        .hasStackTraceContaining("[n] with 1 entries")
        .hasStackTraceContaining("[n] with 2 entries");
    assertThatThrownBy(
            () ->
                options(rows)
                    .option("distribution", "none")
                    .option("properties", "n:2")
                    .save(output))
        .hasStackTraceContaining("TENSORMAP_MISSING_VALUE")
        .hasStackTraceContaining("key=1, system=0, n=1");
  }

  @Test
  void repeatedValuesAreNamed() {
    assertThatThrownBy(() -> rows("(1, 3, 0, 1f)", "(1, 3, 0, 2f)").save(output))
        .hasStackTraceContaining("TENSORMAP_DUPLICATE_SAMPLE")
        .hasStackTraceContaining("key=1, system=3, n=0");
  }

  @Test
  void labelsBeyondTheGivenSizeAreNamed() {
    assertThatThrownBy(() -> rows("(1, 3, 2, 1f)").option("properties", "n:2").save(output))
        .hasStackTraceContaining("TENSORMAP_LABEL_OUT_OF_RANGE")
        .hasStackTraceContaining("n=2");
  }

  @Test
  void fillValuesThatTheTypeHasNotAreRefused() {
    assertThatThrownBy(() -> rows("(1, 3, 0, 1)").option("fillValue", "NaN").save(output))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("a value of type int32")
        .hasMessageContaining("'NaN'");
  }

  private static DataFrameWriter<Row> rows(String... rows) {
    return options(frame(rows));
  }

  private static Dataset<Row> frame(String... rows) {
    return Frames.of(COLUMNS, rows);
  }

  private static DataFrameWriter<Row> options(Dataset<Row> rows) {
    return writer(rows).option("keys", "key").option("samples", "system").option("properties", "n");
  }
}

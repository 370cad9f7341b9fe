package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.writer;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.TestSession;

/** Rows that can not be written, and what the user is told. */
class BadWriteTest {
  @TempDir Path directory;
  private Path output;

  @BeforeEach
  void chooseOutput() {
    output = directory.resolve("output");
  }

  /** What columns and options tell is known before any file is written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          samples=system              | TENSORMAP_COLUMN_WITHOUT_ROLE  | [key, atom]
          samples=system,keys=key     | TENSORMAP_COLUMN_WITHOUT_ROLE  | [atom]
          keys=key,samples=system;key;atom | TENSORMAP_COLUMN_IN_TWO_ROLES | 'key'
          samples=structure           | TENSORMAP_MISSING_COLUMN       | 'structure'
          keys=key;system;atom        | TENSORMAP_MISSING_COLUMN       | option samples
          keys=values                 | TENSORMAP_COLUMN_TYPE          | 'values'
          layout=values               | TENSORMAP_MISSING_COLUMN       | 'value'
          layout=blocks               | TENSORMAP_MISSING_COLUMN       | 'samples'
          layout=tensormap            | TENSORMAP_MISSING_COLUMN       | 'tensormap'
          layout=columns              | TENSORMAP_UNKNOWN_LAYOUT       | [samples, values, blocks, tensormap]
          sample=system               | TENSORMAP_UNKNOWN_OPTION       | samples
          gradient=positions          | TENSORMAP_UNKNOWN_OPTION       | 'gradient'
          maxShardBytes=0             | TENSORMAP_INVALID_OPTION       | '0'
          maxShardBytes=2g            | TENSORMAP_INVALID_OPTION       | 1g
          distribution=round          | TENSORMAP_INVALID_OPTION       | [none, hash, range]
          fillValue=0                 | TENSORMAP_INVALID_OPTION       | layout 'samples'
          components=xyz:0            | TENSORMAP_INVALID_OPTION       | xyz:3
          keys=key,samples=system;atom,components=xyz | TENSORMAP_INVALID_OPTION | [xyz]
          keys=key,samples=system;atom,properties=1st:2 | TENSORMAP_INVALID_DIMENSION | '1st'
          """)
  void optionsThatDoNotFitTheColumns(String options, String condition, String named) {
    DataFrameWriter<Row> writer =
        writer(Frames.of("key, system, atom, values", "(1, 2, 3, array(1f, 2f))"));
    for (String option : options.strip().split(",", -1)) {
      String[] parts = option.split("=", 2);
      writer.option(parts[0], parts[1].replace(';', ','));
    }

    assertThatThrownBy(() -> writer.save(output.toString()))
        .hasMessageContaining(condition)
        .hasMessageContaining(named);
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (1, 'a', array(1f))        | TENSORMAP_COLUMN_TYPE          | 'system'
          (1, 2, array('a'))         | TENSORMAP_COLUMN_TYPE          | STRING
          (1, 2, array(1.5))         | TENSORMAP_COLUMN_TYPE          | DECIMAL
          (1, 2, 1f)                 | TENSORMAP_COLUMN_TYPE          | layout 'values'
          (1, 2, array(array(1f)))   | TENSORMAP_COLUMN_TYPE          | ARRAY<FLOAT>
          """)
  void columnsOfTheWrongType(String row, String condition, String named) {
    assertThatThrownBy(() -> write(row).save(output.toString()))
        .hasMessageContaining(condition)
        .hasMessageContaining(named);
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (1, 2, array(1f)); (1, 2, array(2f))      | TENSORMAP_DUPLICATE_SAMPLE | key=1, system=2
          (1, 2, array(1f)); (1, 3, array(1f, 2f))  | TENSORMAP_ARRAY_LENGTH     | key=1, system=3 has 2 values
          (1, 2, array(1f)); (null, 3, array(1f))   | TENSORMAP_NULL_VALUE       | 'key'
          (1, 2, array(1f)); (1, null, array(1f))   | TENSORMAP_NULL_VALUE       | 'system'
          (1, 2, array(1f)); (1, 3, null)           | TENSORMAP_NULL_VALUE       | 'values'
          (1, 2, array(CAST(null AS FLOAT)))        | TENSORMAP_NULL_VALUE       | key=1, system=2
          (1, 3000000000, array(1f))                | TENSORMAP_LABEL_OUT_OF_RANGE | 3000000000
          """)
  void rowsThatAreFoundWhenTheyAreWritten(String rows, String condition, String named) {
    write("(0, 0, array(5f))").save(output.toString());

    assertThatThrownBy(() -> write(rows.split("; ")).mode(SaveMode.Append).save(output.toString()))
        .hasStackTraceContaining(condition)
        .hasStackTraceContaining(named);
    assertThat(read(output, "samples").count()).isEqualTo(1);
  }

  @Test
  void tasksWithArraysOfDifferentLengthDoNotMakeDifferentBlocks() throws IOException {
    Dataset<Row> rows =
        Frames.of("key, system, values", "(1, 0, array(1f))")
            .union(Frames.of("key, system, values", "(1, 1, array(1f, 2f))").coalesce(1));

    assertThatThrownBy(
            () ->
                writer(rows)
                    .option("keys", "key")
                    .option("samples", "system")
                    .option("distribution", "none")
                    .save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasStackTraceContaining("key=1")
        .hasStackTraceContaining("[property] with 1 entries")
        .hasStackTraceContaining("[property] with 2 entries");
    assertThat(Frames.shards(output)).isEmpty();
  }

  @Test
  void rowsThatDoNotFitTheDatasetAreRefusedBeforeAnyFileIsWritten() throws IOException {
    write("(0, 0, array(5f))").save(output.toString());

    assertThatThrownBy(
            () -> write("(0, 1, array(5D))").mode(SaveMode.Append).save(output.toString()))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasMessageContaining("float32 and float64");
    assertThatThrownBy(
            () ->
                write("(0, 1, array(5f))")
                    .option("properties", "n")
                    .mode(SaveMode.Append)
                    .save(output.toString()))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasMessageContaining("[property] and [n]");
    assertThat(Frames.shards(output)).hasSize(1);
  }

  @Test
  void arraysOfAnotherLengthThanThoseOfTheDatasetAreRefused() {
    write("(0, 0, array(5f))").save(output.toString());

    assertThatThrownBy(
            () -> write("(0, 1, array(5f, 6f))").mode(SaveMode.Append).save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_ARRAY_LENGTH")
        .hasStackTraceContaining("for 1");
    assertThatThrownBy(
            () ->
                write("(0, 1, array(5f, 6f))")
                    .option("properties", "property")
                    .mode(SaveMode.Append)
                    .save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasStackTraceContaining("[property] with 2 entries");
  }

  @Test
  void keysWhoseLabelsNobodyKnowsAreNamed() throws IOException {
    Path file = save();
    Dataset<Row> moved = read(file, "samples").withColumn("center", column("center + 100"));

    assertThatThrownBy(
            () -> writer(moved).option("keys", "center,neighbor").save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
        .hasStackTraceContaining("center=10");
  }

  @Test
  void rowsOfGradientsAreRefused() throws IOException {
    Path file = save();

    for (String gradient : new String[] {"positions", "positions/strain"}) {
      for (String layout : new String[] {"samples", "values"}) {
        Dataset<Row> rows =
            TestSession.get()
                .read()
                .format("tensormap")
                .option("layout", layout)
                .option("gradient", gradient)
                .load(file.toString());
        assertThatThrownBy(() -> writer(rows).save(output.toString()))
            .hasMessageContaining("TENSORMAP_GRADIENT_ROWS")
            .hasMessageContaining("'blocks' or 'tensormap'");
      }
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void gradientsWithoutTheirBlockAreRefused() throws IOException {
    Dataset<Row> gradients = read(save(), "blocks").where("gradient IS NOT NULL");

    assertThatThrownBy(() -> writer(gradients).save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_GRADIENT_WITHOUT_BLOCK")
        .hasStackTraceContaining("'positions'");
  }

  @Test
  void valuesThatDoNotFitTheLabelsOfTheirBlockAreRefused() throws IOException {
    Dataset<Row> blocks = read(save(), "blocks").where("gradient IS NULL");

    assertThatThrownBy(
            () ->
                writer(blocks.withColumn("values", column("slice(values, 1, 1)")))
                    .save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_INVALID_BLOCK")
        .hasStackTraceContaining("center=1, neighbor=1");
    assertThatThrownBy(
            () ->
                writer(blocks.withColumn("shape", column("array(0L, 0L)"))).save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_INVALID_BLOCK")
        .hasStackTraceContaining("the shape is [0, 0]");
  }

  private static Column column(String expression) {
    return functions.expr(expression);
  }

  private static DataFrameWriter<Row> write(String... rows) {
    return writer(Frames.of("key, system, values", rows))
        .option("keys", "key")
        .option("samples", "system");
  }

  private Path save() throws IOException {
    Path file = directory.resolve("map.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = new RandomMaps(manager, DataType.FLOAT64, 5).map(1, true, false)) {
      Mts.save(file, map);
    }
    return file;
  }
}

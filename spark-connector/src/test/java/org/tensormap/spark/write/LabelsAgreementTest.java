package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;

/** Arrays of values, whose labels come from several places that may not agree. */
class LabelsAgreementTest {
  @TempDir Path directory;
  private Path input;
  private Path output;

  @BeforeEach
  void choosePaths() throws IOException {
    input = Files.createDirectories(directory.resolve("input"));
    output = directory.resolve("output");
  }

  @Test
  void everyFileTellsTheLabelsOfItsKeys() throws IOException {
    SystemMaps.save(input.resolve("a.mts"), 1, 0, 0, 1, 2);
    SystemMaps.save(input.resolve("b.mts"), 2, 1, 3, 4, 5);
    SystemMaps.save(input.resolve("c.mts"), 1, 2, 0, 1, 2);

    writer(read(input, "samples")).save(output.toString());

    assertThat(properties())
        .containsExactly(
            RowFactory.create(1, 0, "012"),
            RowFactory.create(1, 2, "012"),
            RowFactory.create(2, 1, "345"));
  }

  @Test
  void filesWithDifferentLabelsForOneKeyAreNotTakenForEachOther() throws IOException {
    SystemMaps.save(input.resolve("a.mts"), 1, 0, 0, 1, 2);
    SystemMaps.save(input.resolve("b.mts"), 1, 1, 3, 4, 5);

    assertThatThrownBy(() -> writer(read(input, "samples")).save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
        .hasStackTraceContaining("layout 'tensormap'");
    assertThat(output.resolve("_tensormap")).isEmptyDirectory();

    writer(read(input, "tensormap")).save(output.toString());
    assertThat(properties())
        .containsExactly(RowFactory.create(1, 0, "012"), RowFactory.create(1, 1, "345"));
  }

  /** The key, the system and the labels of the properties of each sample. */
  private List<Row> properties() {
    return read(output, "values")
        .groupBy("key", "system")
        .agg(
            org.apache.spark.sql.functions.expr(
                "array_join(array_sort(collect_list(string(n))), '') AS n"))
        .orderBy("key", "system")
        .collectAsList();
  }
}

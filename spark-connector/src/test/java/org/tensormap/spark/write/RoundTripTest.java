package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.TestSession;

/** What is read in one layout and written again is the same in every layout. */
class RoundTripTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"samples", "values"})
  void rowsKeepTheWholeTensorMapIfItHasNoGradients(String layout) throws IOException {
    for (int components = 0; components < 3; components++) {
      Path file = save(DataType.FLOAT64, components, false, false, components);
      Path output = directory.resolve(layout + components);

      write(read(file, layout)).save(output.toString());

      assertSameMap(file, onlyShard(output));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocks", "tensormap"})
  void blocksKeepGradientsAndBlocksWithoutSamples(String layout) throws IOException {
    Path file = save(DataType.FLOAT32, 2, true, true, 7);
    Path output = directory.resolve(layout);

    write(read(file, layout)).save(output.toString());

    assertSameMap(file, onlyShard(output));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT32", "FLOAT64", "FLOAT16", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16",
        "UINT32", "BOOLEAN"
      })
  void typesThatSqlHasNotComeBackAsTheyWere(DataType dtype) throws IOException {
    Path file = save(dtype, 1, false, false, dtype.name().hashCode());

    for (String layout : List.of("samples", "values", "blocks")) {
      Path output = directory.resolve(layout);
      write(read(file, layout)).save(output.toString());

      assertSameMap(file, onlyShard(output));
    }
  }

  @Test
  void everyLayoutCanBeWrittenFromEveryOtherByWayOfADataset() throws IOException {
    Path file = save(DataType.FLOAT64, 1, false, false, 3);
    List<String> layouts = List.of("samples", "values", "blocks", "tensormap");
    for (String first : layouts) {
      Path dataset = directory.resolve(first);
      write(read(file, first)).save(dataset.toString());
      for (String second : layouts) {
        Path output = directory.resolve(first + "-" + second);
        write(read(dataset, second)).save(output.toString());
        assertSameMap(file, onlyShard(output));
      }
    }
  }

  @Test
  void rowsThatAreDistributedComeBackWhateverTheWay() throws IOException {
    Path file = save(DataType.FLOAT32, 1, false, false, 11);
    List<Row> expected = read(file, "values").collectAsList();

    for (String mode : List.of("hash", "range", "none")) {
      for (String layout : List.of("samples", "values")) {
        Path output = directory.resolve(mode + layout);
        read(file, layout)
            .repartition(2, new Column("system"))
            .write()
            .format("tensormap")
            .option("distribution", mode)
            .save(output.toString());

        assertThat(read(output, "values").collectAsList())
            .as(mode + " " + layout)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private Dataset<Row> read(Path path, String layout) {
    return spark.read().format("tensormap").option("layout", layout).load(path.toString());
  }

  /** In one task, so that there is one shard. */
  private static DataFrameWriter<Row> write(Dataset<Row> rows) {
    return rows.coalesce(1).write().format("tensormap").option("distribution", "none");
  }

  private Path save(
      DataType dtype, int components, boolean gradients, boolean emptyBlock, long seed)
      throws IOException {
    Path file = directory.resolve("map" + seed + ".mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new RandomMaps(manager, dtype, seed).map(components, gradients, emptyBlock)) {
      Mts.save(file, map);
    }
    return file;
  }

  private static Path onlyShard(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      List<Path> shards = files.filter(file -> file.toString().endsWith(".mts")).toList();
      assertThat(shards).hasSize(1);
      return shards.get(0);
    }
  }

  private static void assertSameMap(Path expected, Path actual) throws IOException {
    assertThat(actual).hasSameBinaryContentAs(expected);
  }
}

package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.shards;
import static org.tensormap.spark.write.Frames.writer;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** Whole blocks and their gradients, as shards. */
class BlocksWriteTest {
  @TempDir Path directory;
  private Path input;
  private Path output;

  @BeforeEach
  void writeFiles() throws IOException {
    input = Files.createDirectories(directory.resolve("input"));
    output = directory.resolve("output");
    for (int seed = 0; seed < 2; seed++) {
      try (HostNDManager manager = HostNDManager.newManager();
          TensorMap map = new RandomMaps(manager, DataType.FLOAT64, seed).map(1, true, true)) {
        Mts.save(input.resolve(seed + ".mts"), map);
      }
    }
  }

  @Test
  void aKeyThatComesAgainBeginsAnotherShard() throws IOException {
    writer(read(input, "blocks").coalesce(1)).save(output.toString());

    List<Path> shards = shards(output);
    assertThat(shards).hasSize(2);
    assertThat(shards.stream().map(BlocksWriteTest::bytes))
        .containsExactlyInAnyOrder(bytes(input.resolve("0.mts")), bytes(input.resolve("1.mts")));
  }

  @Test
  void shardsEndBeforeABlockForWhichThereIsNoRoom() throws IOException {
    writer(read(input.resolve("0.mts"), "blocks").coalesce(1))
        .option("maxShardBytes", "1")
        .save(output.toString());

    assertThat(shards(output)).hasSizeBetween(2, 3);
    assertSameBlocks(input.resolve("0.mts"));
  }

  @Test
  void rowsThatWereShuffledFindTheirBlockAgainByTheirKey() {
    Dataset<Row> shuffled =
        read(input.resolve("0.mts"), "blocks")
            .repartition(3, functions.expr("length(gradient)"))
            .sort(functions.desc("gradient"));

    writer(shuffled).option("distribution", "hash").save(output.toString());

    assertSameBlocks(input.resolve("0.mts"));
  }

  @Test
  void columnsThatFollowFromOthersMayBeMissing() {
    writer(
            read(input.resolve("0.mts"), "blocks")
                .where("gradient IS NULL")
                .drop("gradient", "shape"))
        .save(output.toString());

    assertThat(sorted(read(output, "samples")))
        .containsExactlyElementsOf(sorted(read(input.resolve("0.mts"), "samples")));
  }

  private void assertSameBlocks(Path expected) {
    assertThat(sorted(read(output, "blocks")))
        .containsExactlyElementsOf(sorted(read(expected, "blocks")));
  }

  private static List<Row> sorted(Dataset<Row> rows) {
    Column[] columns = List.of(rows.columns()).stream().map(functions::col).toArray(Column[]::new);
    return rows.orderBy(columns).collectAsList();
  }

  private static String bytes(Path file) {
    try {
      return HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

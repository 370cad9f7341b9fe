package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.shards;
import static org.tensormap.spark.write.Frames.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;

/** Samples that are added to a dataset which has some of them already. */
class AddedSamplesTest {
  @TempDir Path directory;
  private Path output;

  @BeforeEach
  void chooseOutput() {
    output = directory.resolve("output");
  }

  @Test
  void aSampleThatIsThereAlreadyIsNamedAndNothingIsAdded() throws IOException {
    append(rows(6, 0, 1, 2, 3), false);
    List<Path> before = shards(output);

    assertThatThrownBy(() -> append(rows(6, 9, 3, 4), true))
        .hasMessageContaining("TENSORMAP_DUPLICATE_SAMPLE")
        .hasMessageContaining("type=6, system=3, atom=0")
        .hasMessageContaining(before.get(0).getParent().toString())
        .hasMessageContaining("checkDuplicates");

    assertThat(shards(output)).isEqualTo(before);
    assertThat(log().latestVersion()).hasValue(0);
  }

  @Test
  void withoutTheOptionASampleMayBeThereSeveralTimes() {
    append(rows(6, 0, 1), false);
    append(rows(6, 1, 2), false);

    assertThat(read(output, "samples").where("system = 1").count()).isEqualTo(2);
  }

  @Test
  void otherSamplesInTheSameRangeAreAdded() {
    append(rows(6, 0, 2, 4, 6), true);
    append(rows(6, 1, 3, 5), true);

    assertThat(read(output, "samples").count()).isEqualTo(7);
  }

  @Test
  void theSameSamplesOfOtherBlocksAreAdded() {
    append(rows(6, 0, 1).union(rows(1, 3)), true);
    append(rows(1, 0, 1), true);

    assertThat(read(output, "samples").count()).isEqualTo(5);
    assertThatThrownBy(() -> append(rows(8, 7).union(rows(1, 1)), true))
        .hasMessageContaining("type=1, system=1, atom=0");
  }

  @Test
  void shardsWithoutSuchKeysOrSamplesAreNotOpened() throws IOException {
    append(rows(6, 0, 1, 2), false);
    append(rows(1, 5, 6), false);
    for (Path shard : shards(output)) {
      Files.delete(shard);
    }

    append(rows(6, 3, 5, 6), true);
    assertThat(log().latestVersion()).hasValue(2);
    assertThatThrownBy(() -> append(rows(6, 2), true))
        .hasMessageContaining("TENSORMAP_FILE_NOT_FOUND");
  }

  @Test
  void whatIsReplacedMayHaveTheSameSamples() {
    append(rows(6, 0, 1), true);

    writer(rows(6, 1, 2))
        .mode(SaveMode.Overwrite)
        .option("keys", "type")
        .option("samples", "system,atom")
        .option("checkDuplicates", true)
        .save(output.toString());

    assertThat(read(output, "samples").count()).isEqualTo(2);
  }

  @Test
  void samplesThatOthersAddMeanwhileAreFound() throws IOException {
    append(rows(6, 0, 1), false);
    append(rows(6, 5), false);
    append(rows(6, 5, 6), false);
    AddedSamples samples = new AddedSamples(storage(), log().change(2).added());

    samples.check(log().at(0).shards());
    List<Shard> meanwhile = log().change(1).added();
    assertThatThrownBy(() -> samples.check(meanwhile))
        .hasMessageContaining("type=6, system=5, atom=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void aSampleThatTwoTasksWriteIsFoundIfTheyTakeRowsAsTheyCome(String mode) throws IOException {
    append(rows(6, 5), false);
    List<Path> before = shards(output);
    Dataset<Row> twice = rows(6, 0, 1, 2).union(rows(1, 2)).union(rows(6, 4, 1, 3));

    assertThatThrownBy(
            () ->
                asTheyCome(twice)
                    .mode(mode)
                    .option("checkDuplicates", true)
                    .save(output.toString()))
        .hasMessageContaining("TENSORMAP_DUPLICATE_SAMPLE")
        .hasMessageContaining("several rows for one sample: type=6, system=1, atom=0");
    assertThat(shards(output)).isEqualTo(before);
    assertThat(log().latestVersion()).hasValue(0);

    asTheyCome(twice).mode(mode).save(output.toString());
    assertThat(read(output, "samples").where("type = 6 AND system = 1").count()).isEqualTo(2);
  }

  @Test
  void tasksThatTakeRowsAsTheyComeMayHaveSamplesInTheSameRange() {
    asTheyCome(rows(6, 0, 2).union(rows(1, 0, 1, 2)).union(rows(6, 1, 3)))
        .option("checkDuplicates", true)
        .save(output.toString());

    assertThat(read(output, "samples").count()).isEqualTo(7);
  }

  @Test
  void samplesThatTwoShardsHaveAreFoundHoweverManyThereAre() throws IOException {
    append(rows(6, 0, 1, 4), false);
    append(rows(6, 2, 3), false);
    append(rows(6, 1), false);
    List<Shard> shards = log().at(2).shards();
    // Shards whose samples are in memory at different times.
    List<Shard> large =
        shards.stream()
            .map(
                shard ->
                    new Shard(
                        shard.path(),
                        shard.size(),
                        shard.checksum(),
                        1 << 21,
                        shard.values(),
                        shard.blocks(),
                        shard.bounds(),
                        shard.emptyBlocks()))
            .toList();

    new AddedSamples(storage(), large.subList(0, 2)).checkAmongThemselves();
    for (List<Shard> all : List.of(shards, large)) {
      assertThatThrownBy(() -> new AddedSamples(storage(), all).checkAmongThemselves())
          .hasMessageContaining("type=6, system=1, atom=0");
    }
  }

  private static DataFrameWriter<Row> asTheyCome(Dataset<Row> rows) {
    return writer(rows)
        .option("keys", "type")
        .option("samples", "system,atom")
        .option("distribution", "none");
  }

  private void append(Dataset<Row> rows, boolean checkDuplicates) {
    writer(rows)
        .mode(SaveMode.Append)
        .option("keys", "type")
        .option("samples", "system,atom")
        .option("checkDuplicates", checkDuplicates)
        .save(output.toString());
  }

  private DatasetLog log() throws IOException {
    return new DatasetLog(storage());
  }

  private Storage storage() throws IOException {
    return Storage.of(new org.apache.hadoop.fs.Path(output.toUri()), new Configuration());
  }

  private static Dataset<Row> rows(int type, int... systems) {
    return Frames.of(
        "type, system, atom, values",
        IntStream.of(systems)
            .mapToObj(system -> "(" + type + ", " + system + ", 0, array(1D, 2D))")
            .toArray(String[]::new));
  }
}

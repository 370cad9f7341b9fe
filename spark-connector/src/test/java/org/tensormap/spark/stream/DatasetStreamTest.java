package org.tensormap.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TestSession;

class DatasetStreamTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String input;
  private String output;
  private String checkpoint;

  @BeforeEach
  void choosePaths() {
    input = directory.resolve("input").toString();
    output = directory.resolve("output").toString();
    checkpoint = directory.resolve("checkpoint").toString();
  }

  @Test
  void theStreamBeginsWithWhatIsThereAndGoesOnWithWhatIsAppended() throws Exception {
    append(input, 0, 1);
    append(input, 2);
    copyAvailable(source());
    assertThat(copied()).containsExactly(0, 1, 2);
    assertThat(copiedShards()).isEqualTo(3);

    append(input, 3);
    append(input, 4, 5);
    copyAvailable(source());

    assertThat(copied()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(versions(output)).containsExactly("append 3", "append 3");
  }

  @Test
  void batchesHaveAtMostAsManyShardsAsTheyMay() throws Exception {
    append(input, 0, 1, 2);
    copyAvailable(source().option("maxFilesPerTrigger", 2));
    append(input, 3);
    append(input, 4);
    append(input, 5);
    copyAvailable(source().option("maxFilesPerTrigger", 2));

    assertThat(copied()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(versions(output)).containsExactly("append 2", "append 1", "append 2", "append 1");
  }

  @Test
  void everyLayoutCanBeFollowed() throws Exception {
    append(input, 0, 1);

    for (String layout : List.of("samples", "values", "blocks", "tensormap")) {
      StreamingQuery query =
          source(layout)
              .load(input)
              .writeStream()
              .format("memory")
              .queryName("copy_" + layout)
              .option("checkpointLocation", directory.resolve(layout).toString())
              .trigger(Trigger.AvailableNow())
              .start();
      query.awaitTermination();

      assertThat(spark.table("copy_" + layout).collectAsList())
          .as(layout)
          .containsExactlyInAnyOrderElementsOf(
              spark
                  .read()
                  .format("tensormap")
                  .option("layout", layout)
                  .load(input)
                  .collectAsList());
    }
  }

  @Test
  void compactionAddsNoRowsToTheStream() throws Exception {
    append(input, 0, 1);
    copyAvailable(source());
    spark.sql("CALL tensormap.compact('" + input + "')");
    append(input, 2);
    copyAvailable(source());

    assertThat(copied()).containsExactly(0, 1, 2);
  }

  @Test
  void aStreamThatHasSeenAllRowsOutlivesTheVersionsThatAddedNone() throws Exception {
    append(input, 0);
    append(input, 1);
    StreamingQuery query = copy(source().option("skipChangeCommits", true)).start(output);
    try {
      query.processAllAvailable();
      spark.sql("CALL tensormap.compact('" + input + "')");
      spark.sql("DELETE FROM tensormap.`" + input + "` WHERE system >= 0");
      query.processAllAvailable();
      Thread.sleep(2);
      spark.sql(
          "CALL tensormap.vacuum('"
              + input
              + "', retain_hours => 0, no_running_writers => true, retain_versions => 1)");
      append(input, 2);
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    assertThat(copied()).containsExactly(0, 1, 2);
  }

  @Test
  void aVersionThatRemovesRowsEndsTheStreamUnlessItIsSkipped() throws Exception {
    append(input, 0);
    copyAvailable(source());
    rows(map(7)).write().format("tensormap").mode(SaveMode.Overwrite).save(input);
    append(input, 8);

    assertThatThrownBy(() -> copyAvailable(source()))
        .isInstanceOf(StreamingQueryException.class)
        .hasMessageContaining("TENSORMAP_STREAM_ROWS_REMOVED")
        .hasMessageContaining("version 1 (overwrite)");
    copyAvailable(source().option("skipChangeCommits", true));

    assertThat(copied()).containsExactly(0, 8);
  }

  @Test
  void aVersionThatWasRemovedBeforeItWasProcessedIsAnError() throws Exception {
    append(input, 0);
    copyAvailable(source());
    append(input, 1);
    rows(map(2)).write().format("tensormap").mode(SaveMode.Overwrite).save(input);
    Thread.sleep(2);
    spark.sql(
        "CALL tensormap.vacuum('"
            + input
            + "', retain_hours => 0, no_running_writers => true, retain_versions => 1)");

    assertThatThrownBy(() -> copyAvailable(source()))
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("a vacuum removed it");
  }

  @Test
  void anotherDatasetAtTheSamePathIsAnError() throws Exception {
    append(input, 0);
    append(input, 1);
    copyAvailable(source());
    deleteRecursively(Path.of(input));
    append(input, 5);

    assertThatThrownBy(() -> copyAvailable(source()))
        .hasMessageContaining("TENSORMAP_STREAM_RESTARTED");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void anotherDatasetWithAsManyVersionsIsAnError(int files) throws Exception {
    append(input, 0, 1);
    append(input, 2, 3);
    copyAvailable(source().option("maxFilesPerTrigger", files));
    copyAvailable(source().option("maxFilesPerTrigger", files));
    deleteRecursively(Path.of(input));
    for (int system = 10; system < 15; system++) {
      append(input, system);
    }

    assertThatThrownBy(() -> copyAvailable(source()))
        .hasMessageContaining("TENSORMAP_STREAM_RESTARTED")
        .hasMessageContaining("new checkpoint");
  }

  @Test
  void anotherDatasetIsAnErrorAlsoIfTheFirstBatchWasNotFinished() throws Exception {
    append(input, 0, 1);
    copyAvailable(source());
    forgetBatch(0);
    deleteRecursively(Path.of(input));
    append(input, 5, 6);

    assertThatThrownBy(() -> copyAvailable(source()))
        .hasMessageContaining("TENSORMAP_STREAM_RESTARTED");
  }

  @Test
  void theProgressOfAQueryTellsWhichDatasetItFollows() throws Exception {
    append(input, 0);
    StreamingQuery query = copy(source()).trigger(Trigger.AvailableNow()).start(output);
    query.awaitTermination();

    assertThat(query.lastProgress().sources()[0].description())
        .isEqualTo("tensormap file:" + input);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBatchThatWasCommittedBeforeTheQueryWasKilledIsNotWrittenAgain(boolean checkDuplicates)
      throws Exception {
    append(input, 0, 1);
    writeAvailable(copy(source()).option("checkDuplicates", checkDuplicates));
    append(input, 2);
    writeAvailable(copy(source()).option("checkDuplicates", checkDuplicates));
    long shards = shardFiles(output);
    forgetBatch(1);

    writeAvailable(copy(source()).option("checkDuplicates", checkDuplicates));

    assertThat(copied()).containsExactly(0, 1, 2);
    assertThat(versions(output)).containsExactly("append 2", "append 1");
    assertThat(shardFiles(output)).isEqualTo(shards);
  }

  @Test
  void theFirstBatchIsTheSameAfterARestartWhateverWasAppendedMeanwhile() throws Exception {
    append(input, 0, 1);
    copyAvailable(source());
    append(input, 2);
    deleteRecursively(Path.of(checkpoint, "commits"));

    copyAvailable(source());

    assertThat(copied()).containsExactly(0, 1, 2);
    assertThat(versions(output)).containsExactly("append 2", "append 1");
  }

  @Test
  void aBatchWithoutRowsMakesNoVersionUnlessItIsTheFirst() throws Exception {
    append(input, 0);
    copyEvenSystems();
    append(input, 1);
    copyEvenSystems();
    append(input, 2);
    copyEvenSystems();

    assertThat(copied()).containsExactly(0, 2);
    assertThat(versions(output)).containsExactly("append 1", "append 1");
    output = directory.resolve("other").toString();
    checkpoint = directory.resolve("checkpoint of other").toString();
    writeAvailable(source("tensormap").load(input).where("false").writeStream());
    assertThat(versions(output)).containsExactly("append 0");
  }

  @Test
  void aBatchWithoutRowsIsProcessedAgainAndOneWithRowsIsNot() throws Exception {
    append(input, 0);
    copyEvenSystems();
    append(input, 1);
    copyEvenSystems();
    forgetBatch(1);
    copyEvenSystems();
    append(input, 2);
    copyEvenSystems();
    forgetBatch(2);
    copyEvenSystems();

    assertThat(copied()).containsExactly(0, 2);
    assertThat(versions(output)).containsExactly("append 1", "append 1");
  }

  /** Makes what Spark finds if it is killed after our commit of a batch, and before its own. */
  private void forgetBatch(int batch) throws IOException {
    Files.delete(Path.of(checkpoint, "commits", Integer.toString(batch)));
    Files.deleteIfExists(Path.of(checkpoint, "commits", "." + batch + ".crc"));
  }

  private void copyEvenSystems() throws Exception {
    writeAvailable(
        source("tensormap").load(input).where("bounds.system.min % 2 = 0").writeStream());
  }

  @Test
  void completeOutputReplacesEverythingWithEachBatch() throws Exception {
    append(input, 0, 1);
    Dataset<Row> last =
        source("tensormap")
            .load(input)
            .selectExpr("max_by(tensormap, bounds.system.max) AS tensormap");
    writeAvailable(last.writeStream().outputMode("complete"));
    append(input, 2);
    writeAvailable(
        source("tensormap")
            .load(input)
            .selectExpr("max_by(tensormap, bounds.system.max) AS tensormap")
            .writeStream()
            .outputMode("complete"));

    assertThat(copied()).containsExactly(2);
    assertThat(versions(output)).containsExactly("overwrite 1", "overwrite 1");
  }

  @Test
  void aRunningQueryFollowsTheDataset() throws Exception {
    append(input, 0);
    StreamingQuery query = copy(source()).start(output);
    try {
      query.processAllAvailable();
      append(input, 1);
      query.processAllAvailable();
      assertThat(copied()).containsExactly(0, 1);
      append(input, 2);
      query.processAllAvailable();
      assertThat(copied()).containsExactly(0, 1, 2);
    } finally {
      query.stop();
    }
  }

  @Test
  void keysThatAppearWhileAQueryRunsHaveTheirLabels() throws Exception {
    appendKey(1, 0, 0, 1);
    StreamingQuery query =
        source("samples")
            .load(input)
            .writeStream()
            .format("tensormap")
            .option("checkpointLocation", checkpoint)
            .start(output);
    try {
      query.processAllAvailable();
      appendKey(2, 1, 5, 7);
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    assertThat(properties()).containsExactly("1: 0 1", "2: 5 7");
  }

  @Test
  void functionsOfBatchesKnowTheLabelsOfNewKeysToo() throws Exception {
    appendKey(1, 0, 0, 1);
    StreamingQuery query =
        source("samples")
            .load(input)
            .writeStream()
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (batch, id) ->
                        batch.write().format("tensormap").mode(SaveMode.Append).save(output))
            .option("checkpointLocation", checkpoint)
            .start();
    try {
      query.processAllAvailable();
      appendKey(2, 1, 5, 7);
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    assertThat(properties()).containsExactly("1: 0 1", "2: 5 7");
  }

  @Test
  void aKeyWhoseLabelsChangeEndsAQueryThatWritesArrays() throws Exception {
    appendKey(1, 0, 0, 1);
    StreamingQuery query =
        source("samples")
            .load(input)
            .writeStream()
            .format("tensormap")
            .option("checkpointLocation", checkpoint)
            .start(output);
    try {
      query.processAllAvailable();
      appendKey(1, 1, 5, 7);

      assertThatThrownBy(query::processAllAvailable)
          .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS");
    } finally {
      query.stop();
    }
    assertThat(properties()).containsExactly("1: 0 1");
  }

  @Test
  void rowsWhoseLabelsWereReplacedBeforeTheyWereReadAreNotGivenTheNewOnes() throws Exception {
    appendKey(1, 0, 0, 1);
    DataStreamReader source = source("samples").option("skipChangeCommits", true);
    writeAvailable(source.load(input).writeStream());
    appendKey(2, 1, 5, 7);
    overwriteKey(2, 2, 8, 9);

    assertThatThrownBy(() -> writeAvailable(source.load(input).writeStream()))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
        .hasStackTraceContaining("different ones");

    assertThat(properties()).containsExactly("1: 0 1");
    assertThat(shardFiles(output)).isEqualTo(1);
  }

  @Test
  void rowsWhoseLabelsAreReplacedWhileTheirBatchIsProcessedAreNotGivenTheNewOnes()
      throws Exception {
    appendKey(1, 0, 0, 1);
    StreamingQuery query =
        source("samples")
            .load(input)
            .writeStream()
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (batch, id) -> {
                      if (id == 1) {
                        overwriteKey(2, 2, 8, 9);
                      }
                      batch.write().format("tensormap").mode(SaveMode.Append).save(output);
                    })
            .option("checkpointLocation", checkpoint)
            .start();
    try {
      query.processAllAvailable();
      appendKey(2, 1, 5, 7);

      assertThatThrownBy(query::processAllAvailable)
          .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
          .hasStackTraceContaining("the block for key=2");
    } finally {
      query.stop();
    }
    assertThat(properties()).containsExactly("1: 0 1");
  }

  @Test
  void tablesCanBeFollowedToo() throws Exception {
    append(input, 0);
    StreamingQuery query =
        spark
            .readStream()
            .table("tensormap.`" + input + "`.tensormap")
            .select("tensormap")
            .writeStream()
            .option("checkpointLocation", checkpoint)
            .trigger(Trigger.AvailableNow())
            .format("tensormap")
            .start(output);
    query.awaitTermination();

    assertThat(copied()).containsExactly(0);
  }

  @Test
  void whatCanNotBeFollowedIsRefused() {
    append(input, 0);

    assertThatThrownBy(() -> source().load(directory.resolve("absent").toString()))
        .hasMessageContaining("TENSORMAP_PATH_NOT_FOUND");
    assertThatThrownBy(() -> source().option("versionAsOf", 0).load(input))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("versionAsOf");
    assertThatThrownBy(() -> source().option("maxFiles", 1).load(input))
        .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION")
        .hasMessageContaining("maxFilesPerTrigger");
    assertThatThrownBy(() -> copyAvailable(source().option("maxFilesPerTrigger", 0)))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("maxFilesPerTrigger");
    assertThatThrownBy(
            () ->
                writeAvailable(
                    source("tensormap")
                        .load(Molecules.features().toString())
                        .select("tensormap")
                        .writeStream()))
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET")
        .hasMessageContaining("nothing to follow");
  }

  @Test
  void theOptionsOfStreamsAreRefusedByReadsThatAreNone() {
    append(input, 0, 1);
    for (String option : List.of("maxFilesPerTrigger", "skipChangeCommits")) {
      String value = option.equals("maxFilesPerTrigger") ? "1" : "false";
      Dataset<Row> rows = spark.read().format("tensormap").option(option, value).load(input);

      for (Dataset<Row> query : List.of(rows, rows.select("system"), rows.selectExpr("count(*)"))) {
        assertThatThrownBy(query::collectAsList)
            .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION")
            .hasMessageContaining("'" + option + "' is for streams");
      }
    }
  }

  @Test
  void aCheckpointOfAnotherSourceIsRefused() {
    for (String json : List.of("{}", "3", "{\"version\":1,\"shards\":null,\"snapshot\":true}")) {
      assertThatThrownBy(() -> StreamOffset.fromJson(json))
          .as(json)
          .hasMessageContaining("TENSORMAP_INVALID_OFFSET");
    }
    assertThat(StreamOffset.fromJson(StreamOffset.of(3, 4, false).json()))
        .isEqualTo(StreamOffset.of(3, 4, false));
  }

  /** Appends a shard with a block for a key, in it a sample for a system, and some properties. */
  private void appendKey(int key, int system, int... properties) throws IOException {
    writeKey(SaveMode.Append, key, system, properties);
  }

  /** Replaces the dataset by such a shard. */
  private void overwriteKey(int key, int system, int... properties) throws IOException {
    writeKey(SaveMode.Overwrite, key, system, properties);
  }

  private void writeKey(SaveMode mode, int key, int system, int... properties) throws IOException {
    Path file = directory.resolve("system" + system + ".mts");
    org.tensormap.spark.SystemMaps.save(file, key, system, properties);
    spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(file.toString())
        .write()
        .format("tensormap")
        .mode(mode)
        .save(input);
  }

  /** The labels of the properties of each key that was written. */
  private List<String> properties() {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "values")
        .load(output)
        .groupBy("key")
        .agg(functions.expr("array_join(array_sort(collect_set(string(n))), ' ')"))
        .orderBy("key")
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0) + ": " + row.getString(1))
        .toList();
  }

  private DataStreamReader source() {
    return source("tensormap");
  }

  private DataStreamReader source(String layout) {
    return spark.readStream().format("tensormap").option("layout", layout);
  }

  /** Copies what is available now, as a query that is restarted each time. */
  private void copyAvailable(DataStreamReader source) throws Exception {
    writeAvailable(copy(source));
  }

  private DataStreamWriter<Row> copy(DataStreamReader source) {
    return source
        .load(input)
        .select("tensormap")
        .writeStream()
        .format("tensormap")
        .option("checkpointLocation", checkpoint);
  }

  private void writeAvailable(DataStreamWriter<Row> writer)
      throws StreamingQueryException, TimeoutException {
    writer
        .format("tensormap")
        .option("checkpointLocation", checkpoint)
        .trigger(Trigger.AvailableNow())
        .start(output)
        .awaitTermination();
  }

  private List<Integer> copied() {
    return org.tensormap.spark.SystemMaps.systems(spark.read().format("tensormap").load(output));
  }

  private long copiedShards() {
    return spark.table("tensormap.`" + output + "`.shards").count();
  }

  private List<String> versions(String path) {
    return spark
        .sql(
            "SELECT operation, shards_added FROM tensormap.`" + path + "`.history ORDER BY version")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getLong(1))
        .toList();
  }

  private static long shardFiles(String path) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path))) {
      return files.filter(file -> file.toString().endsWith(".mts")).count();
    }
  }

  private static void deleteRecursively(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

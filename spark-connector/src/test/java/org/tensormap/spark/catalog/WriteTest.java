package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TestSession;

class WriteTest {
  private static final StructType SCHEMA = new StructType().add("tensormap", DataTypes.BinaryType);

  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String output;

  @BeforeEach
  void chooseOutput() {
    output = directory.resolve("out put").toString();
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() throws IOException {
    writer(maps(Molecules.features())).save(output);

    assertThat(read("samples").collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            spark.read().format("tensormap").load(Molecules.features().toString()).collectAsList());
    List<byte[]> expected = new ArrayList<>();
    for (Path file : Molecules.files()) {
      expected.add(Files.readAllBytes(file));
    }
    List<byte[]> shards = new ArrayList<>();
    for (Path file : shardFiles()) {
      shards.add(Files.readAllBytes(file));
    }
    assertThat(shards).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void bytesOfMtsFilesAreWrittenAsTheyAre() throws IOException {
    byte[] bytes = Files.readAllBytes(Molecules.files().get(1));

    writer(rows(bytes)).save(output);

    assertThat(shardFiles()).hasSize(1);
    assertThat(shardFiles().get(0)).hasBinaryContent(bytes);
  }

  @Test
  void theDefaultModeRefusesAnExistingOutput() throws IOException {
    writer(rows(map(0))).save(output);

    assertThatThrownBy(() -> writer(rows(map(1))).save(output))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("ALREADY_EXISTS")
        .hasMessageContaining(output);
    assertThat(systems()).containsExactly(0);
    assertThat(shardFiles()).hasSize(1);
  }

  @Test
  void ignoringLeavesAnExistingOutputAsItIs() throws IOException {
    writer(rows(map(0))).mode(SaveMode.Ignore).save(output);
    writer(rows(map(1))).mode(SaveMode.Ignore).save(output);

    assertThat(systems()).containsExactly(0);
  }

  @Test
  void appendingAddsShardsAndMakesTheDatasetIfThereIsNone() throws IOException {
    writer(rows(map(0))).mode(SaveMode.Append).save(output);
    writer(rows(map(1), map(2))).mode(SaveMode.Append).save(output);

    assertThat(systems()).containsExactly(0, 1, 2);
  }

  @Test
  void overwritingReplacesWhatIsReadAndRemovesNoFile() throws IOException {
    writer(rows(map(0), map(1))).mode(SaveMode.Overwrite).save(output);
    writer(rows(map(2))).mode(SaveMode.Overwrite).save(output);

    assertThat(systems()).containsExactly(2);
    assertThat(shardFiles()).hasSize(3);
  }

  @Test
  void aDatasetCanBeOverwrittenWithWhatIsReadFromIt() throws IOException {
    writer(rows(map(0), map(1), map(2))).save(output);

    writer(read("tensormap").where("bounds.system.min <> 1")).mode(SaveMode.Overwrite).save(output);

    assertThat(systems()).containsExactly(0, 2);
  }

  @Test
  void anEmptyDirectoryIsAsGoodAsNone() throws IOException {
    Files.createDirectories(Path.of(output));

    writer(rows(map(0))).save(output);

    assertThat(systems()).containsExactly(0);
  }

  @Test
  void noRowsGiveADatasetWithoutShards() {
    writer(rows()).save(output);

    assertThat(read("tensormap").count()).isZero();
    assertThat(read("samples").count()).isZero();
    writer(rows(map(0))).mode(SaveMode.Append).save(output);
    assertThat(systems()).containsExactly(0);
  }

  @Test
  void tablesAreWrittenInSqlToo() {
    rows(map(0)).createOrReplaceTempView("one_map");
    spark.sql("CREATE TABLE tensormap.`" + output + "` AS SELECT tensormap FROM one_map");
    spark.sql("INSERT INTO tensormap.`" + output + "` SELECT tensormap FROM one_map");
    assertThat(systems()).containsExactly(0, 0);

    rows(map(1)).createOrReplaceTempView("one_map");
    spark.sql("INSERT OVERWRITE tensormap.`" + output + "` SELECT tensormap FROM one_map");
    assertThat(systems()).containsExactly(1);

    rows(map(2)).createOrReplaceTempView("one_map");
    spark.sql(
        "CREATE OR REPLACE TABLE tensormap.`" + output + "` AS SELECT tensormap FROM one_map");
    assertThat(systems()).containsExactly(2);
  }

  @Test
  void statisticsComeFromTheLog() {
    writer(rows(map(0), map(1))).save(output);

    assertThat(read("samples").queryExecution().optimizedPlan().stats().rowCount().get().toString())
        .isEqualTo("2");
  }

  // The first of them makes the dataset, while others look whether there is one.
  @RepeatedTest(10)
  void concurrentAppendsLoseNoRow() throws Exception {
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      byte[] map = map(i);
      running.add(threads.submit(() -> writer(rows(map)).mode(SaveMode.Append).save(output)));
    }
    for (Future<?> future : running) {
      future.get();
    }
    threads.shutdown();

    assertThat(systems())
        .containsExactly(IntStream.range(0, writers).boxed().toArray(Integer[]::new));
  }

  @Test
  void aFailedWriteLeavesTheDatasetAsItWas() throws IOException {
    byte[] damaged = Files.readAllBytes(Molecules.files().get(0));
    damaged[damaged.length - 1] ^= 1;
    damaged[damaged.length / 2] ^= 1;
    writer(rows(map(0))).save(output);

    assertThatThrownBy(
            () -> writer(rows(map(1), map(2), damaged)).mode(SaveMode.Append).save(output))
        .hasStackTraceContaining("TENSORMAP_INVALID_BINARY");
    assertThat(systems()).containsExactly(0);
  }

  @Test
  void aFailedFirstWriteLeavesNothingThatCouldBeRead() throws IOException {
    assertThatThrownBy(() -> writer(rows(map(1), new byte[] {1, 2, 3})).save(output))
        .hasStackTraceContaining("TENSORMAP_INVALID_BINARY");

    assertThatThrownBy(() -> read("samples")).hasMessageContaining("TENSORMAP_PATH_NOT_FOUND");
    writer(rows(map(2))).save(output);
    assertThat(systems()).containsExactly(2);
  }

  @Test
  void nullsAreRefused() {
    assertThatThrownBy(() -> writer(rows((byte[]) null)).save(output))
        .hasStackTraceContaining("TENSORMAP_NULL_VALUE");
  }

  @Test
  void tensorMapsOfDifferentSchemasAreRefused() {
    byte[] other = map(1, "structure");

    assertThatThrownBy(() -> writer(rows(map(0), other)).save(output))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasStackTraceContaining("sample dimensions");
    writer(rows(map(0))).mode(SaveMode.Append).save(output);
    assertThatThrownBy(() -> writer(rows(other)).mode(SaveMode.Append).save(output))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasStackTraceContaining("[system] and [structure]");
    assertThat(systems()).containsExactly(0);
  }

  @Test
  void columnsThatCanNotBeWrittenAreNamedBeforeAnyFileIsWritten() {
    Dataset<Row> map = rows(map(0));

    assertThatThrownBy(() -> writer(map.withColumnRenamed("tensormap", "features")).save(output))
        .hasMessageContaining("TENSORMAP_MISSING_COLUMN")
        .hasMessageContaining("features");
    assertThatThrownBy(() -> writer(map.selectExpr("'text' AS tensormap")).save(output))
        .hasMessageContaining("TENSORMAP_COLUMN_TYPE")
        .hasMessageContaining("STRING");
    assertThatThrownBy(() -> writer(map.selectExpr("tensormap", "1 AS more")).save(output))
        .hasMessageContaining("TENSORMAP_UNEXPECTED_COLUMN")
        .hasMessageContaining("'more'");
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void unknownOptionsAndLayoutsAndPartitioningAreRefused() {
    assertThatThrownBy(() -> writer(rows(map(0))).option("compression", "zstd").save(output))
        .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION")
        .hasMessageContaining("'compression'");
    assertThatThrownBy(() -> writer(rows(map(0))).option("layout", "samples").save(output))
        .hasMessageContaining("TENSORMAP_MISSING_COLUMN")
        .hasMessageContaining("'values'");
    assertThatThrownBy(() -> writer(rows(map(0))).option("layout", "columns").save(output))
        .hasMessageContaining("TENSORMAP_UNKNOWN_LAYOUT")
        .hasMessageContaining("[samples, values, blocks, tensormap]");
    assertThatThrownBy(
            () ->
                writer(rows(map(0)).selectExpr("tensormap", "1 AS part"))
                    .partitionBy("part")
                    .save(output))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_PARTITIONING");
  }

  @Test
  void filesThatAreNoDatasetAreNotOverwritten() throws IOException {
    Files.createDirectories(Path.of(output));
    Files.copy(Molecules.files().get(0), Path.of(output, "python.mts"));

    for (SaveMode mode : List.of(SaveMode.Append, SaveMode.Overwrite)) {
      assertThatThrownBy(() -> writer(rows(map(0))).mode(mode).save(output))
          .as(mode.toString())
          .hasMessageContaining("TENSORMAP_NOT_A_DATASET")
          .hasMessageContaining(output);
    }
    assertThat(shardFiles()).hasSize(1);
  }

  @Test
  void shardsThatChangedBehindTheLogAreNamed() throws IOException {
    writer(rows(map(0))).save(output);
    Path shard = shardFiles().get(0);

    Files.write(shard, new byte[10]);
    assertThatThrownBy(() -> read("samples").collectAsList())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining(shard.getFileName().toString());
    Files.delete(shard);
    assertThatThrownBy(() -> read("samples").collectAsList())
        .hasMessageContaining("TENSORMAP_FILE_NOT_FOUND")
        .hasMessageContaining(shard.getFileName().toString());
  }

  private Dataset<Row> maps(Path path) {
    return spark.read().format("tensormap").option("layout", "tensormap").load(path.toString());
  }

  private Dataset<Row> read(String layout) {
    return spark.read().format("tensormap").option("layout", layout).load(output);
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("tensormap");
  }

  private Dataset<Row> rows(byte[]... maps) {
    return spark.createDataFrame(
        Stream.of(maps).map(map -> RowFactory.create((Object) map)).toList(), SCHEMA);
  }

  private List<Integer> systems() {
    return read("samples").orderBy("system").select("system").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  private List<Path> shardFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(output))) {
      return files.filter(file -> file.toString().endsWith(".mts")).sorted().toList();
    }
  }

  private static byte[] map(int system) {
    return map(system, "system");
  }

  private static byte[] map(int system, String dimension) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).putDouble(system).putDouble(1);
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                Labels.single(),
                List.of(
                    new TensorBlock(
                        manager.create(values.rewind(), new Shape(1, 2), DataType.FLOAT64),
                        new Labels(List.of(dimension), new int[][] {{system}}),
                        List.of(),
                        Labels.range("n", 2))))) {
      return TensorMapBinary.encode(map);
    }
  }
}

package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.ByteRanges;
import org.tensormap.io.ByteSource;
import org.tensormap.io.Mts;
import org.tensormap.spark.TestSession;

/** Files that are not local: what is asked of their file system, which counts. */
class RemoteFilesTest {
  private static final String IMPLEMENTATION = "fs." + RemoteFileSystem.SCHEME + ".impl";
  private static final int BLOCKS = 12;
  private static final int SAMPLES = 1000;
  private static final int PROPERTIES = 250;
  private static final int ROW_BYTES = 8 * PROPERTIES;

  /** For the directory, the keys, and the labels of the first block, which tell the schema. */
  private static final int TO_OPEN = 3;

  private static SparkSession spark;
  private static AtomDataset atoms;
  private static Path large;

  @TempDir static Path directory;

  @BeforeAll
  static void writeFiles() throws IOException {
    spark = TestSession.get().newSession();
    spark.conf().set("spark.sql.files.minPartitionNum", 1);
    atoms = AtomDataset.write(spark, directory.resolve("atoms"));
    large = directory.resolve("large.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                Labels.range("type", BLOCKS),
                IntStream.range(0, BLOCKS).mapToObj(type -> block(manager, type)).toList())) {
      Mts.save(large, map);
    }
  }

  /** A block of 2 MB, with samples of its own. */
  private static TensorBlock block(HostNDManager manager, int type) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(SAMPLES * ROW_BYTES).order(ByteOrder.nativeOrder());
    IntStream.range(0, SAMPLES * PROPERTIES).forEach(i -> values.putDouble(type + i / 1e7));
    int[][] samples =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> new int[] {i, (i + type) % 7})
            .toArray(int[][]::new);
    return new TensorBlock(
        manager.create(values.rewind(), new Shape(SAMPLES, PROPERTIES), DataType.FLOAT64),
        new Labels(List.of("system", "atom"), samples),
        List.of(),
        Labels.range("n", PROPERTIES));
  }

  private static TensorMap smallBlocks(HostNDManager manager, int count) {
    int[][] samples = IntStream.range(0, 10).mapToObj(i -> new int[] {i}).toArray(int[][]::new);
    return new TensorMap(
        Labels.range("type", count),
        IntStream.range(0, count)
            .mapToObj(
                type ->
                    new TensorBlock(
                        manager.zeros(new Shape(10, PROPERTIES), DataType.FLOAT64),
                        new Labels(List.of("system"), samples),
                        List.of(),
                        Labels.range("n", PROPERTIES)))
            .toList());
  }

  @BeforeEach
  void resetCounters() {
    RemoteFileSystem.resetCounters();
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples", "values", "blocks", "tensormap"})
  void remoteFilesHaveTheRowsOfLocalOnes(String layout) {
    assertThat(strings(remote(atoms.dataset(), layout))).isEqualTo(strings(atoms.read(layout)));
    assertThat(strings(remote(large, layout).where(isNarrow(layout))))
        .isEqualTo(strings(local(large, layout).where(isNarrow(layout))));
  }

  @Test
  void rangesThatAreFarFromEachOtherAreFetchedByOneVectoredRead() throws IOException {
    Path file = directory.resolve("bytes");
    byte[] bytes = new byte[40 << 20];
    new Random(7).nextBytes(bytes);
    Files.write(file, bytes);
    ByteRanges ranges =
        new ByteRanges.Builder()
            .add(30 << 20, 1000)
            .add(5, 10)
            .add(7, 20)
            .add(10 << 20, 3 << 20)
            .add((30 << 20) - 5000, 100)
            .add(6, 0)
            .build();

    try (ByteSource source = open(file)) {
      ByteBuffer read = source.read(ranges);

      assertThat(read.isReadOnly()).isTrue();
      byte[] actual = new byte[read.remaining()];
      read.get(actual);
      assertThat(actual).isEqualTo(wanted(bytes, ranges));
    }
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(1);
    assertThat(RemoteFileSystem.requests()).isEqualTo(3);
    assertThat(RemoteFileSystem.bytes()).isEqualTo((3 << 20) + 22 + 6000);
  }

  @Test
  void aReadOfManyRangesIsFetchedInBatchesOfLimitedSize() throws IOException {
    Path file = directory.resolve("many-bytes");
    byte[] bytes = new byte[72 << 20];
    new Random(8).nextBytes(bytes);
    Files.write(file, bytes);
    ByteRanges.Builder ranges = new ByteRanges.Builder().add(100, 20 << 20);
    for (int i = 30; i < 70; i++) {
      ranges.add((long) i << 20, 600_000);
    }

    try (ByteSource source = open(file)) {
      ByteBuffer read = source.read(ranges.build());

      byte[] actual = new byte[read.remaining()];
      read.get(actual);
      assertThat(actual).isEqualTo(wanted(bytes, ranges.build()));
    }
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(3);
    assertThat(RemoteFileSystem.largestVectoredRead()).isEqualTo(RangeRequests.BATCH_BYTES);
  }

  @Test
  void aLargeReadIsFetchedInPiecesOfLimitedSize() throws IOException {
    Path file = directory.resolve("large-bytes");
    byte[] bytes = new byte[20 << 20];
    new Random(9).nextBytes(bytes);
    Files.write(file, bytes);

    try (ByteSource source = open(file)) {
      ByteBuffer read = source.read(1, bytes.length - 1);

      assertThat(read).isEqualTo(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
    }
    assertThat(RemoteFileSystem.requests()).isEqualTo(2);
    assertThat(RemoteFileSystem.largestVectoredRead()).isEqualTo(RangeRequests.BATCH_BYTES);
  }

  @Test
  void whatWasReadStaysValidWhenOtherBytesAreFetchedAndTheSourceIsClosed() throws IOException {
    Path file = directory.resolve("kept-bytes");
    byte[] bytes = new byte[5 << 20];
    new Random(10).nextBytes(bytes);
    Files.write(file, bytes);
    ByteBuffer kept;

    try (ByteSource source = open(file)) {
      kept = source.read(100, 50);
      source.read(4 << 20, 50);
    }

    assertThat(kept).isEqualTo(ByteBuffer.wrap(bytes, 100, 50));
  }

  @Test
  void aFileThatWasCutOffWhileItIsReadIsNamed() throws IOException {
    Path file = directory.resolve("cut-bytes");
    Files.write(file, new byte[5 << 20]);

    try (ByteSource source = open(file)) {
      Files.write(file, new byte[1 << 20]);

      ByteRanges ranges = new ByteRanges.Builder().add(0, 10).add(4 << 20, 10).build();
      assertThatThrownBy(() -> source.read(ranges))
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining("it was cut off");
      assertThatThrownBy(() -> source.read(3 << 20, 10)).hasMessageContaining("it was cut off");
      assertThatThrownBy(() -> source.read(1 << 20, 2 << 20))
          .hasMessageContaining("it was cut off");
    }
  }

  @Test
  void theRowsOfASelectionAreFetchedTogether() {
    Dataset<Row> rows =
        remote(large, "samples").where("type = 3 AND system IN (10, 300, 600, 900)");
    RemoteFileSystem.resetCounters();
    ExecutedQuery query = ExecutedQuery.of(rows);

    assertThat(query.rows()).hasSize(4);
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(TO_OPEN + 2);
    assertThat(RemoteFileSystem.requests()).isEqualTo(TO_OPEN + 2 + 4);
  }

  @Test
  void theLabelsOfAllBlocksAreFetchedTogether() {
    Dataset<Row> rows = remote(large, "samples").select("type", "system");
    RemoteFileSystem.resetCounters();
    ExecutedQuery query = ExecutedQuery.of(rows);

    assertThat(query.rows()).hasSize(BLOCKS * SAMPLES);
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(TO_OPEN + 1);
    assertThat(RemoteFileSystem.requests()).isEqualTo(TO_OPEN + BLOCKS);
    assertThat(RemoteFileSystem.bytes()).isLessThan(4 << 20);
  }

  @Test
  void ofAFewRowsOnlyTheBlocksThatHaveThemAreFetched() {
    Dataset<Row> rows = remote(large, "samples").select("type", "system").limit(5);
    RemoteFileSystem.resetCounters();
    ExecutedQuery query = ExecutedQuery.of(rows);

    assertThat(query.rows()).hasSize(5);
    assertThat(RemoteFileSystem.roundTrips()).isLessThanOrEqualTo(TO_OPEN + 1);
    assertThat(RemoteFileSystem.requests()).isLessThanOrEqualTo(TO_OPEN + 1);
  }

  @Test
  void theValuesOfSmallBlocksAreFetchedTogether() throws IOException {
    Path file = directory.resolve("small.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = smallBlocks(manager, 400)) {
      Mts.save(file, map);
    }
    Dataset<Row> rows = remote(file, "samples").where("type % 2 = 0 AND type < 200");
    RemoteFileSystem.resetCounters();
    ExecutedQuery query = ExecutedQuery.of(rows);

    assertThat(query.rows()).hasSize(100 * 10);
    assertThat(RemoteFileSystem.roundTrips()).isLessThanOrEqualTo(TO_OPEN + 1);
  }

  @Test
  void blocksAndWholeTensorMapsAreFetchedTogether() {
    for (String layout : List.of("blocks", "tensormap")) {
      Dataset<Row> rows = remote(large, layout);
      RemoteFileSystem.resetCounters();
      ExecutedQuery.of(rows);

      assertThat(RemoteFileSystem.roundTrips()).as(layout).isEqualTo(TO_OPEN + 1 + BLOCKS);
    }
  }

  private static String isNarrow(String layout) {
    return switch (layout) {
      case "samples" -> "atom = 5 AND type > 8";
      case "values" -> "atom = 5 AND type > 8 AND n IN (2, 77)";
      case "blocks" -> "type = 2";
      default -> "true";
    };
  }

  private static byte[] wanted(byte[] bytes, ByteRanges ranges) {
    ByteBuffer wanted = ByteBuffer.allocate((int) ranges.totalLength());
    for (int i = 0; i < ranges.count(); i++) {
      wanted.put(bytes, (int) ranges.offset(i), ranges.length(i));
    }
    return wanted.array();
  }

  private static ByteSource open(Path file) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(IMPLEMENTATION, RemoteFileSystem.class.getName());
    return InputFiles.open(RemoteFileSystem.address(file), Files.size(file), configuration);
  }

  private static Dataset<Row> remote(Path path, String layout) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", layout)
        .option(IMPLEMENTATION, RemoteFileSystem.class.getName())
        .load(RemoteFileSystem.address(path));
  }

  private static Dataset<Row> local(Path path, String layout) {
    return spark.read().format("tensormap").option("layout", layout).load(path.toString());
  }

  private static List<String> strings(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(RemoteFilesTest::string).sorted().toList();
  }

  /** Binary values are shown by their content. */
  private static String string(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(row::get)
        .map(
            value ->
                value instanceof byte[] bytes
                    ? java.util.Arrays.hashCode(bytes) + ""
                    : String.valueOf(value))
        .toList()
        .toString();
  }
}

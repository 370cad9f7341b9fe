package org.tensormap.spark.input;

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
import org.tensormap.spark.read.AtomDataset;
import org.tensormap.spark.read.ExecutedQuery;

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
    save(large, BLOCKS, SAMPLES);
  }

  /** Saves blocks with samples of their own; with 1000 samples, each has 2 MB. */
  private static void save(Path file, int blocks, int samples) throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                Labels.range("type", blocks),
                IntStream.range(0, blocks)
                    .mapToObj(type -> block(manager, type, samples))
                    .toList())) {
      Mts.save(file, map);
    }
  }

  private static TensorBlock block(HostNDManager manager, int type, int samples) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(samples * ROW_BYTES).order(ByteOrder.nativeOrder());
    IntStream.range(0, samples * PROPERTIES).forEach(i -> values.putDouble(type + i / 1e7));
    int[][] labels =
        IntStream.range(0, samples)
            .mapToObj(i -> new int[] {i, (i + type) % 7})
            .toArray(int[][]::new);
    return new TensorBlock(
        manager.create(values.rewind(), new Shape(samples, PROPERTIES), DataType.FLOAT64),
        new Labels(List.of("system", "atom"), labels),
        List.of(),
        Labels.range("n", PROPERTIES));
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
    byte[] bytes = randomBytes(40);
    Path file = write("bytes", bytes);
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
      assertThat(read).isEqualTo(wanted(bytes, ranges));
    }
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(1);
    assertThat(RemoteFileSystem.requests()).isEqualTo(3);
    assertThat(RemoteFileSystem.bytes()).isEqualTo((3 << 20) + 22 + 6000);
  }

  @Test
  void aReadOfManyRangesIsFetchedInBatchesOfLimitedSize() throws IOException {
    byte[] bytes = randomBytes(72);
    Path file = write("many-bytes", bytes);
    ByteRanges.Builder ranges = new ByteRanges.Builder().add(100, 20 << 20);
    for (int i = 30; i < 70; i++) {
      ranges.add((long) i << 20, 600_000);
    }

    try (ByteSource source = open(file)) {
      assertThat(source.read(ranges.build())).isEqualTo(wanted(bytes, ranges.build()));
    }
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(3);
    assertThat(RemoteFileSystem.largestVectoredRead()).isEqualTo(RangeRequests.BATCH_BYTES);
  }

  @Test
  void aLargeReadIsFetchedInPiecesOfLimitedSize() throws IOException {
    byte[] bytes = randomBytes(20);
    Path file = write("large-bytes", bytes);

    try (ByteSource source = open(file)) {
      ByteBuffer read = source.read(1, bytes.length - 1);

      assertThat(read).isEqualTo(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
    }
    assertThat(RemoteFileSystem.requests()).isEqualTo(2);
    assertThat(RemoteFileSystem.largestVectoredRead()).isEqualTo(RangeRequests.BATCH_BYTES);
  }

  @Test
  void whatWasReadStaysValidWhenOtherBytesAreFetchedAndTheSourceIsClosed() throws IOException {
    byte[] bytes = randomBytes(5);
    Path file = write("kept-bytes", bytes);
    ByteBuffer kept;

    try (ByteSource source = open(file)) {
      kept = source.read(100, 50);
      source.read(4 << 20, 50);
    }

    assertThat(kept).isEqualTo(ByteBuffer.wrap(bytes, 100, 50));
  }

  @Test
  void aFileThatWasCutOffWhileItIsReadIsNamed() throws IOException {
    Path file = write("cut-bytes", new byte[5 << 20]);

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
    assertThat(fetch(remote(large, "samples").where("type = 3 AND system IN (10, 300, 600, 900)")))
        .hasSize(4);
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(TO_OPEN + 2);
    assertThat(RemoteFileSystem.requests()).isEqualTo(TO_OPEN + 2 + 4);
  }

  @Test
  void theLabelsOfAllBlocksAreFetchedTogether() {
    assertThat(fetch(remote(large, "samples").select("type", "system"))).hasSize(BLOCKS * SAMPLES);
    assertThat(RemoteFileSystem.roundTrips()).isEqualTo(TO_OPEN + 1);
    assertThat(RemoteFileSystem.requests()).isEqualTo(TO_OPEN + BLOCKS);
    assertThat(RemoteFileSystem.bytes()).isLessThan(4 << 20);
  }

  @Test
  void ofAFewRowsOnlyTheBlocksThatHaveThemAreFetched() {
    assertThat(fetch(remote(large, "samples").select("type", "system").limit(5))).hasSize(5);
    assertThat(RemoteFileSystem.roundTrips()).isLessThanOrEqualTo(TO_OPEN + 1);
    assertThat(RemoteFileSystem.requests()).isLessThanOrEqualTo(TO_OPEN + 1);
  }

  @Test
  void theValuesOfSmallBlocksAreFetchedTogether() throws IOException {
    Path file = directory.resolve("small.mts");
    save(file, 400, 10);

    assertThat(fetch(remote(file, "samples").where("type % 2 = 0 AND type < 200")))
        .hasSize(100 * 10);
    assertThat(RemoteFileSystem.roundTrips()).isLessThanOrEqualTo(TO_OPEN + 1);
  }

  @Test
  void blocksAndWholeTensorMapsAreFetchedTogether() {
    for (String layout : List.of("blocks", "tensormap")) {
      fetch(remote(large, layout));

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

  private static byte[] randomBytes(int megabytes) {
    byte[] bytes = new byte[megabytes << 20];
    new Random(megabytes).nextBytes(bytes);
    return bytes;
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static ByteBuffer wanted(byte[] bytes, ByteRanges ranges) {
    ByteBuffer wanted = ByteBuffer.allocate((int) ranges.totalLength());
    for (int i = 0; i < ranges.count(); i++) {
      wanted.put(bytes, (int) ranges.offset(i), ranges.length(i));
    }
    return wanted.flip();
  }

  private static ByteSource open(Path file) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(IMPLEMENTATION, RemoteFileSystem.class.getName());
    return InputFiles.open(RemoteFileSystem.address(file), Files.size(file), configuration);
  }

  /** The rows of a table, of whose fetches only those are counted that come after its schema. */
  private static List<Row> fetch(Dataset<Row> rows) {
    RemoteFileSystem.resetCounters();
    return ExecutedQuery.of(rows).rows();
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

package org.tensormap.spark.read;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/**
 * Four shards of 10 systems each, with a block for each of three types, components, and gradients:
 * the same data as a dataset with a log, and as files without one.
 */
public final class AtomDataset {
  public static final int SHARDS = 4;
  public static final int SYSTEMS_PER_SHARD = 10;
  public static final int ATOMS = 4;
  public static final int COMPONENTS = 3;
  public static final int PROPERTIES = 64;
  public static final List<Integer> TYPES = List.of(1, 6, 8);

  /** The values of one row, in bytes. */
  public static final long ROW_BYTES = 8L * COMPONENTS * PROPERTIES;

  /** The rows of one block of one shard. */
  public static final int BLOCK_ROWS = SYSTEMS_PER_SHARD * ATOMS;

  private final SparkSession spark;
  private final Path directory;

  private AtomDataset(SparkSession spark, Path directory) {
    this.spark = spark;
    this.directory = directory;
  }

  public static AtomDataset write(SparkSession spark, Path directory) throws IOException {
    AtomDataset written = new AtomDataset(spark, directory);
    Files.createDirectories(written.files());
    for (int shard = 0; shard < SHARDS; shard++) {
      try (HostNDManager manager = HostNDManager.newManager();
          TensorMap map = map(manager, shard)) {
        Mts.save(written.files().resolve("part-" + shard + ".mts"), map);
      }
    }
    written
        .read(written.files(), "tensormap")
        .select("tensormap")
        .write()
        .format("tensormap")
        .save(written.dataset().toString());
    return written;
  }

  /** The directory of the files without a log. */
  public Path files() {
    return directory.resolve("files");
  }

  /** The directory of the dataset. */
  public Path dataset() {
    return directory.resolve("dataset");
  }

  public Dataset<Row> read(String layout) {
    return read(dataset(), layout);
  }

  public Dataset<Row> read(Path path, String layout) {
    return spark.read().format("tensormap").option("layout", layout).load(path.toString());
  }

  /** One shard, with the systems from {@code 10 * shard} on. */
  public static TensorMap map(HostNDManager manager, int shard) {
    return new TensorMap(
        new Labels(List.of("type"), TYPES.stream().mapToInt(Integer::intValue).toArray()),
        TYPES.stream().map(type -> block(manager, shard, type)).toList());
  }

  private static TensorBlock block(HostNDManager manager, int shard, int type) {
    int[][] samples =
        IntStream.range(0, BLOCK_ROWS)
            .mapToObj(row -> new int[] {shard * SYSTEMS_PER_SHARD + row / ATOMS, row % ATOMS})
            .toArray(int[][]::new);
    int[][] properties =
        IntStream.range(0, PROPERTIES)
            .mapToObj(i -> new int[] {i / 8, i % 8})
            .toArray(int[][]::new);
    Labels labels = new Labels(List.of("n", "l"), properties);
    Labels xyz = Labels.range("xyz", COMPONENTS);
    TensorBlock block =
        new TensorBlock(
            values(manager, 1000 * shard + type, BLOCK_ROWS, COMPONENTS, PROPERTIES),
            new Labels(List.of("system", "atom"), samples),
            List.of(xyz),
            labels);
    int[][] owners =
        IntStream.range(0, 10).mapToObj(i -> new int[] {4 * i, i % 3}).toArray(int[][]::new);
    block.addGradient(
        "positions",
        new TensorBlock(
            values(manager, shard, owners.length, 2, COMPONENTS, PROPERTIES),
            new Labels(List.of("sample", "neighbor"), owners),
            List.of(Labels.range("abc", 2), xyz),
            labels));
    return block;
  }

  private static NDArray values(HostNDManager manager, int seed, long... lengths) {
    Shape shape = new Shape(lengths);
    ByteBuffer values =
        ByteBuffer.allocateDirect(Math.toIntExact(8 * shape.size())).order(ByteOrder.nativeOrder());
    for (int i = 0; i < shape.size(); i++) {
      values.putDouble(seed + i / 1e5);
    }
    return manager.create(values.rewind(), shape, DataType.FLOAT64);
  }
}

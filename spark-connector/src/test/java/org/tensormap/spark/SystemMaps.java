package org.tensormap.spark;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** Small tensor maps, and datasets of them, in which a number tells where a row comes from. */
public final class SystemMaps {
  /** The columns of {@link #rows}. */
  public static final StructType SCHEMA = new StructType().add("tensormap", DataTypes.BinaryType);

  private SystemMaps() {}

  /** A map with one block, and in it one sample for each system, whose values are its number. */
  public static byte[] map(int... systems) {
    return map("system", systems);
  }

  /** The same with another name for the dimension of the samples. */
  public static byte[] map(String dimension, int[] systems) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(systems.length * 2 * Double.BYTES).order(ByteOrder.nativeOrder());
    IntStream.of(systems).forEach(system -> values.putDouble(system).putDouble(-system));
    int[][] samples = IntStream.of(systems).mapToObj(s -> new int[] {s}).toArray(int[][]::new);
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                Labels.single(),
                List.of(
                    new TensorBlock(
                        manager.create(
                            values.rewind(), new Shape(systems.length, 2), DataType.FLOAT64),
                        new Labels(List.of(dimension), samples),
                        List.of(),
                        Labels.range("n", 2))))) {
      return TensorMapBinary.encode(map);
    }
  }

  /** A file with a block for a key, in it a sample for a system, and some properties. */
  public static void save(Path file, int key, int system, int... properties) throws IOException {
    save(file, DataType.FLOAT32, key, system, properties);
  }

  /** The same with values of some type, which are all zero. */
  public static void save(Path file, DataType type, int key, int system, int... properties)
      throws IOException {
    ByteBuffer values = ByteBuffer.allocateDirect(properties.length * type.getNumOfBytes());
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                new Labels(List.of("key"), new int[] {key}),
                List.of(
                    new TensorBlock(
                        manager.create(values, new Shape(1, properties.length), type),
                        new Labels(List.of("system"), new int[] {system}),
                        List.of(),
                        new Labels(List.of("n"), properties))))) {
      Mts.save(file, map);
    }
  }

  /** A row for each map. */
  public static Dataset<Row> rows(byte[]... maps) {
    return TestSession.get()
        .createDataFrame(
            List.of(maps).stream().map(map -> RowFactory.create((Object) map)).toList(), SCHEMA)
        .coalesce(1);
  }

  /** Appends a shard for each system to a dataset, or makes it. */
  public static void append(String path, int... systems) {
    rows(IntStream.of(systems).mapToObj(SystemMaps::map).toArray(byte[][]::new))
        .write()
        .format("tensormap")
        .mode(SaveMode.Append)
        .save(path);
  }

  /** The systems in a table in the layout of samples, in order. */
  public static List<Integer> systems(Dataset<Row> samples) {
    return samples.orderBy("system").select("system").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }
}

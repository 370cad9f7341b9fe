package org.tensormap.spark;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

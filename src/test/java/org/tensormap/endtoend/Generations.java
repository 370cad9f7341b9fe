package org.tensormap.endtoend;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/**
 * What writers write in these tests: generations of {@value #SHARDS} shards each, which are there
 * whole or not at all. Each shard has one sample, which says to which generation it belongs and
 * which of its shards it is.
 */
final class Generations {
  static final int SHARDS = 4;

  private static final int TASKS = 2;

  private Generations() {}

  /** Writes a generation, in several tasks. */
  static void write(SparkSession spark, String dataset, int generation, SaveMode mode) {
    List<Row> rows = new ArrayList<>();
    for (int part = 0; part < SHARDS; part++) {
      rows.add(RowFactory.create(shard(generation, part)));
    }
    StructType type = new StructType().add("tensormap", DataTypes.BinaryType, false);
    Dataset<Row> maps = spark.createDataFrame(rows, type).repartition(TASKS);
    maps.write().format("tensormap").mode(mode).save(dataset);
  }

  /**
   * Reads which generations there are.
   *
   * @return the generations, all of them whole
   * @throws IllegalStateException if one is there in part, or more than once
   */
  static Set<Integer> read(SparkSession spark, String dataset) {
    Map<Integer, List<Integer>> parts = new TreeMap<>();
    for (Row row :
        spark
            .read()
            .format("tensormap")
            .load(dataset)
            .select("generation", "part")
            .collectAsList()) {
      parts.computeIfAbsent(row.getInt(0), key -> new ArrayList<>()).add(row.getInt(1));
    }
    parts.forEach(
        (generation, found) -> {
          if (found.size() != SHARDS || new TreeSet<>(found).size() != SHARDS) {
            throw new IllegalStateException(
                "of generation " + generation + " there are the shards " + found);
          }
        });
    return new TreeSet<>(parts.keySet());
  }

  private static byte[] shard(int generation, int part) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock block =
          new TensorBlock(
              manager.create(new double[] {generation}, new Shape(1, 1)),
              new Labels(List.of("generation", "part"), new int[] {generation, part}),
              List.of(),
              Labels.range("property", 1));
      return Mts.saveBuffer(new TensorMap(Labels.single(), List.of(block)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

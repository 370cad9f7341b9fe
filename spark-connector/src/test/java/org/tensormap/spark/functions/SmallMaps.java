package org.tensormap.spark.functions;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** Tensor maps of a few numbers, as the views that the examples of functions select from. */
final class SmallMaps {
  private static final Labels FEATURES = new Labels(List.of("n"), new int[][] {{0}, {1}});

  private SmallMaps() {}

  /**
   * Creates the views.
   *
   * @param directory where to write the files
   */
  static void createViews(SparkSession spark, Path directory) throws IOException {
    createView(spark, directory, "features", List.of(SmallMaps::features));
    createView(
        spark,
        directory,
        "parts",
        List.of(manager -> part(manager, 1), manager -> part(manager, 0)));
    createView(spark, directory, "dipoles", List.of(SmallMaps::dipoles));
  }

  /** Hydrogen (1) and carbon (6) atoms of two systems, with gradients. */
  static TensorMap features(HostNDManager manager) {
    TensorBlock hydrogen =
        block(
            manager,
            new Labels(List.of("system", "atom"), new int[][] {{0, 1}, {0, 2}, {1, 1}}),
            1,
            -2,
            3,
            4,
            5,
            6);
    TensorBlock carbon =
        block(
            manager,
            new Labels(List.of("system", "atom"), new int[][] {{0, 0}, {1, 0}}),
            7,
            8,
            9,
            10);
    for (TensorBlock block : List.of(hydrogen, carbon)) {
      block.addGradient(
          "strain",
          new TensorBlock(
              manager.create(
                  DoubleBuffer.wrap(new double[] {0.5, 1.5}), new Shape(1, 2), DataType.FLOAT64),
              new Labels(List.of("sample"), new int[][] {{1}}),
              List.of(),
              FEATURES));
    }
    TensorMap map =
        new TensorMap(
            new Labels(List.of("center_type"), new int[][] {{1}, {6}}), List.of(hydrogen, carbon));
    map.setInfo("unit", "eV");
    return map;
  }

  /** One block of one system. */
  static TensorMap part(HostNDManager manager, int system) {
    TensorBlock block =
        block(
            manager,
            new Labels(List.of("system", "atom"), new int[][] {{system, 0}, {system, 1}}),
            10 * system + 1,
            10 * system + 2,
            10 * system + 3,
            10 * system + 4);
    return new TensorMap(new Labels(List.of("center_type"), new int[][] {{1}}), List.of(block));
  }

  private static TensorMap dipoles(HostNDManager manager) {
    TensorBlock block =
        new TensorBlock(
            manager.create(
                DoubleBuffer.wrap(new double[] {1, 2, 3}), new Shape(1, 3, 1), DataType.FLOAT64),
            new Labels(List.of("system"), new int[][] {{0}}),
            List.of(Labels.range("xyz", 3)),
            Labels.range("dipole", 1));
    return new TensorMap(Labels.single(), List.of(block));
  }

  private static TensorBlock block(HostNDManager manager, Labels samples, double... values) {
    return new TensorBlock(
        manager.create(
            DoubleBuffer.wrap(values),
            new Shape(samples.size(), FEATURES.size()),
            DataType.FLOAT64),
        samples,
        List.of(),
        FEATURES);
  }

  private static void createView(
      SparkSession spark,
      Path directory,
      String name,
      List<Function<HostNDManager, TensorMap>> maps)
      throws IOException {
    Path files = Files.createDirectories(directory.resolve(name));
    for (int i = 0; i < maps.size(); i++) {
      try (HostNDManager manager = HostNDManager.newManager()) {
        Mts.save(files.resolve(i + ".mts"), maps.get(i).apply(manager));
      }
    }
    spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(files.toString())
        .createOrReplaceTempView(name);
  }
}

package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.operations.Axis;
import org.tensormap.operations.Comparisons;
import org.tensormap.operations.Dimensions;
import org.tensormap.operations.Joining;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TestSession;

class JoinFunctionTest {
  private static final int PARTS = 20;

  private final SparkSession spark = TestSession.get();

  @Test
  void theResultIsThatOfTheOperationWhateverTheOrderOfTheRows() {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap expected =
          Joining.join(
              IntStream.range(0, PARTS).mapToObj(i -> SmallMaps.part(manager, i)).toList(),
              Axis.SAMPLES);
      List<Row> rows = new ArrayList<>(parts());
      for (int round = 0; round < 3; round++) {
        Collections.shuffle(rows, new Random(round));
        view(rows, 1 + 3 * round);

        byte[] joined = spark.sql("SELECT tm_join(tensormap) FROM shuffled").first().getAs(0);

        assertThat(Comparisons.equal(TensorMapBinary.decode(joined, manager), expected)).isTrue();
      }
    }
  }

  @Test
  void groupsAreJoinedWithPartialAggregationInMemoryAndBySorting() {
    view(parts(), 4);
    for (String threshold : List.of("128", "1")) {
      spark.conf().set("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", threshold);
      try {
        Dataset<Row> joined =
            spark.sql(
                "SELECT system % 5 AS g, tm_shape(tm_join(tensormap)) AS shape,"
                    + " tm_values(tm_join(tensormap))[0] AS first FROM shuffled GROUP BY 1"
                    + " ORDER BY 1");
        List<Row> rows = joined.collectAsList();
        assertThat(rows).hasSize(5);
        for (int i = 0; i < 5; i++) {
          assertThat(rows.get(i).<Long>getList(1)).containsExactly(8L, 2L);
          assertThat(rows.get(i).getDouble(2)).isEqualTo(10.0 * i + 1);
        }
        assertThat(
                ((org.apache.spark.sql.classic.Dataset<Row>) joined)
                    .queryExecution()
                    .executedPlan()
                    .toString())
            .contains("partial_");
      } finally {
        spark.conf().unset("spark.sql.objectHashAggregate.sortBased.fallbackThreshold");
      }
    }
  }

  @Test
  void mapsWithDifferentKeysAreJoinedOnlyIfAskedTo() {
    List<Row> rows = new ArrayList<>(parts().subList(0, 1));
    rows.add(RowFactory.create(9, otherKey()));
    view(rows, 2);

    assertThatThrownBy(() -> spark.sql("SELECT tm_join(tensormap) FROM shuffled").collectAsList())
        .hasStackTraceContaining("[TENSORMAP_FUNCTION_FAILED] tm_join")
        .hasStackTraceContaining("keys");
    assertThat(count("union")).isEqualTo(2);
    assertThat(count("intersection")).isZero();
  }

  @Test
  void mapsAreJoinedAlongProperties() {
    List<Row> rows = new ArrayList<>();
    try (HostNDManager manager = HostNDManager.newManager()) {
      for (int i = 0; i < 2; i++) {
        rows.add(
            RowFactory.create(
                i,
                TensorMapBinary.encode(
                    Dimensions.insertDimension(
                        SmallMaps.part(manager, 0), Axis.PROPERTIES, 0, "set", 1 - i))));
      }
    }
    view(rows, 2);

    Row joined =
        spark
            .sql(
                "SELECT tm_properties(tm_join(tensormap, 'properties')).values,"
                    + " tm_values(tm_join(tensormap, 'properties')) FROM shuffled")
            .first();

    assertThat(joined.getList(0).toString())
        .isEqualTo("[ArraySeq(0, 0), ArraySeq(0, 1), ArraySeq(1, 0), ArraySeq(1, 1)]");
    assertThat(joined.<Double>getList(1)).containsExactly(1.0, 2.0, 1.0, 2.0, 3.0, 4.0, 3.0, 4.0);
  }

  @Test
  void gradientsOfGradientsAreJoinedWithTheSamplesThatTheyReferTo() {
    view(
        IntStream.of(2, 0, 3, 1)
            .mapToObj(system -> RowFactory.create(system, withNestedGradient(system)))
            .toList(),
        2);

    byte[] joined = spark.sql("SELECT tm_join(tensormap) FROM shuffled").first().getAs(0);

    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock block = TensorMapBinary.decode(joined, manager).block(0);
      TensorBlock gradient = block.gradient("positions");
      TensorBlock nested = gradient.gradient("strain");
      assertThat(block.samples().column("system")).containsExactly(0, 1, 2, 3);
      assertThat(nested.size()).isEqualTo(4);
      for (int i = 0; i < nested.size(); i++) {
        int sample = gradient.samples().get(nested.samples().get(i, 0), 0);
        assertThat(nested.values().getDouble(i, 0)).isEqualTo(block.samples().get(sample, 0));
      }
    }
  }

  /** A map with one system, whose number is the value of its gradient's gradient. */
  private static byte[] withNestedGradient(int system) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock block = value(manager, 0, new Labels(List.of("system"), new int[][] {{system}}));
      TensorBlock gradient = value(manager, 0, new Labels(List.of("sample"), new int[][] {{0}}));
      gradient.addGradient(
          "strain", value(manager, system, new Labels(List.of("sample"), new int[][] {{0}})));
      block.addGradient("positions", gradient);
      try (TensorMap map = new TensorMap(Labels.single(), List.of(block))) {
        return TensorMapBinary.encode(map);
      }
    }
  }

  private static TensorBlock value(HostNDManager manager, double value, Labels sample) {
    return new TensorBlock(
        manager.create(new double[] {value}, new Shape(1, 1)), sample, List.of(), Labels.single());
  }

  @Test
  void nullsAreLeftOutAndNothingGivesNull() {
    List<Row> rows = new ArrayList<>(parts().subList(0, 2));
    rows.add(RowFactory.create(5, null));
    view(rows, 2);

    assertThat(
            spark.sql("SELECT tm_shape(tm_join(tensormap)) FROM shuffled").first().<Long>getList(0))
        .containsExactly(4L, 2L);
    assertThat(spark.sql("SELECT tm_join(tensormap) FROM shuffled WHERE false").first().isNullAt(0))
        .isTrue();
  }

  @Test
  void samplesThatRepeatAndOptionsThatVaryAreErrors() {
    List<Row> rows = new ArrayList<>(parts().subList(0, 2));
    view(rows, 2);
    assertThatThrownBy(
            () ->
                spark
                    .sql(
                        "SELECT tm_join(tensormap, IF(system = 0, 'samples', 'properties')) FROM"
                            + " shuffled")
                    .collectAsList())
        .hasStackTraceContaining("[TENSORMAP_DIFFERENT_OPTIONS]");
    rows.addAll(parts().subList(0, 1));
    view(rows, 2);
    assertThatThrownBy(() -> spark.sql("SELECT tm_join(tensormap) FROM shuffled").collectAsList())
        .hasStackTraceContaining("[TENSORMAP_FUNCTION_FAILED] tm_join")
        .hasStackTraceContaining("[0, 0] is already present");
  }

  private int count(String differentKeys) {
    return spark
        .sql(
            "SELECT tm_num_blocks(tm_join(tensormap, 'samples', '"
                + differentKeys
                + "')) FROM shuffled")
        .first()
        .getInt(0);
  }

  private static byte[] otherKey() {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap part = SmallMaps.part(manager, 2);
      return TensorMapBinary.encode(
          new TensorMap(new Labels(List.of("center_type"), new int[][] {{6}}), part.blocks()));
    }
  }

  private static List<Row> parts() {
    try (HostNDManager manager = HostNDManager.newManager()) {
      return IntStream.range(0, PARTS)
          .mapToObj(i -> RowFactory.create(i, TensorMapBinary.encode(SmallMaps.part(manager, i))))
          .toList();
    }
  }

  private void view(List<Row> rows, int partitions) {
    spark
        .createDataFrame(
            rows,
            new StructType()
                .add("system", DataTypes.IntegerType)
                .add("tensormap", DataTypes.BinaryType))
        .repartition(partitions)
        .createOrReplaceTempView("shuffled");
  }
}

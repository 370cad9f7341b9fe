package org.tensormap.spark.read;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.log.Snapshot;

/** A read of files: which columns, in which layout, split into which partitions. */
public final class TensorMapScan implements Scan, Batch, SupportsReportStatistics {
  private final Input input;
  private final Layout layout;
  private final List<LayoutColumn> columns;
  private final boolean vectors;
  private final SerializableConfiguration configuration;

  TensorMapScan(
      Input input,
      Layout layout,
      List<LayoutColumn> columns,
      boolean vectors,
      SerializableConfiguration configuration) {
    this.input = input;
    this.layout = layout;
    this.columns = columns;
    this.vectors = vectors;
    this.configuration = configuration;
  }

  /**
   * Returns the same scan with vectors instead of rows, where it can be chosen.
   *
   * @return the scan; empty if this one has vectors already, or its layout has none
   */
  public Optional<TensorMapScan> asVectors() {
    return vectors || !layout.hasVectors()
        ? Optional.empty()
        : Optional.of(new TensorMapScan(input, layout, columns, true, configuration));
  }

  /**
   * Tells whether a column holds arrays of values.
   *
   * @param column the name of the column
   * @return whether it does, in the layouts where vectors can be chosen
   */
  public static boolean isValues(String column) {
    return column.equals(SamplesLayout.VALUES);
  }

  @Override
  public StructType readSchema() {
    return LayoutColumn.structType(columns);
  }

  @Override
  public String description() {
    return "tensormap "
        + input.name()
        + " (layout "
        + layout.title()
        + ", "
        + input.files().size()
        + " files, "
        + (vectors ? "vectors" : "rows")
        + ", columns "
        + columns.stream().map(LayoutColumn::name).toList()
        + ")";
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return packing().pack(input.files()).toArray(InputPartition[]::new);
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return vectors ? ColumnarSupportMode.SUPPORTED : ColumnarSupportMode.UNSUPPORTED;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ShardReaderFactory(
        layout,
        columns,
        vectors,
        input.snapshot().isPresent() ? null : input.schema().orElse(null),
        input.schemaOrigin(),
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
            .broadcast(configuration));
  }

  @Override
  public Statistics estimateStatistics() {
    long bytes = input.files().stream().mapToLong(InputFile::size).sum();
    OptionalLong rows =
        input.snapshot().map(Snapshot::totals).map(layout::rowCount).orElse(OptionalLong.empty());
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return rows;
      }
    };
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new BytesReadMetric()};
  }

  private Packing packing() {
    SQLConf conf = SQLConf.get();
    int parallelism =
        conf.filesMinPartitionNum().isDefined()
            ? (Integer) conf.filesMinPartitionNum().get()
            : SparkSession.active().sparkContext().defaultParallelism();
    return new Packing(
        conf.filesMaxPartitionBytes(),
        conf.filesOpenCostInBytes(),
        parallelism,
        layout.isSplittable());
  }
}

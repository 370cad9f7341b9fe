package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.ColumnReference;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.BatchLabels;
import org.tensormap.spark.column.ColumnLabelsMetadata;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.layout.Selection;
import org.tensormap.spark.layout.WantedElements;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.metrics.ReadMetrics;
import org.tensormap.spark.stream.DatasetStream;
import org.tensormap.spark.stream.ShardReads;
import org.tensormap.spark.stream.StreamErrors;
import org.tensormap.spark.stream.StreamOptions;

/** A read of files: what is wanted of them, in which layout, split into which partitions. */
public final class TensorMapScan
    implements Scan,
        Batch,
        SupportsReportStatistics,
        SupportsReportPartitioning,
        SupportsRuntimeV2Filtering {
  private final Input input;
  private final Layout layout;
  private final Selection selection;
  private final List<Predicate> pushed;
  private final boolean vectors;
  private final boolean preservesGrouping;
  private final IgnoredFiles ignored;
  private final StreamOptions stream;
  private final SerializableConfiguration configuration;

  /**
   * What was found out about wanted rows while the query ran, for example from the other side of a
   * join.
   */
  private Condition runtimeFilter = Condition.always();

  TensorMapScan(
      Input input,
      Layout layout,
      Selection selection,
      List<Predicate> pushed,
      boolean vectors,
      boolean preservesGrouping,
      IgnoredFiles ignored,
      StreamOptions stream,
      SerializableConfiguration configuration) {
    this.input = input;
    this.layout = layout;
    this.selection = selection;
    this.pushed = List.copyOf(pushed);
    this.vectors = vectors;
    this.preservesGrouping = preservesGrouping;
    this.ignored = ignored;
    this.stream = stream;
    this.configuration = configuration;
  }

  /**
   * Returns the same scan with vectors instead of rows, where it can be chosen, for a query that
   * looks at some elements of the arrays of values.
   *
   * @param positions the positions of these elements, from 0, those from -1 down counted from the
   *     end; empty if any may be looked at
   * @return the scan; empty if this one has vectors already, or its layout has none
   */
  public Optional<TensorMapScan> asVectors(Optional<Set<Integer>> positions) {
    return vectors || !layout.hasVectors()
        ? Optional.empty()
        : Optional.of(
            new TensorMapScan(
                input,
                layout,
                selection.of(positions.map(WantedElements::of).orElse(null)),
                pushed,
                true,
                preservesGrouping,
                ignored,
                stream,
                configuration));
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
    return LayoutColumn.structType(selection.columns());
  }

  @Override
  public String description() {
    return "tensormap "
        + input.name()
        + " (layout "
        + layout.description()
        + ", "
        + input.files().size()
        + " files, "
        + (vectors ? "vectors" : "rows")
        + ", columns "
        + selection.columns().stream().map(LayoutColumn::name).toList()
        + (selection.elements() == null ? "" : ", elements " + selection.elements())
        + ", pushed filters "
        + pushed
        + (selection.limit() == Selection.NO_LIMIT ? "" : ", pushed limit " + selection.limit())
        + ranges().map(ranges -> ", grouped by " + ranges).orElse("")
        + ")";
  }

  /**
   * Returns this scan.
   *
   * @return the scan
   * @throws org.tensormap.spark.TensorMapException if the user gave options of streams
   */
  @Override
  public Batch toBatch() {
    stream.checkNoneGiven();
    return this;
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    Storage storage = input.dataset().orElseThrow(() -> StreamErrors.noVersions(input.name()));
    return new DatasetStream(storage, input.schema(), stream, new ReadsOfStream(storage));
  }

  /** Reads the shards of a batch of a stream as a scan reads those of a version. */
  private final class ReadsOfStream implements ShardReads {
    private final Storage storage;

    ReadsOfStream(Storage storage) {
      this.storage = storage;
    }

    @Override
    public InputPartition[] partitions(List<Shard> shards) {
      if (selection.columns().stream().anyMatch(column -> isValues(column.name()))) {
        BatchLabels.put(
            this, storage.root().toString(), ColumnLabelsMetadata.of(input.schema(), shards));
      }
      return Packing.ofSession(layout.isSplittable())
          .pack(InputFile.of(storage, shards))
          .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory readers() {
      return createReaderFactory();
    }
  }

  @Override
  public InputPartition[] planInputPartitions() {
    Optional<SampleRanges> ranges = ranges();
    return ranges.isPresent()
        ? partitions(ranges.get())
        : Packing.ofSession(layout.isSplittable())
            .pack(files(planned()))
            .toArray(InputPartition[]::new);
  }

  /**
   * Tells Spark that each partition has the samples of one range and no others, if the user wants
   * it and the query has the column that it is about.
   */
  @Override
  public Partitioning outputPartitioning() {
    Optional<Transform> transform =
        ranges().flatMap(ranges -> leadingSample().map(ranges::transform));
    return transform.isPresent()
        ? new KeyGroupedPartitioning(new Expression[] {transform.get()}, ranges().get().count())
        : new UnknownPartitioning(0);
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return vectors ? ColumnarSupportMode.SUPPORTED : ColumnarSupportMode.UNSUPPORTED;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ShardReaderFactory(
        layout,
        selection.where(filter()),
        vectors,
        input.snapshot().isPresent() ? null : input.schema().orElse(null),
        input.schemaOrigin(),
        ignored,
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
            .broadcast(configuration));
  }

  @Override
  public Statistics estimateStatistics() {
    return ScanStatistics.of(
        planned(),
        layout,
        selection.columns(),
        filter(),
        input.schema().map(TensorMapSchema::samples).orElse(List.of()));
  }

  /** The labels that rows can be left out by: those that the query asks for. */
  @Override
  public NamedReference[] filterAttributes() {
    return selection.columns().stream()
        .filter(column -> Label.isLabel(column.role()))
        .map(column -> ColumnReference.of(column.name()))
        .toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] predicates) {
    PredicateTranslator translator = new PredicateTranslator(selection.columns());
    runtimeFilter =
        Condition.all(
            Stream.of(predicates)
                .map(translator::whenTrue)
                .flatMap(Optional::stream)
                .filter(condition -> condition.axes().size() <= 1)
                .toList());
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetrics.supported();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    return ReadMetrics.ofDriver(input.files().size() - planned().size());
  }

  /**
   * Tells whether another scan gives the same rows in the same way, so that Spark can use the
   * result of one for both. Spark itself compares what filters each of them gets while the query
   * runs.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorMapScan scan
        && layout.equals(scan.layout)
        && selection.equals(scan.selection)
        && vectors == scan.vectors
        && preservesGrouping == scan.preservesGrouping
        && ignored.equals(scan.ignored)
        && stream.equals(scan.stream)
        && input.isSameAs(scan.input)
        && settings(configuration).equals(settings(scan.configuration));
  }

  @Override
  public int hashCode() {
    return Objects.hash(input.name(), layout, selection, vectors);
  }

  /** The settings of the file systems, among which may be who reads. */
  private static Map<String, String> settings(SerializableConfiguration configuration) {
    Map<String, String> settings = new HashMap<>();
    configuration.value().forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
    return settings;
  }

  private Optional<SampleRanges> ranges() {
    return preservesGrouping && SQLConf.get().v2BucketingEnabled() && leadingSample().isPresent()
        ? input.snapshot().flatMap(SampleRanges::of)
        : Optional.empty();
  }

  /** The column of the leading sample dimension, if the query wants it. */
  private Optional<String> leadingSample() {
    return selection.columns().stream()
        .filter(column -> column.role() == Role.SAMPLE && column.dimension() == 0)
        .map(LayoutColumn::name)
        .findFirst();
  }

  private InputPartition[] partitions(SampleRanges ranges) {
    Map<Integer, List<PlannedShard>> byRange =
        planned().stream()
            .collect(
                Collectors.groupingBy(
                    shard -> ranges.rangeOf(shard.shard().orElseThrow(), input.schema()),
                    TreeMap::new,
                    Collectors.toList()));
    List<InputPartition> partitions = new ArrayList<>();
    byRange.forEach(
        (range, shards) ->
            Packing.ofSession(layout.isSplittable())
                .pack(files(shards))
                .forEach(packed -> partitions.add(new RangePartition(packed, range))));
    return partitions.toArray(InputPartition[]::new);
  }

  private static List<InputFile> files(List<PlannedShard> shards) {
    return shards.stream().map(PlannedShard::file).toList();
  }

  private Condition filter() {
    return Condition.all(List.of(selection.filter(), runtimeFilter));
  }

  /** The files to read; once there are enough rows for the limit for sure, no more. */
  private List<PlannedShard> planned() {
    List<PlannedShard> planned = new ArrayList<>();
    long rows = 0;
    for (PlannedShard shard : ShardPruning.prune(input, layout, filter())) {
      if (rows >= selection.limit()) {
        break;
      }
      planned.add(shard);
      rows += ignored.equals(IgnoredFiles.NONE) ? sureRows(shard) : 0;
    }
    return planned;
  }

  private long sureRows(PlannedShard shard) {
    return shard.isWhole()
        ? shard.shard().map(layout::rowCount).orElse(OptionalLong.empty()).orElse(0)
        : 0;
  }
}

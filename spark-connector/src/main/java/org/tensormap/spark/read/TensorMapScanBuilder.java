package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SampleGrouping;
import org.tensormap.spark.layout.Selection;
import org.tensormap.spark.stream.StreamOptions;

/** Plans a scan: takes in what Spark wants to know, and reads nothing else. */
public final class TensorMapScanBuilder
    implements SupportsPushDownRequiredColumns,
        SupportsPushDownV2Filters,
        SupportsPushDownLimit,
        SupportsPushDownAggregates {
  private final Input input;
  private final Layout layout;
  private final IgnoredFiles ignored;
  private final boolean preservesGrouping;
  private final StreamOptions stream;
  private final SerializableConfiguration configuration;
  private final List<LayoutColumn> all;
  private final List<Predicate> pushed = new ArrayList<>();
  private List<LayoutColumn> columns;
  private Condition filter = Condition.always();
  private long limit = Selection.NO_LIMIT;
  private Optional<LogScan> fromLog = Optional.empty();

  /**
   * Creates a builder of scans over all columns.
   *
   * @param input what there is to read
   * @param layout how tensor maps become rows
   * @param options what the user said about this read
   * @param configuration the settings of the file systems
   * @throws org.tensormap.spark.TensorMapException if an option is unknown or has no valid value
   */
  public TensorMapScanBuilder(
      Input input,
      Layout layout,
      CaseInsensitiveStringMap options,
      SerializableConfiguration configuration) {
    this.input = input;
    SourceOptions checked = ReadOptions.check(options);
    this.layout = SampleGrouping.of(checked, input.schema()).map(layout::grouped).orElse(layout);
    this.ignored = IgnoredFiles.of(checked);
    this.stream = StreamOptions.of(checked);
    this.preservesGrouping =
        checked.isOn(
            ReadOptions.PRESERVE_GROUPING,
            Boolean.parseBoolean(
                SQLConf.get().getConfString(ReadOptions.PRESERVE_GROUPING_SETTING, "false")));
    this.configuration = configuration;
    this.all = this.layout.columns(input.schema());
    this.columns = all;
  }

  /**
   * Takes in the predicates about labels along one axis of the blocks, or about keys: those are
   * evaluated exactly, without looking at values.
   *
   * @param predicates what Spark wants of all rows
   * @return the predicates that Spark has to evaluate
   */
  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    PredicateTranslator translator = new PredicateTranslator(all);
    List<Predicate> rest = new ArrayList<>();
    List<Condition> conditions = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<Condition> condition =
          translator.whenTrue(predicate).filter(each -> each.axes().size() <= 1);
      condition.ifPresent(conditions::add);
      (condition.isPresent() ? pushed : rest).add(predicate);
    }
    filter = Condition.all(conditions);
    return rest.toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return fromLog(aggregation).isPresent();
  }

  /**
   * Takes in aggregates that the log of a dataset knows, so that no file is read.
   *
   * @param aggregation what Spark wants of all rows, which are no stream
   * @return whether the log knows all of it
   * @throws org.tensormap.spark.TensorMapException if the user gave options of streams
   */
  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    stream.checkNoneGiven();
    fromLog = fromLog(aggregation);
    return fromLog.isPresent();
  }

  /**
   * Takes in how many rows are enough, of each partition: Spark counts them all once more.
   *
   * @param rows how many
   * @return true
   */
  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  @Override
  public void pruneColumns(StructType required) {
    Map<String, LayoutColumn> known = new HashMap<>();
    Stream.concat(all.stream(), Stream.of(LayoutColumn.FILE))
        .forEach(column -> known.put(column.name(), column));
    columns =
        Stream.of(required.fields())
            .map(field -> required(known.get(field.name()), field))
            .toList();
  }

  @Override
  public Scan build() {
    return fromLog.map(found -> (Scan) found).orElseGet(this::scan);
  }

  /** The log counts the rows of all files, also of those that are to be ignored. */
  private Optional<LogScan> fromLog(Aggregation aggregation) {
    return ignored.equals(IgnoredFiles.NONE)
        ? LogAggregates.find(input, layout, filter, aggregation)
        : Optional.empty();
  }

  private TensorMapScan scan() {
    return new TensorMapScan(
        input,
        layout,
        new Selection(columns, filter, limit, null),
        pushed,
        layout.prefersVectors(columns),
        preservesGrouping,
        ignored,
        stream,
        configuration);
  }

  /** The column as Spark wants it: of a struct, maybe only some fields. */
  private static LayoutColumn required(LayoutColumn column, StructField field) {
    return new LayoutColumn(column.role(), column.dimension(), field);
  }
}

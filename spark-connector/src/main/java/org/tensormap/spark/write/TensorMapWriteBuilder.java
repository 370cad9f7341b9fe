package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Snapshot;

/** Plans a write: checks options and columns, before any file is written. */
public final class TensorMapWriteBuilder implements WriteBuilder, SupportsOverwriteV2 {
  /** The names of all options that a write has. */
  public static final Set<String> OPTIONS = WriteOptions.KNOWN;

  private final LogicalWriteInfo info;
  private final SerializableConfiguration configuration;
  private final ReplacedRows replaced;
  private WriteTarget target;

  /**
   * Creates a builder.
   *
   * @param info the columns and options of the write
   * @param target where to write
   * @param configuration the settings of the file systems
   * @param replaced which rows an overwrite replaces if it has a condition
   */
  public TensorMapWriteBuilder(
      LogicalWriteInfo info,
      WriteTarget target,
      SerializableConfiguration configuration,
      ReplacedRows replaced) {
    this.info = info;
    this.target = target;
    this.configuration = configuration;
    this.replaced = replaced;
  }

  /**
   * Tells which schema rows would give to a dataset.
   *
   * @param columns the columns of the rows
   * @param options the options of their write
   * @param configuration the settings of the file systems
   * @return the schema; empty if it would depend on the rows, which hold whole tensor maps
   * @throws org.tensormap.spark.TensorMapException if such rows can not be written
   */
  public static Optional<TensorMapSchema> schema(
      StructType columns, CaseInsensitiveStringMap options, Configuration configuration) {
    try {
      return new LayoutPlanner(
              columns,
              WriteOptions.of(options),
              new PresentDataset(Optional.empty(), false),
              configuration)
          .plan()
          .schema();
    } catch (IOException e) {
      throw new UncheckedIOException("the labels of columns can not be read", e);
    }
  }

  /**
   * Tells whether a user says what the components or properties of values are.
   *
   * @param options the options of a write
   * @return whether labels need not be known from elsewhere
   */
  public static boolean sayLabels(CaseInsensitiveStringMap options) {
    return options.containsKey(WriteOptions.COMPONENTS)
        || options.containsKey(WriteOptions.PROPERTIES);
  }

  @Override
  public WriteBuilder truncate() {
    String condition = info.options().get(WriteOptions.REPLACE_WHERE);
    target = condition == null ? target.overwritten() : target.replacing(replaced.where(condition));
    return this;
  }

  @Override
  public WriteBuilder overwrite(Predicate[] predicates) {
    if (info.options().containsKey(WriteOptions.REPLACE_WHERE)) {
      throw WriteErrors.twoConditions(List.of(predicates));
    }
    target = target.replacing(replaced.where(List.of(predicates)));
    return this;
  }

  @Override
  public Write build() {
    WriteOptions options = WriteOptions.of(info.options());
    if (options.replaceWhere().isPresent() && target.replaced().isEmpty()) {
      throw WriteErrors.conditionWithoutOverwrite(options.replaceWhere().get());
    }
    try {
      DatasetLog log = new DatasetLog(target.storage());
      log.checkCanCommit();
      // What is there now: the table of a stream may have been looked up long ago.
      Optional<Snapshot> present = log.latest();
      PlannedLayout planned =
          PlannedLayout.of(
              new LayoutPlanner(
                  info.schema(),
                  options,
                  new PresentDataset(present, target.keepsOthers()),
                  configuration.value()));
      WriteLayout layout = planned.layout();
      if (target.keepsOthers()) {
        checkSchema(layout, present.flatMap(Snapshot::schema));
      }
      return new TensorMapWrite(
          target,
          info.queryId(),
          planned,
          target
              .replaced()
              .map(shards -> RowCondition.of(shards, replaced.input().get().schema()))
              .orElse(RowCondition.NONE),
          options.distribution().orElse(layout.defaultDistribution()),
          options.maxShardBytes(),
          options.checkDuplicates(),
          configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the write to " + target.storage().root() + " can not be planned: " + e.getMessage(), e);
    }
  }

  private void checkSchema(WriteLayout layout, Optional<TensorMapSchema> present) {
    if (present.isPresent() && layout.schema().isPresent()) {
      present
          .get()
          .differenceFrom(layout.schema().get())
          .ifPresent(
              difference -> {
                throw WriteErrors.differentSchema(
                    target.storage().root().toString(), layout.name(), difference);
              });
    }
  }
}

package org.tensormap.spark.layout;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.GradientPath;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.log.Shard;

/** A way to lay out tensor maps as rows. */
public sealed interface Layout extends Serializable
    permits SamplesLayout, ValuesLayout, BlocksLayout, TensorMapLayout {
  /** The names of all layouts. */
  List<String> NAMES =
      List.of(SamplesLayout.NAME, ValuesLayout.NAME, BlocksLayout.NAME, TensorMapLayout.NAME);

  /** The layout of a read that does not choose one. */
  String DEFAULT = SamplesLayout.NAME;

  /**
   * Returns the layout of a name.
   *
   * @param name what the user gave; upper and lower case are the same
   * @param gradient which gradient to show, as a path of parameters; empty for the blocks
   * @return the layout
   * @throws org.tensormap.spark.TensorMapException if there is no such layout, or it can not show a
   *     single gradient
   */
  static Layout named(String name, String gradient) {
    GradientPath path = GradientPath.of(gradient);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case SamplesLayout.NAME -> new SamplesLayout(path);
      case ValuesLayout.NAME -> new ValuesLayout(path);
      case BlocksLayout.NAME -> withoutGradient(new BlocksLayout(), path);
      case TensorMapLayout.NAME -> withoutGradient(new TensorMapLayout(null), path);
      default -> throw SourceErrors.unknownLayout(name, NAMES);
    };
  }

  /**
   * Returns the layout of a title.
   *
   * @param title what {@link #title()} gives
   * @return the layout
   * @throws org.tensormap.spark.TensorMapException if there is no such layout, or it can not show a
   *     single gradient
   */
  static Layout titled(String title) {
    int slash = title.indexOf('/');
    return slash < 0
        ? named(title, "")
        : named(title.substring(0, slash), title.substring(slash + 1));
  }

  /**
   * Returns the name of this layout and the gradient that it shows.
   *
   * @return for example {@code samples}, or {@code samples/positions}
   */
  default String title() {
    return gradient().isBlock() ? name() : name() + "/" + gradient();
  }

  /**
   * Returns the name of this layout.
   *
   * @return what the user gives to choose it
   */
  String name();

  /**
   * Returns what the rows are about.
   *
   * @return a gradient, or the blocks themselves
   */
  default GradientPath gradient() {
    return GradientPath.BLOCK;
  }

  /**
   * Tells whether the rows are those of a single gradient.
   *
   * @return whether a gradient was chosen
   */
  default boolean showsGradient() {
    return !gradient().isBlock();
  }

  /**
   * Returns the columns of a table in this layout.
   *
   * @param schema the schema of its shards; empty if no shard has a block
   * @return the columns
   * @throws org.tensormap.spark.TensorMapException if the layout can not show such values
   */
  List<LayoutColumn> columns(Optional<TensorMapSchema> schema);

  /**
   * Returns the number of rows of a shard.
   *
   * @param shard the shard, as the log describes it
   * @return the number of rows in this layout; empty if the log does not tell
   */
  OptionalLong rowCount(Shard shard);

  /**
   * Returns this layout with groups of samples.
   *
   * @param grouping the groups
   * @return the layout
   * @throws org.tensormap.spark.TensorMapException if there are none in this layout
   */
  default Layout grouped(SampleGrouping grouping) {
    throw LayoutErrors.noGroups(name());
  }

  /**
   * Returns what plans say about this layout.
   *
   * @return its title, and what else was chosen
   */
  default String description() {
    return title();
  }

  /**
   * Tells whether several tasks can read parts of one shard.
   *
   * @return whether a slice of a shard gives a part of its rows
   */
  boolean isSplittable();

  /**
   * Tells whether there are vectors in this layout.
   *
   * @return whether {@link #batches} may be called
   */
  boolean hasVectors();

  /**
   * Tells whether to read vectors or rows, as far as the columns tell.
   *
   * @param columns the columns that are asked for
   * @return whether to call {@link #batches}, or else {@link #rows}
   */
  boolean prefersVectors(List<LayoutColumn> columns);

  /**
   * Returns the rows of one shard.
   *
   * @param shard the open shard
   * @param selection what is wanted of them
   * @return the rows, whose owner closes them, but not the shard
   * @throws IOException if the shard can not be read
   */
  ShardCursor<InternalRow> rows(OpenShard shard, Selection selection) throws IOException;

  /**
   * Returns the rows of one shard as vectors.
   *
   * @param shard the open shard
   * @param selection what is wanted of them
   * @return the batches, whose owner closes them, but not the shard
   * @throws IOException if the shard can not be read
   */
  ShardCursor<ColumnarBatch> batches(OpenShard shard, Selection selection) throws IOException;

  /**
   * Returns the columns of a table in this layout, for Spark.
   *
   * @param schema the schema of its shards; empty if no shard has a block
   * @return the columns
   * @throws org.tensormap.spark.TensorMapException if the layout can not show such values
   */
  default StructType structType(Optional<TensorMapSchema> schema) {
    return LayoutColumn.structType(columns(schema));
  }

  /**
   * Returns the columns of a table in this layout, with all that their metadata can tell a write.
   *
   * @param input what there is to read
   * @return the columns
   * @throws org.tensormap.spark.TensorMapException if the layout can not show such values
   */
  default StructType structType(Input input) {
    return structType(input.schema());
  }

  private static Layout withoutGradient(Layout layout, GradientPath gradient) {
    if (!gradient.isBlock()) {
      throw LayoutErrors.gradientNotSelectable(layout.name());
    }
    return layout;
  }
}

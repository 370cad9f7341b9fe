package org.tensormap.spark.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Totals;

/** A way to lay out tensor maps as rows, chosen by the option {@value ReadOptions#LAYOUT}. */
public sealed interface Layout extends Serializable permits SamplesLayout, TensorMapLayout {
  /** The layout of a read that does not choose one. */
  String DEFAULT = SamplesLayout.NAME;

  /**
   * Returns the layout of a name.
   *
   * @param name what the user gave; upper and lower case are the same
   * @return the layout
   * @throws org.tensormap.spark.TensorMapException if there is no such layout
   */
  static Layout named(String name) {
    Map<String, Layout> known = new TreeMap<>();
    Stream.of(new SamplesLayout(), new TensorMapLayout())
        .forEach(layout -> known.put(layout.name(), layout));
    Layout layout = known.get(name.toLowerCase(Locale.ROOT));
    if (layout == null) {
      throw ReadErrors.unknownLayout(name, known.keySet());
    }
    return layout;
  }

  /**
   * Returns the name of this layout.
   *
   * @return what the user gives to choose it
   */
  String name();

  /**
   * Returns the columns of a table in this layout.
   *
   * @param schema the schema of its shards; empty if no shard has a block
   * @return the columns
   * @throws org.tensormap.spark.TensorMapException if the layout can not show such values
   */
  List<LayoutColumn> columns(Optional<TensorMapSchema> schema);

  /**
   * Returns the number of rows of a dataset.
   *
   * @param totals the size of the dataset
   * @return the number of rows in this layout
   */
  long rowCount(Totals totals);

  /**
   * Returns the rows of one shard.
   *
   * @param shard the open shard
   * @param columns the columns that are asked for, in the order of the rows' fields; nothing that
   *     only others need is read
   * @return the rows, whose owner closes them, but not the shard
   * @throws IOException if the shard can not be read
   */
  ShardRows rows(OpenShard shard, List<LayoutColumn> columns) throws IOException;

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
}

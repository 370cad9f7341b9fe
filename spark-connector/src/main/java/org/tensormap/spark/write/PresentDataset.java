package org.tensormap.spark.write;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.ColumnLabelsMetadata;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Snapshot;

/**
 * What the dataset that is written to tells about the rows, as it is when the write is planned.
 *
 * @param snapshot its version; empty if there is none
 * @param isAppend whether what is written must fit it
 */
record PresentDataset(Optional<Snapshot> snapshot, boolean isAppend) {
  /** The columns that it has in a layout; none if it is empty or can not be shown so. */
  List<LayoutColumn> columns(String layout) {
    return snapshot
        .filter(version -> version.schema().isPresent())
        .map(version -> Layout.named(layout, "").columns(version.schema()))
        .orElse(List.of());
  }

  /** The type of the values that rows are added to. */
  Optional<DataType> dtype() {
    return fit().flatMap(Snapshot::schema).map(TensorMapSchema::dtype);
  }

  /**
   * The components and properties of the samples that rows are added to.
   *
   * @param keys the names of the key dimensions of the rows
   * @return the labels, or their dimensions alone if the dataset was declared, but has no values
   *     yet
   */
  Optional<SampleAxes> axes(List<String> keys) {
    return fit()
        .map(ColumnLabelsMetadata::of)
        .flatMap(labels -> KnownAxes.ofDataset(labels, keys))
        .or(this::declaredAxes);
  }

  private Optional<SampleAxes> declaredAxes() {
    return fit()
        .filter(version -> version.shards().isEmpty())
        .flatMap(Snapshot::schema)
        .map(
            declared ->
                new SizedAxes(
                    SizedName.unsized(declared.components()),
                    SizedName.unsized(declared.properties())));
  }

  /** The version that rows must fit. */
  private Optional<Snapshot> fit() {
    return snapshot.filter(version -> isAppend);
  }
}

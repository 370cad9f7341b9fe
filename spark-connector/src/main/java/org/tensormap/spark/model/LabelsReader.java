package org.tensormap.spark.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.tensormap.Labels;
import org.tensormap.spark.LabelsType;
import org.tensormap.torchscript.ModelType;

/** Reads {@code struct<names: array<string>, values: array<array<int>>>} as labels. */
record LabelsReader(ArgumentReader names, ArgumentReader values) implements ArgumentReader {

  /** A reader for a SQL type; empty if it is not this struct. */
  static Optional<ArgumentReader> of(DataType type) {
    if (!type.catalogString().equals(LabelsType.TYPE.catalogString())) {
      return Optional.empty();
    }
    DataType names = LabelsType.TYPE.fields()[0].dataType();
    DataType values = LabelsType.TYPE.fields()[1].dataType();
    return ArgumentReaders.find(names, new ModelType.ListOf(new ModelType.Str()))
        .flatMap(name -> TensorReader.of(values).map(value -> new LabelsReader(name, value)));
  }

  @Override
  public Object read(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    InternalRow labels = source.getStruct(ordinal, 2);
    List<String> dimensions =
        ((List<?>) names.readInside(labels, 0, ".names", arrays))
            .stream().map(String.class::cast).toList();
    NDArray rows = (NDArray) values.readInside(labels, 1, ".values", arrays);
    long entries = rows.getShape().get(0);
    if (entries > 0 && rows.getShape().get(1) != dimensions.size()) {
      throw new UnfitValueException(
          "labels with the dimensions "
              + dimensions
              + " need that many values in every entry, got "
              + rows.getShape().get(1));
    }
    try {
      return entries == 0 ? Labels.empty(dimensions) : new Labels(dimensions, rows.toIntArray());
    } catch (IllegalArgumentException e) {
      throw UnfitValueException.causedBy(e);
    }
  }
}

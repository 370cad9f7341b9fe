package org.tensormap.spark.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;

/** Rows that have the labels of their key and sample in columns, and come in any order. */
sealed interface LabelledRows extends WriteLayout permits SamplesRows, ValuesRows {
  /** The columns with the keys. */
  LabelColumns keys();

  /** The columns with the samples. */
  LabelColumns samples();

  /** The names of the components, one for each axis. */
  List<String> componentNames();

  /** The names of the dimensions of the properties. */
  List<String> propertyNames();

  /** How values are stored. */
  ValueEncoding encoding();

  @Override
  default Optional<TensorMapSchema> schema() {
    return Optional.of(
        new TensorMapSchema(
            keys().keyDimensions(),
            samples().dimensions(),
            componentNames(),
            propertyNames(),
            encoding().dtype(),
            Map.of()));
  }

  /** What belongs to a sample may come from anywhere. */
  @Override
  default DistributionMode defaultDistribution() {
    return DistributionMode.HASH;
  }

  @Override
  default List<String> distributedBy() {
    return samples().columnNames().subList(0, 1);
  }

  @Override
  default List<String> orderedBy(DistributionMode distribution) {
    return samples().columnNames();
  }

  @Override
  default boolean mustAgree() {
    return true;
  }
}

package org.tensormap.spark.functions;

import java.util.List;
import java.util.Optional;
import org.tensormap.Labels;
import org.tensormap.TensorMap;
import org.tensormap.operations.Axis;
import org.tensormap.spark.StoredMap;

/** Parameters that several functions have. */
final class Parameters {
  /** A tensor map that is read whole. */
  static final Parameter<TensorMap> TENSOR_MAP = Parameter.of("tensormap", Kinds.TENSOR_MAP);

  /** A tensor map of which only parts are read. */
  static final Parameter<StoredMap> STORED_MAP = Parameter.of("tensormap", Kinds.STORED_MAP);

  /** A second tensor map. */
  static final Parameter<TensorMap> OTHER = Parameter.of("other", Kinds.TENSOR_MAP);

  /** The key of one block; without it, there must be only one. */
  static final Parameter<Optional<Labels>> KEY =
      Parameter.optional("key", Kinds.LABELS.map(Optional::of), Optional.empty());

  static final Parameter<Labels> LABELS = Parameter.of("labels", Kinds.LABELS);

  static final Parameter<List<String>> NAMES = Parameter.of("names", Kinds.NAMES);

  static final Parameter<Axis> AXIS = Parameter.of("axis", Kinds.AXIS);

  private Parameters() {}
}

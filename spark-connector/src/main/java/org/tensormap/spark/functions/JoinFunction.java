package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.types.StructType;
import org.tensormap.operations.Axis;
import org.tensormap.operations.DifferentKeys;

/** The aggregate function {@code tm_join}. */
record JoinFunction() implements SqlFunction {
  static final String NAME = "tm_join";

  static final Parameter<byte[]> TENSOR_MAP = Parameter.of("tensormap", Kinds.BYTES);
  static final Parameter<Axis> AXIS = Parameter.optional("axis", Kinds.AXIS, Axis.SAMPLES);
  static final Parameter<DifferentKeys> DIFFERENT_KEYS =
      Parameter.optional("different_keys", Kinds.DIFFERENT_KEYS, DifferentKeys.ERROR);

  private static final List<Parameter<?>> PARAMETERS = List.of(TENSOR_MAP, AXIS, DIFFERENT_KEYS);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String signature() {
    return Binding.signature(NAME, PARAMETERS);
  }

  @Override
  public String purpose() {
    return "Joins the tensor maps of a group along 'samples' (if no axis is given) or 'properties'."
        + " If their keys differ, it fails; or, with different_keys 'union' or 'intersection', joins"
        + " what is there, or what all of them have. The keys of the result and what was joined are"
        + " sorted. All tensor maps of a group are held in memory, and are joined once.";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "SELECT tm_print(_FUNC_(tensormap)) FROM parts",
            """
            TensorMap with 1 block
                keys: [center_type]
                blocks:
                   1   => TensorBlock with shape (4, 2)"""),
        new Example(
            "SELECT tm_samples(_FUNC_(tensormap, 'samples', 'union'), map('center_type', 1)) FROM"
                + " parts",
            "{[system, atom], [[0, 0], [0, 1], [1, 0], [1, 1]]}"));
  }

  @Override
  public BoundFunction bind(StructType types) {
    return new JoinCall(Binding.of(this, PARAMETERS, types));
  }
}

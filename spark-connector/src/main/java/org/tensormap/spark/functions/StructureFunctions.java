package org.tensormap.spark.functions;

import static org.tensormap.spark.functions.Parameters.AXIS;
import static org.tensormap.spark.functions.Parameters.NAMES;
import static org.tensormap.spark.functions.Parameters.TENSOR_MAP;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.operations.Axis;
import org.tensormap.operations.BlockSelection;
import org.tensormap.operations.Dimensions;
import org.tensormap.operations.Gradients;
import org.tensormap.operations.Selection;
import org.tensormap.operations.Slicing;
import org.tensormap.operations.Sorting;

/** Functions that move, select, sort and rename blocks and labels. */
final class StructureFunctions {
  private static final Parameter<Boolean> SORT_SAMPLES =
      Parameter.optional("sort_samples", Kinds.FLAG, true);
  private static final Parameter<Selection> SELECTION = Parameter.of("selection", Kinds.SELECTION);
  private static final Parameter<List<Selection>> SELECTIONS =
      Parameter.of("selections", Kinds.SELECTIONS);
  private static final Parameter<Labels> KEYS = Parameter.of("keys", Kinds.LABELS);
  private static final Parameter<Optional<List<String>>> GRADIENTS =
      Parameter.optional("parameters", Kinds.NAMES.map(Optional::of), Optional.empty());
  private static final Parameter<Set<Axis>> SORTED_AXES =
      Parameter.optional("axis", Kinds.AXIS.map(Set::of), EnumSet.allOf(Axis.class));
  private static final Parameter<Boolean> DESCENDING =
      Parameter.optional("descending", Kinds.FLAG, false);
  private static final Parameter<String> NAME = Parameter.of("name", Kinds.TEXT);
  private static final Parameter<String> NEW_NAME = Parameter.of("new_name", Kinds.TEXT);
  private static final Parameter<Integer> INDEX = Parameter.of("index", Kinds.INTEGER);
  private static final Parameter<Integer> VALUE = Parameter.of("value", Kinds.INTEGER);
  private static final Parameter<int[]> ORDER = Parameter.of("order", Kinds.INTEGERS);

  static final List<SqlFunction> ALL =
      List.of(
          TensorMapFunction.named("tm_keys_to_samples")
              .takes(TENSOR_MAP, NAMES, SORT_SAMPLES)
              .does(
                  "Merges blocks whose keys differ only in the named dimensions, which become the"
                      + " last dimensions of the samples. Samples are sorted unless sort_samples is"
                      + " false.")
              .example(
                  "SELECT tm_print(_FUNC_(tensormap, 'center_type')) FROM features",
                  """
                  TensorMap with 1 block
                      keys: [_]
                      blocks:
                         0   => TensorBlock with shape (5, 2)""")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      in.get(TENSOR_MAP)
                          .keysToSamples(Labels.empty(in.get(NAMES)), 0, in.get(SORT_SAMPLES))),
          TensorMapFunction.named("tm_keys_to_properties")
              .takes(TENSOR_MAP, NAMES, SORT_SAMPLES)
              .does(
                  "Merges blocks whose keys differ only in the named dimensions, which become the"
                      + " first dimensions of the properties; missing samples are filled with 0."
                      + " Samples are sorted unless sort_samples is false.")
              .example(
                  "SELECT tm_property_names(_FUNC_(tensormap, 'center_type')) FROM features",
                  "[center_type, n]")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      in.get(TENSOR_MAP)
                          .keysToProperties(Labels.empty(in.get(NAMES)), 0, in.get(SORT_SAMPLES))),
          TensorMapFunction.named("tm_components_to_properties")
              .takes(TENSOR_MAP, NAMES)
              .does("Turns the named components into the first dimensions of the properties.")
              .example(
                  "SELECT tm_properties(_FUNC_(tensormap, 'xyz')) FROM dipoles",
                  "{[xyz, dipole], [[0, 0], [1, 0], [2, 0]]}")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      in.get(TENSOR_MAP)
                          .componentsToProperties(in.get(NAMES).toArray(String[]::new))),
          TensorMapFunction.named("tm_slice")
              .takes(TENSOR_MAP, AXIS, SELECTION)
              .does(
                  "Keeps the samples or properties of all blocks that match one of the labels along"
                      + " their dimensions, or those at some positions, counted from 0, which every"
                      + " block must have. axis is 'samples' or 'properties'.")
              .example(
                  "SELECT tm_values(_FUNC_(tensormap, 'samples', map('system', 0)),"
                      + " map('center_type', 1)) FROM features",
                  "[1.0, -2.0, 3.0, 4.0]")
              .example(
                  "SELECT tm_shape(_FUNC_(tensormap, 'properties', array(named_struct('n', 0))),"
                      + " map('center_type', 1)) FROM features",
                  "[3, 1]")
              .example(
                  "SELECT tm_values(_FUNC_(tensormap, 'properties', array(1)), map('center_type', 1))"
                      + " FROM features",
                  "[-2.0, 4.0, 6.0]")
              .returns(
                  Result.TENSOR_MAP,
                  in -> Slicing.slice(in.get(TENSOR_MAP), in.get(AXIS), in.get(SELECTION))),
          TensorMapFunction.named("tm_split")
              .takes(TENSOR_MAP, AXIS, SELECTIONS)
              .does(
                  "Cuts a tensor map into parts: returns an array with what tm_slice returns for each"
                      + " of the labels, or arrays of positions, in an array. axis is 'samples' or"
                      + " 'properties'.")
              .example(
                  "SELECT size(_FUNC_(tensormap, 'samples', array(map('system', 0), map('system',"
                      + " 1)))) FROM features",
                  "2")
              .example(
                  """
                  SELECT n, tm_values(part, map('center_type', 1)) AS values
                  FROM features LATERAL VIEW
                  posexplode(_FUNC_(tensormap, 'properties', array(map('n', 0), map('n', 1)))) parts AS n, part""",
                  """
                  0  [1.0, 3.0, 5.0]
                  1  [-2.0, 4.0, 6.0]""")
              .returns(
                  Result.TENSOR_MAPS,
                  in -> Slicing.split(in.get(TENSOR_MAP), in.get(AXIS), in.get(SELECTIONS))),
          TensorMapFunction.named("tm_filter_blocks")
              .takes(TENSOR_MAP, KEYS)
              .does("Keeps the blocks whose keys match one of the given keys along its dimensions.")
              .example(
                  "SELECT tm_keys(_FUNC_(tensormap, map('center_type', 6))) FROM features",
                  "{[center_type], [[6]]}")
              .returns(
                  Result.TENSOR_MAP,
                  in -> BlockSelection.filterBlocks(in.get(TENSOR_MAP), in.get(KEYS))),
          TensorMapFunction.named("tm_drop_blocks")
              .takes(TENSOR_MAP, KEYS)
              .does(
                  "Leaves out the blocks whose keys match one of the given keys along its"
                      + " dimensions.")
              .example(
                  "SELECT tm_keys(_FUNC_(tensormap, map('center_type', 6))) FROM features",
                  "{[center_type], [[1]]}")
              .returns(
                  Result.TENSOR_MAP,
                  in -> BlockSelection.dropBlocks(in.get(TENSOR_MAP), in.get(KEYS))),
          TensorMapFunction.named("tm_drop_empty_blocks")
              .takes(TENSOR_MAP)
              .does("Leaves out the blocks that have no values.")
              .example(
                  "SELECT tm_num_blocks(_FUNC_(tm_slice(tensormap, 'samples', map('atom', 0))))"
                      + " FROM features",
                  "1")
              .returns(Result.TENSOR_MAP, in -> BlockSelection.dropEmptyBlocks(in.get(TENSOR_MAP))),
          TensorMapFunction.named("tm_remove_gradients")
              .takes(TENSOR_MAP, GRADIENTS)
              .does(
                  "Leaves out the gradients with respect to the named parameters, or all of them if"
                      + " none are named.")
              .example("SELECT tm_gradients(_FUNC_(tensormap)) FROM features", "[]")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      in.get(GRADIENTS)
                          .map(names -> Gradients.removeGradients(in.get(TENSOR_MAP), names))
                          .orElseGet(() -> Gradients.removeGradients(in.get(TENSOR_MAP)))),
          TensorMapFunction.named("tm_sort")
              .takes(TENSOR_MAP, SORTED_AXES, DESCENDING)
              .does(
                  "Sorts 'keys', 'samples', 'components' or 'properties', or all of them if no axis"
                      + " is given, and the values with them.")
              .example(
                  "SELECT tm_keys(_FUNC_(tensormap, 'keys', true)) FROM features",
                  "{[center_type], [[6], [1]]}")
              .returns(
                  Result.TENSOR_MAP,
                  in -> Sorting.sort(in.get(TENSOR_MAP), in.get(SORTED_AXES), in.get(DESCENDING))),
          TensorMapFunction.named("tm_append_dimension")
              .takes(TENSOR_MAP, AXIS, NAME, VALUE)
              .does(
                  "Appends a dimension, which has the same value in all entries, to 'keys',"
                      + " 'samples' or 'properties'.")
              .example(
                  "SELECT tm_keys(_FUNC_(tensormap, 'keys', 'o3_lambda', 0)) FROM features",
                  "{[center_type, o3_lambda], [[1, 0], [6, 0]]}")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      Dimensions.appendDimension(
                          in.get(TENSOR_MAP), in.get(AXIS), in.get(NAME), in.get(VALUE))),
          TensorMapFunction.named("tm_insert_dimension")
              .takes(TENSOR_MAP, AXIS, INDEX, NAME, VALUE)
              .does(
                  "Inserts a dimension, which has the same value in all entries, into 'keys',"
                      + " 'samples' or 'properties', before the one with an index, counted from 0.")
              .example(
                  "SELECT tm_sample_names(_FUNC_(tensormap, 'samples', 0, 'set', 7)) FROM features",
                  "[set, system, atom]")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      Dimensions.insertDimension(
                          in.get(TENSOR_MAP),
                          in.get(AXIS),
                          in.get(INDEX),
                          in.get(NAME),
                          in.get(VALUE))),
          TensorMapFunction.named("tm_permute_dimensions")
              .takes(TENSOR_MAP, AXIS, ORDER)
              .does(
                  "Puts the dimensions of 'keys', 'samples' or 'properties' into another order, in"
                      + " which each is named by its old index, counted from 0.")
              .example(
                  "SELECT tm_sample_names(_FUNC_(tensormap, 'samples', array(1, 0))) FROM features",
                  "[atom, system]")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      Dimensions.permuteDimensions(
                          in.get(TENSOR_MAP), in.get(AXIS), in.get(ORDER))),
          TensorMapFunction.named("tm_remove_dimension")
              .takes(TENSOR_MAP, AXIS, NAME)
              .does(
                  "Removes a dimension of 'keys', 'samples' or 'properties', whose entries must stay"
                      + " unique.")
              .example(
                  "SELECT tm_key_names(_FUNC_(tm_append_dimension(tensormap, 'keys', 'set', 0), 'keys',"
                      + " 'set')) FROM features",
                  "[center_type]")
              .returns(
                  Result.TENSOR_MAP,
                  in -> Dimensions.removeDimension(in.get(TENSOR_MAP), in.get(AXIS), in.get(NAME))),
          TensorMapFunction.named("tm_rename_dimension")
              .takes(TENSOR_MAP, AXIS, NAME, NEW_NAME)
              .does("Renames a dimension of 'keys', 'samples' or 'properties'.")
              .example(
                  "SELECT tm_sample_names(_FUNC_(tensormap, 'samples', 'atom', 'center')) FROM"
                      + " features",
                  "[system, center]")
              .returns(
                  Result.TENSOR_MAP,
                  in ->
                      Dimensions.renameDimension(
                          in.get(TENSOR_MAP), in.get(AXIS), in.get(NAME), in.get(NEW_NAME))));

  private StructureFunctions() {}
}

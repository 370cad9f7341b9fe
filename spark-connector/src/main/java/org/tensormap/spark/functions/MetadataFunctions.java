package org.tensormap.spark.functions;

import static org.tensormap.spark.functions.Parameters.AXIS;
import static org.tensormap.spark.functions.Parameters.KEY;
import static org.tensormap.spark.functions.Parameters.LABELS;
import static org.tensormap.spark.functions.Parameters.NAMES;
import static org.tensormap.spark.functions.Parameters.STORED_MAP;
import static org.tensormap.spark.functions.Parameters.TENSOR_MAP;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorMap;
import org.tensormap.operations.Metadata;
import org.tensormap.spark.StoredBlock;
import org.tensormap.spark.StoredMap;
import org.tensormap.spark.TensorMapSchema;

/**
 * Functions that look at labels, shapes and types. None but {@code tm_unique_metadata} reads
 * values.
 */
final class MetadataFunctions {
  /** As many as Python prints. */
  private static final int PRINTED_BLOCKS = 7;

  private static final Parameter<Labels> DIMENSION = Parameter.of("dimension", Kinds.LABELS);

  static final List<SqlFunction> ALL =
      List.of(
          TensorMapFunction.named("tm_print")
              .takes(STORED_MAP)
              .does(
                  "Prints the number of blocks, the keys and the shapes of the first blocks of a"
                      + " tensor map, as print(tensor) does in Python.")
              .example(
                  "SELECT _FUNC_(tensormap) FROM features",
                  """
                  TensorMap with 2 blocks
                      keys: [center_type]
                      blocks:
                         1   => TensorBlock with shape (3, 2)
                         6   => TensorBlock with shape (2, 2)""")
              .returns(Result.TEXT, in -> print(in.get(STORED_MAP))),
          TensorMapFunction.named("tm_keys")
              .takes(STORED_MAP)
              .does(
                  "Returns the keys of a tensor map: the names of their dimensions, and the values"
                      + " of each key.")
              .example("SELECT _FUNC_(tensormap) FROM features", "{[center_type], [[1], [6]]}")
              .returns(Result.LABELS, in -> in.get(STORED_MAP).keys()),
          names(
              "tm_key_names",
              "Returns the names of the key dimensions of a tensor map.",
              "[center_type]",
              map -> map.keys().names()),
          names(
              "tm_sample_names",
              "Returns the names of the sample dimensions of a tensor map.",
              "[system, atom]",
              map -> ofFirst(map, block -> block.samples().names())),
          names(
              "tm_component_names",
              "Returns the names of the components of a tensor map.",
              "[]",
              map -> ofFirst(map, MetadataFunctions::componentNames)),
          names(
              "tm_property_names",
              "Returns the names of the property dimensions of a tensor map.",
              "[n]",
              map -> ofFirst(map, block -> block.properties().names())),
          names(
              "tm_gradients",
              "Returns the names of the parameters with respect to which a tensor map has gradients.",
              "[strain]",
              map -> ofFirst(map, StoredBlock::gradientsList)),
          TensorMapFunction.named("tm_num_blocks")
              .takes(STORED_MAP)
              .does("Returns the number of blocks of a tensor map.")
              .example("SELECT _FUNC_(tensormap) FROM features", "2")
              .returns(Result.NUMBER, in -> in.get(STORED_MAP).keys().size()),
          TensorMapFunction.named("tm_shape")
              .takes(STORED_MAP, KEY)
              .does(
                  "Returns the shape of the block with a key: the numbers of samples, of entries of"
                      + " each component, and of properties. The key can be left out if there is"
                      + " only one block.")
              .example("SELECT _FUNC_(tensormap, map('center_type', 1)) FROM features", "[3, 2]")
              .returns(Result.SHAPE, in -> block(in).shape().getShape()),
          TensorMapFunction.named("tm_dtype")
              .takes(STORED_MAP)
              .does(
                  "Returns the type of the values of a tensor map, for example float64; NULL if it"
                      + " has no blocks.")
              .example("SELECT _FUNC_(tensormap) FROM features", "float64")
              .returns(Result.TEXT, in -> dtype(in.get(STORED_MAP))),
          TensorMapFunction.named("tm_info")
              .takes(STORED_MAP)
              .does("Returns the global metadata of a tensor map.")
              .example("SELECT _FUNC_(tensormap) FROM features", "{unit -> eV}")
              .returns(Result.INFO, in -> in.get(STORED_MAP).info()),
          TensorMapFunction.named("tm_samples")
              .takes(STORED_MAP, KEY)
              .does(
                  "Returns the samples of the block with a key, which can be left out if there is"
                      + " only one block.")
              .example(
                  "SELECT _FUNC_(tensormap, map('center_type', 1)) FROM features",
                  "{[system, atom], [[0, 1], [0, 2], [1, 1]]}")
              .returns(Result.LABELS, in -> block(in).samples()),
          TensorMapFunction.named("tm_properties")
              .takes(STORED_MAP, KEY)
              .does(
                  "Returns the properties of the block with a key, which can be left out if there"
                      + " is only one block.")
              .example(
                  "SELECT _FUNC_(tensormap, map('center_type', 1)) FROM features",
                  "{[n], [[0], [1]]}")
              .returns(Result.LABELS, in -> block(in).properties()),
          TensorMapFunction.named("tm_unique_metadata")
              .takes(TENSOR_MAP, AXIS, NAMES)
              .does(
                  "Returns the distinct values of some dimensions of the samples or properties of"
                      + " all blocks, sorted.")
              .example(
                  "SELECT _FUNC_(tensormap, 'samples', 'system') FROM features",
                  "{[system], [[0], [1]]}")
              .returns(
                  Result.LABELS,
                  in -> Metadata.uniqueMetadata(in.get(TENSOR_MAP), in.get(AXIS), in.get(NAMES))),
          TensorMapFunction.named("tm_one_hot")
              .takes(LABELS, DIMENSION)
              .does(
                  "Returns an array for each of some labels, with a one for the value that one of"
                      + " their dimensions has, and zeros for others. dimension are labels with"
                      + " this dimension and all its values, in the order of the arrays.")
              .example(
                  "SELECT _FUNC_(tm_keys(tensormap), array(map('center_type', 1), map('center_type',"
                      + " 6))) FROM features",
                  "[[1, 0], [0, 1]]")
              .returns(Result.ROWS, in -> oneHot(in.get(LABELS), in.get(DIMENSION))));

  private MetadataFunctions() {}

  /** The block that the arguments select. */
  static StoredBlock block(Arguments in) {
    StoredMap map = in.get(STORED_MAP);
    return in.get(KEY).map(map::block).orElseGet(map::block);
  }

  private static int[][] oneHot(Labels labels, Labels dimension) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      int[] ones = Metadata.oneHot(labels, dimension, manager).toIntArray();
      int width = dimension.size();
      return IntStream.range(0, labels.size())
          .mapToObj(row -> Arrays.copyOfRange(ones, row * width, (row + 1) * width))
          .toArray(int[][]::new);
    }
  }

  private static TensorMapFunction names(
      String name, String purpose, String example, Function<StoredMap, List<String>> names) {
    return TensorMapFunction.named(name)
        .takes(STORED_MAP)
        .does(purpose)
        .example("SELECT _FUNC_(tensormap) FROM features", example)
        .returns(Result.NAMES, in -> names.apply(in.get(STORED_MAP)));
  }

  /** What all blocks have in common; nothing if there are none. */
  private static List<String> ofFirst(StoredMap map, Function<StoredBlock, List<String>> property) {
    return map.keys().size() == 0 ? List.of() : property.apply(map.blocks().get(0));
  }

  private static List<String> componentNames(StoredBlock block) {
    return block.components().stream().map(Labels::names).map(names -> names.get(0)).toList();
  }

  private static String dtype(StoredMap map) {
    return map.keys().size() == 0 ? null : TensorMapSchema.name(map.blocks().get(0).dtype());
  }

  private static String print(StoredMap map) {
    return TensorMap.print(
        map.keys(), map.blocks().stream().map(StoredBlock::shape).toList(), PRINTED_BLOCKS);
  }
}

package org.tensormap.spark.functions;

import static org.tensormap.spark.functions.Parameters.KEY;
import static org.tensormap.spark.functions.Parameters.STORED_MAP;
import static org.tensormap.spark.functions.Parameters.TENSOR_MAP;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.StoredMap;

/** Functions that make a tensor map of bytes, or bytes, numbers and rows of a tensor map. */
final class ValueFunctions {
  private static final Parameter<TensorMap> BYTES = Parameter.of("bytes", Kinds.TENSOR_MAP);
  private static final Parameter<DataType> DTYPE = Parameter.of("dtype", Kinds.DTYPE);

  static final List<SqlFunction> ALL =
      List.of(
          TensorMapFunction.named("tm_from_mts")
              .takes(BYTES)
              .does(
                  "Returns the tensor map in the bytes of a .mts file as an Arrow IPC stream, the"
                      + " form in which datasets and models return tensor maps. Other functions"
                      + " take the bytes of a .mts file as well.")
              .example("SELECT tm_num_blocks(_FUNC_(tm_to_mts(tensormap))) FROM features", "2")
              .returns(Result.TENSOR_MAP, in -> in.get(BYTES)),
          TensorMapFunction.named("tm_to_mts")
              .takes(TENSOR_MAP)
              .does(
                  "Returns a tensor map as the bytes of a .mts file, which"
                      + " metatensor.io.load_buffer reads in Python.")
              .example("SELECT left(hex(_FUNC_(tensormap)), 8) FROM features", "504B0304")
              .returns(Result.BYTES, in -> toMts(in.get(TENSOR_MAP))),
          TensorMapFunction.named("tm_to")
              .takes(TENSOR_MAP, DTYPE)
              .does("Returns a tensor map with its values converted to another type.")
              .example("SELECT tm_dtype(_FUNC_(tensormap, 'float32')) FROM features", "float32")
              .returns(Result.TENSOR_MAP, in -> in.get(TENSOR_MAP).to(in.get(DTYPE))),
          TensorMapFunction.named("tm_values")
              .takes(STORED_MAP, KEY)
              .does(
                  "Returns the values of the block with a key as doubles, in row-major order. The"
                      + " key can be left out if there is only one block.")
              .example(
                  "SELECT _FUNC_(tensormap, map('center_type', 1)) FROM features",
                  "[1.0, -2.0, 3.0, 4.0, 5.0, 6.0]")
              .example(
                  "SELECT _FUNC_(tensormap, named_struct('center_type', 6)) FROM features",
                  "[7.0, 8.0, 9.0, 10.0]")
              .returns(
                  Result.VALUES,
                  in -> DoubleValues.of(MetadataFunctions.block(in).load().values())),
          TensorMapFunction.named("tm_block")
              .takes(STORED_MAP, KEY)
              .does(
                  "Returns the block with a key as a tensor map with only this block. The key can"
                      + " be left out if there is only one block.")
              .example(
                  "SELECT tm_print(_FUNC_(tensormap, map('center_type', 1))) FROM features",
                  """
                  TensorMap with 1 block
                      keys: [center_type]
                      blocks:
                         1   => TensorBlock with shape (3, 2)""")
              .returns(Result.TENSOR_MAP, in -> onlyBlock(in.get(STORED_MAP), in.get(KEY))),
          TensorMapFunction.named("tm_explode_blocks")
              .takes(TENSOR_MAP)
              .does(
                  "Returns a struct for each block of a tensor map, and for each of its gradients,"
                      + " for inline: the key, the path of the gradient (NULL for the block itself),"
                      + " the shape, the labels of all axes, and all values, in row-major order.")
              .example(
                  "SELECT inline(_FUNC_(tensormap)) FROM dipoles",
                  "{_ -> 0}  null  [1, 3, 1]  {[system], [[0]]}  [{[xyz], [[0], [1], [2]]}]"
                      + "  {[dipole], [[0]]}  [1.0, 2.0, 3.0]")
              .example(
                  """
                  SELECT key, gradient, shape, samples.values AS samples, values
                  FROM features LATERAL VIEW inline(_FUNC_(tensormap)) blocks""",
                  """
                  {center_type -> 1}  null  [3, 2]  [[0, 1], [0, 2], [1, 1]]  [1.0, -2.0, 3.0, 4.0, 5.0, 6.0]
                  {center_type -> 1}  strain  [1, 2]  [[1]]  [0.5, 1.5]
                  {center_type -> 6}  null  [2, 2]  [[0, 0], [1, 0]]  [7.0, 8.0, 9.0, 10.0]
                  {center_type -> 6}  strain  [1, 2]  [[1]]  [0.5, 1.5]""")
              .returns(ExplodedRows.BLOCKS, in -> in.get(TENSOR_MAP)),
          TensorMapFunction.named("tm_explode_samples")
              .takes(TENSOR_MAP)
              .does(
                  "Returns a struct for each sample of each block of a tensor map, for inline: the"
                      + " key, the sample, and its values, in row-major order.")
              .example(
                  "SELECT inline(_FUNC_(tensormap)) FROM features",
                  """
                  {center_type -> 1}  {system -> 0, atom -> 1}  [1.0, -2.0]
                  {center_type -> 1}  {system -> 0, atom -> 2}  [3.0, 4.0]
                  {center_type -> 1}  {system -> 1, atom -> 1}  [5.0, 6.0]
                  {center_type -> 6}  {system -> 0, atom -> 0}  [7.0, 8.0]
                  {center_type -> 6}  {system -> 1, atom -> 0}  [9.0, 10.0]""")
              .example(
                  """
                  SELECT sample['system'] AS system, values[0] AS first
                  FROM features LATERAL VIEW inline(_FUNC_(tensormap)) rows
                  WHERE key['center_type'] = 1""",
                  """
                  0  1.0
                  0  3.0
                  1  5.0""")
              .returns(ExplodedRows.SAMPLES, in -> in.get(TENSOR_MAP)),
          TensorMapFunction.named("tm_explode_values")
              .takes(TENSOR_MAP)
              .does(
                  "Returns a struct for each value of each block of a tensor map, for inline: the"
                      + " key, the sample, the component, the property, and the value.")
              .example(
                  "SELECT inline(_FUNC_(tm_block(tensormap, map('center_type', 6)))) FROM features",
                  """
                  {center_type -> 6}  {system -> 0, atom -> 0}  {}  {n -> 0}  7.0
                  {center_type -> 6}  {system -> 0, atom -> 0}  {}  {n -> 1}  8.0
                  {center_type -> 6}  {system -> 1, atom -> 0}  {}  {n -> 0}  9.0
                  {center_type -> 6}  {system -> 1, atom -> 0}  {}  {n -> 1}  10.0""")
              .returns(ExplodedRows.VALUES, in -> in.get(TENSOR_MAP)));

  private ValueFunctions() {}

  private static byte[] toMts(TensorMap map) {
    try {
      return Mts.saveBuffer(map);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can not be written", e);
    }
  }

  private static TensorMap onlyBlock(StoredMap map, Optional<Labels> key) {
    int position =
        key.map(selection -> TensorMap.position(map.keys(), selection))
            .orElseGet(() -> TensorMap.position(map.keys()));
    TensorBlock block = map.blocks().get(position).load();
    TensorMap result = new TensorMap(map.keys().entries(position), List.of(block));
    map.info().forEach(result::setInfo);
    return result;
  }
}

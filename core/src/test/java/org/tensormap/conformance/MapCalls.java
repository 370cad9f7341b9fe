package org.tensormap.conformance;

import static org.tensormap.conformance.LibraryCall.call;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.operations.Arithmetic;
import org.tensormap.operations.Comparisons;
import org.tensormap.operations.LinearAlgebra;

/** What stands for the methods of maps. */
final class MapCalls {
  private static final String MOVE = "self keys_to_move fill_value sort_samples";

  static final List<LibraryCall> ALL =
      List.of(
          call(
              "TensorMap",
              "keys blocks",
              in -> new TensorMap(in.labels("keys"), in.all("blocks", TensorBlock.class))),
          call("TensorMap.keys", "self", in -> in.map("self").keys()),
          call("TensorMap.__len__", "self", in -> (long) in.map("self").size()),
          call("TensorMap.block", "self selection", MapCalls::block),
          call("TensorMap.__getitem__", "self selection", MapCalls::block),
          call("TensorMap.blocks", "self selection", MapCalls::blocks),
          call(
              "TensorMap.block_by_id",
              "self index",
              in -> in.map("self").block(in.integer("index"))),
          call(
              "TensorMap.blocks_by_id",
              "self indices",
              in -> in.map("self").blocks(in.integers("indices"))),
          call("TensorMap.keys_to_samples", MOVE, MapCalls::keysToSamples),
          call("TensorMap.keys_to_properties", MOVE, MapCalls::keysToProperties),
          call(
              "TensorMap.components_to_properties",
              "self dimensions",
              in ->
                  in.map("self")
                      .componentsToProperties(in.texts("dimensions").toArray(String[]::new))),
          call("TensorMap.sample_names", "self", in -> in.map("self").sampleNames()),
          call("TensorMap.component_names", "self", in -> in.map("self").componentNames()),
          call("TensorMap.property_names", "self", in -> in.map("self").propertyNames()),
          call(
              "TensorMap.print",
              "self max_keys",
              in -> in.map("self").print(in.integer("max_keys"))),
          call("TensorMap.__str__", "self", in -> in.map("self").toString()),
          call("TensorMap.__repr__", "self", in -> in.map("self").print(-1)),
          call("TensorMap.copy", "self deep", in -> in.map("self").copy(in.flag("deep", true))),
          call("TensorMap.to", "self dtype", in -> in.map("self").to(BlockCalls.dtype(in))),
          call("TensorMap.device", "self", in -> in.map("self").device().getDeviceType()),
          call("TensorMap.info", "self", in -> in.map("self").info()),
          call(
              "TensorMap.get_info",
              "self key",
              in -> in.map("self").getInfo(in.text("key")).orElse(null)),
          call(
              "TensorMap.set_info",
              "self key value",
              in -> {
                in.map("self").setInfo(in.text("key"), in.text("value"));
                return in.map("self");
              }),
          call(
              "TensorMap.__eq__",
              "self other",
              in -> Comparisons.equal(in.map("self"), in.map("other"))),
          call("TensorMap.__add__", "A B", OperationCalls::add),
          call("TensorMap.__sub__", "A B", OperationCalls::subtract),
          call("TensorMap.__mul__", "A B", OperationCalls::multiply),
          call("TensorMap.__truediv__", "A B", OperationCalls::divide),
          call("TensorMap.__pow__", "A B", OperationCalls::pow),
          call("TensorMap.__neg__", "A", in -> Arithmetic.multiply(in.map("A"), -1)),
          call("TensorMap.__matmul__", "A B", in -> LinearAlgebra.dot(in.map("A"), in.map("B"))),
          call(
              "TensorMap.save_buffer",
              "self",
              (in, manager) -> LibraryCall.bytes(Mts.saveBuffer(in.map("self")), manager)),
          call("TensorMap.load_buffer", "buffer", MapCalls::loadBuffer),
          call("load_buffer", "buffer", MapCalls::loadBuffer),
          call(
              "save_buffer",
              "data",
              (in, manager) -> LibraryCall.bytes(Mts.saveBuffer(in.map("data")), manager)));

  private MapCalls() {}

  private static Object loadBuffer(Arguments in, NDManager manager) throws IOException {
    return Mts.loadBuffer(in.array("buffer").toByteBuffer(true), manager);
  }

  private static Object block(Arguments in) {
    TensorMap map = in.map("self");
    if (!in.has("selection")) {
      return map.block();
    }
    Object selection = in.get("selection");
    if (selection instanceof Long index) {
      return map.block(Math.toIntExact(index));
    }
    return selection instanceof Map
        ? map.block(in.numbersByName("selection"))
        : map.block(in.labels("selection"));
  }

  private static Object blocks(Arguments in) {
    TensorMap map = in.map("self");
    if (!in.has("selection")) {
      return map.blocks();
    }
    Object selection = in.get("selection");
    if (selection instanceof Long index) {
      return map.blocks(Math.toIntExact(index));
    }
    if (selection instanceof List) {
      return map.blocks(in.integers("selection"));
    }
    return selection instanceof Map
        ? map.blocks(in.numbersByName("selection"))
        : map.blocks(in.labels("selection"));
  }

  private static Object keysToSamples(Arguments in) {
    return in.map("self")
        .keysToSamples(keys(in), in.number("fill_value", 0), in.flag("sort_samples", true));
  }

  private static Object keysToProperties(Arguments in) {
    return in.map("self")
        .keysToProperties(keys(in), in.number("fill_value", 0), in.flag("sort_samples", true));
  }

  /** Keys to move: labels, or a name or a list of names, as labels without entries. */
  private static Labels keys(Arguments in) {
    return in.get("keys_to_move") instanceof Labels labels
        ? labels
        : Labels.empty(in.texts("keys_to_move"));
  }
}

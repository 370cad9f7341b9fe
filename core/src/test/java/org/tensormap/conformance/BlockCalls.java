package org.tensormap.conformance;

import static org.tensormap.conformance.LibraryCall.call;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.io.Mts;
import org.tensormap.operations.Comparisons;

/** What stands for the methods of blocks. */
final class BlockCalls {
  static final List<LibraryCall> ALL =
      List.of(
          call(
              "TensorBlock",
              "values samples components properties",
              in ->
                  new TensorBlock(
                      in.array("values"),
                      in.labels("samples"),
                      in.all("components", Labels.class),
                      in.labels("properties"))),
          call("TensorBlock.values", "self", in -> in.block("self").values()),
          call("TensorBlock.samples", "self", in -> in.block("self").samples()),
          call("TensorBlock.components", "self", in -> in.block("self").components()),
          call("TensorBlock.properties", "self", in -> in.block("self").properties()),
          call(
              "TensorBlock.shape",
              "self",
              in -> Arrays.stream(in.block("self").shape().getShape()).boxed().toList()),
          call("TensorBlock.__len__", "self", in -> (long) in.block("self").size()),
          call(
              "TensorBlock.__eq__",
              "self other",
              in -> Comparisons.equalBlock(in.block("self"), in.block("other"))),
          call("TensorBlock.print", "self", in -> in.block("self").toString()),
          call("TensorBlock.__str__", "self", in -> in.block("self").toString()),
          call("TensorBlock.__repr__", "self", in -> in.block("self").toString()),
          call("TensorBlock.copy", "self deep", in -> in.block("self").copy(in.flag("deep", true))),
          call("TensorBlock.to", "self dtype", in -> in.block("self").to(dtype(in))),
          call("TensorBlock.device", "self", in -> in.block("self").device().getDeviceType()),
          call(
              "TensorBlock.add_gradient",
              "self parameter gradient",
              in -> {
                in.block("self").addGradient(in.text("parameter"), in.block("gradient"));
                return in.block("self");
              }),
          call("TensorBlock.gradients_list", "self", in -> in.block("self").gradientsList()),
          call(
              "TensorBlock.has_gradient",
              "self parameter",
              in -> in.block("self").hasGradient(in.text("parameter"))),
          call(
              "TensorBlock.gradient",
              "self parameter",
              in -> in.block("self").gradient(in.text("parameter"))),
          call(
              "TensorBlock.gradients",
              "self",
              in ->
                  in.block("self").gradients().entrySet().stream()
                      .map(gradient -> List.of(gradient.getKey(), gradient.getValue()))
                      .toList()),
          call(
              "TensorBlock.save_buffer",
              "self",
              (in, manager) -> LibraryCall.bytes(Mts.saveBlockBuffer(in.block("self")), manager)),
          call(
              "TensorBlock.load_buffer",
              "buffer",
              (in, manager) ->
                  Mts.loadBlockBuffer(in.array("buffer").toByteBuffer(true), manager)));

  private BlockCalls() {}

  static DataType dtype(Arguments in) {
    return DataType.valueOf(in.text("dtype").replace("torch.", "").toUpperCase(Locale.ROOT));
  }
}

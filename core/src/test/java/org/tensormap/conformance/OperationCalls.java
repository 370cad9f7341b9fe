package org.tensormap.conformance;

import static org.tensormap.conformance.LibraryCall.none;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.operations.Arithmetic;
import org.tensormap.operations.Axis;
import org.tensormap.operations.BlockSelection;
import org.tensormap.operations.Checks;
import org.tensormap.operations.Comparisons;
import org.tensormap.operations.Creation;
import org.tensormap.operations.DifferentKeys;
import org.tensormap.operations.Dimensions;
import org.tensormap.operations.Gradients;
import org.tensormap.operations.Joining;
import org.tensormap.operations.Layout;
import org.tensormap.operations.LinearAlgebra;
import org.tensormap.operations.Metadata;
import org.tensormap.operations.Reductions;
import org.tensormap.operations.Slicing;
import org.tensormap.operations.Sorting;

/** What stands for the functions of the package metatensor-operations. */
final class OperationCalls {
  private static final List<Axis> AXES = List.of(Axis.values());
  private static final List<Axis> BLOCK_AXES =
      List.of(Axis.SAMPLES, Axis.COMPONENTS, Axis.PROPERTIES);
  private static final String TWO_MAPS = "tensor_1 tensor_2";
  private static final String TWO_BLOCKS = "block_1 block_2";
  private static final String TOLERANCES = " rtol atol equal_nan";
  private static final String CHECK = " check check_gradients";

  static final List<LibraryCall> ALL =
      Stream.of(
              arithmetic(),
              reductions(),
              joinsAndParts(),
              dimensions(),
              blocksAndMetadata(),
              creation(),
              comparisons(),
              gradientsAndLayout())
          .flatMap(List::stream)
          .toList();

  private OperationCalls() {}

  private static List<LibraryCall> arithmetic() {
    return List.of(
        call("abs", "A", in -> Arithmetic.abs(in.map("A"))),
        call("add", "A B", OperationCalls::add),
        call("subtract", "A B", OperationCalls::subtract),
        call("multiply", "A B", OperationCalls::multiply),
        call("divide", "A B", OperationCalls::divide),
        call("pow", "A B", OperationCalls::pow),
        call("dot", TWO_MAPS, in -> LinearAlgebra.dot(in.map("tensor_1"), in.map("tensor_2"))),
        call("solve", "X Y", in -> LinearAlgebra.solve(in.map("X"), in.map("Y"))),
        call(
            "lstsq",
            "X Y rcond driver",
            in ->
                in.has("driver")
                    ? LinearAlgebra.lstsq(
                        in.map("X"), in.map("Y"), in.number("rcond", Double.NaN), in.text("driver"))
                    : in.has("rcond")
                        ? LinearAlgebra.lstsq(in.map("X"), in.map("Y"), in.number("rcond", 0))
                        : LinearAlgebra.lstsq(in.map("X"), in.map("Y"))));
  }

  static Object add(Arguments in) {
    return binary(in, Arithmetic::add, Arithmetic::add);
  }

  static Object subtract(Arguments in) {
    return binary(in, Arithmetic::subtract, Arithmetic::subtract);
  }

  static Object multiply(Arguments in) {
    return binary(in, Arithmetic::multiply, Arithmetic::multiply);
  }

  static Object divide(Arguments in) {
    return binary(in, Arithmetic::divide, Arithmetic::divide);
  }

  static Object pow(Arguments in) {
    return Arithmetic.pow(in.map("A"), ((Number) in.get("B")).doubleValue());
  }

  private static Object binary(
      Arguments in,
      BiFunction<TensorMap, TensorMap, TensorMap> maps,
      BiFunction<TensorMap, Double, TensorMap> number) {
    return in.get("B") instanceof TensorMap second
        ? maps.apply(in.map("A"), second)
        : number.apply(in.map("A"), ((Number) in.get("B")).doubleValue());
  }

  private static List<LibraryCall> reductions() {
    return List.of(
        overSamples("sum", Reductions::sumOverSamples),
        overSamples("mean", Reductions::meanOverSamples),
        overSamples("std", Reductions::stdOverSamples),
        overSamples("var", Reductions::varOverSamples),
        overSamplesBlock("sum", Reductions::sumOverSamplesBlock),
        overSamplesBlock("mean", Reductions::meanOverSamplesBlock),
        overSamplesBlock("std", Reductions::stdOverSamplesBlock),
        overSamplesBlock("var", Reductions::varOverSamplesBlock),
        overProperties("sum", Reductions::sumOverProperties),
        overProperties("mean", Reductions::meanOverProperties),
        overProperties("std", Reductions::stdOverProperties),
        overProperties("var", Reductions::varOverProperties),
        overPropertiesBlock("sum", Reductions::sumOverPropertiesBlock),
        overPropertiesBlock("mean", Reductions::meanOverPropertiesBlock),
        overPropertiesBlock("std", Reductions::stdOverPropertiesBlock),
        overPropertiesBlock("var", Reductions::varOverPropertiesBlock));
  }

  private static LibraryCall overSamples(
      String name, BiFunction<TensorMap, List<String>, TensorMap> reduce) {
    return call(
        name + "_over_samples",
        "tensor sample_names",
        in -> reduce.apply(in.map("tensor"), in.texts("sample_names")));
  }

  private static LibraryCall overSamplesBlock(
      String name, BiFunction<TensorBlock, List<String>, TensorBlock> reduce) {
    return call(
        name + "_over_samples_block",
        "block sample_names",
        in -> reduce.apply(in.block("block"), in.texts("sample_names")));
  }

  private static LibraryCall overProperties(
      String name, BiFunction<TensorMap, List<String>, TensorMap> reduce) {
    return call(
        name + "_over_properties",
        "tensor property_names",
        in -> reduce.apply(in.map("tensor"), in.texts("property_names")));
  }

  private static LibraryCall overPropertiesBlock(
      String name, BiFunction<TensorBlock, List<String>, TensorBlock> reduce) {
    return call(
        name + "_over_properties_block",
        "block property_names",
        in -> reduce.apply(in.block("block"), in.texts("property_names")));
  }

  private static List<LibraryCall> joinsAndParts() {
    return List.of(
        call(
            "join",
            "tensors axis different_keys add_dimension",
            in ->
                Joining.join(
                    in.all("tensors", TensorMap.class),
                    in.axis("axis"),
                    DifferentKeys.of(in.text("different_keys", "error")),
                    in.text("add_dimension", null))),
        call(
            "join_blocks",
            "blocks axis add_dimension",
            in ->
                Joining.joinBlocks(
                    in.all("blocks", TensorBlock.class),
                    in.axis("axis"),
                    in.text("add_dimension", null))),
        call(
            "slice",
            "tensor axis selection",
            in -> Slicing.slice(in.map("tensor"), in.axis("axis"), in.selection("selection"))),
        call(
            "slice_block",
            "block axis selection",
            in ->
                Slicing.sliceBlock(in.block("block"), in.axis("axis"), in.selection("selection"))),
        call(
            "split",
            "tensor axis selections",
            in -> Slicing.split(in.map("tensor"), in.axis("axis"), in.selections("selections"))),
        call(
            "split_block",
            "block axis selections",
            in ->
                Slicing.splitBlock(
                    in.block("block"), in.axis("axis"), in.selections("selections"))),
        call(
            "sort",
            "tensor axes descending",
            in ->
                Sorting.sort(
                    in.map("tensor"), in.axes("axes", AXES), in.flag("descending", false))),
        call(
            "sort_block",
            "block axes descending",
            in ->
                Sorting.sortBlock(
                    in.block("block"), in.axes("axes", BLOCK_AXES), in.flag("descending", false))));
  }

  private static List<LibraryCall> dimensions() {
    return List.of(
        call(
            "append_dimension",
            "tensor axis name values",
            in ->
                in.get("values") instanceof Long
                    ? Dimensions.appendDimension(
                        in.map("tensor"), in.axis("axis"), in.text("name"), in.integer("values"))
                    : Dimensions.appendDimension(
                        in.map("tensor"), in.axis("axis"), in.text("name"), in.integers("values"))),
        call(
            "insert_dimension",
            "tensor axis index name values",
            in ->
                in.get("values") instanceof Long
                    ? Dimensions.insertDimension(
                        in.map("tensor"),
                        in.axis("axis"),
                        in.integer("index"),
                        in.text("name"),
                        in.integer("values"))
                    : Dimensions.insertDimension(
                        in.map("tensor"),
                        in.axis("axis"),
                        in.integer("index"),
                        in.text("name"),
                        in.integers("values"))),
        call(
            "permute_dimensions",
            "tensor axis dimensions_indexes",
            in ->
                Dimensions.permuteDimensions(
                    in.map("tensor"), in.axis("axis"), in.integers("dimensions_indexes"))),
        call(
            "remove_dimension",
            "tensor axis name",
            in -> Dimensions.removeDimension(in.map("tensor"), in.axis("axis"), in.text("name"))),
        call(
            "rename_dimension",
            "tensor axis old new",
            in ->
                Dimensions.renameDimension(
                    in.map("tensor"), in.axis("axis"), in.text("old"), in.text("new"))));
  }

  private static List<LibraryCall> blocksAndMetadata() {
    return List.of(
        call(
            "drop_blocks",
            "tensor keys copy",
            in ->
                BlockSelection.dropBlocks(
                    in.map("tensor"), in.labels("keys"), in.flag("copy", false))),
        call(
            "drop_empty_blocks",
            "tensor copy",
            in -> BlockSelection.dropEmptyBlocks(in.map("tensor"), in.flag("copy", false))),
        call(
            "filter_blocks",
            "tensor keys copy",
            in ->
                BlockSelection.filterBlocks(
                    in.map("tensor"), in.labels("keys"), in.flag("copy", false))),
        call(
            "unique_metadata",
            "tensor axis names gradient",
            in ->
                in.has("gradient")
                    ? Metadata.uniqueMetadata(
                        in.map("tensor"), in.axis("axis"), in.texts("names"), in.text("gradient"))
                    : Metadata.uniqueMetadata(
                        in.map("tensor"), in.axis("axis"), in.texts("names"))),
        call(
            "unique_metadata_block",
            "block axis names gradient",
            in ->
                in.has("gradient")
                    ? Metadata.uniqueMetadataBlock(
                        in.block("block"), in.axis("axis"), in.texts("names"), in.text("gradient"))
                    : Metadata.uniqueMetadataBlock(
                        in.block("block"), in.axis("axis"), in.texts("names"))),
        LibraryCall.call(
            "operations.one_hot",
            "labels dimension",
            (in, manager) ->
                Metadata.oneHot(in.labels("labels"), in.labels("dimension"), manager)));
  }

  private static List<LibraryCall> creation() {
    List<LibraryCall> calls = new ArrayList<>();
    calls.addAll(like("zeros", Creation::zerosLike, Creation::zerosLike));
    calls.addAll(like("ones", Creation::onesLike, Creation::onesLike));
    calls.addAll(like("empty", Creation::emptyLike, Creation::emptyLike));
    calls.addAll(like("random_uniform", Creation::randomUniformLike, Creation::randomUniformLike));
    calls.addAll(likeBlock("zeros", Creation::zerosLikeBlock, Creation::zerosLikeBlock));
    calls.addAll(likeBlock("ones", Creation::onesLikeBlock, Creation::onesLikeBlock));
    calls.addAll(likeBlock("empty", Creation::emptyLikeBlock, Creation::emptyLikeBlock));
    calls.addAll(
        likeBlock(
            "random_uniform", Creation::randomUniformLikeBlock, Creation::randomUniformLikeBlock));
    calls.add(
        call(
            "block_from_array",
            "array sample_names component_names property_names",
            OperationCalls::blockFromArray));
    return calls;
  }

  private interface Filled<T> {
    T apply(T like, List<String> gradients, boolean requiresGrad);
  }

  private static List<LibraryCall> like(
      String name, Function<TensorMap, TensorMap> all, Filled<TensorMap> some) {
    return List.of(
        call(
            name + "_like",
            "tensor gradients requires_grad",
            in ->
                in.has("gradients")
                    ? some.apply(
                        in.map("tensor"), in.texts("gradients"), in.flag("requires_grad", false))
                    : all.apply(in.map("tensor"))));
  }

  private static List<LibraryCall> likeBlock(
      String name, Function<TensorBlock, TensorBlock> all, Filled<TensorBlock> some) {
    return List.of(
        call(
            name + "_like_block",
            "block gradients requires_grad",
            in ->
                in.has("gradients")
                    ? some.apply(
                        in.block("block"), in.texts("gradients"), in.flag("requires_grad", false))
                    : all.apply(in.block("block"))));
  }

  private static Object blockFromArray(Arguments in) {
    return Creation.blockFromArray(
        in.array("array"),
        in.has("sample_names") ? in.texts("sample_names") : null,
        in.has("component_names") ? in.texts("component_names") : null,
        in.has("property_names") ? in.texts("property_names") : null);
  }

  private static List<LibraryCall> comparisons() {
    return List.of(
        call("equal", TWO_MAPS, in -> Comparisons.equal(first(in), second(in))),
        call(
            "equal_raise",
            TWO_MAPS,
            in -> none(() -> Comparisons.equalRaise(first(in), second(in)))),
        call(
            "equal_block",
            TWO_BLOCKS,
            in -> Comparisons.equalBlock(firstBlock(in), secondBlock(in))),
        call(
            "equal_block_raise",
            TWO_BLOCKS,
            in -> none(() -> Comparisons.equalBlockRaise(firstBlock(in), secondBlock(in)))),
        call(
            "allclose",
            TWO_MAPS + TOLERANCES,
            in ->
                Comparisons.allclose(
                    first(in), second(in), rtol(in), atol(in), in.flag("equal_nan", false))),
        call(
            "allclose_raise",
            TWO_MAPS + TOLERANCES,
            in ->
                none(
                    () ->
                        Comparisons.allcloseRaise(
                            first(in),
                            second(in),
                            rtol(in),
                            atol(in),
                            in.flag("equal_nan", false)))),
        call(
            "allclose_block",
            TWO_BLOCKS + TOLERANCES,
            in ->
                Comparisons.allcloseBlock(
                    firstBlock(in),
                    secondBlock(in),
                    rtol(in),
                    atol(in),
                    in.flag("equal_nan", false))),
        call(
            "allclose_block_raise",
            TWO_BLOCKS + TOLERANCES,
            in ->
                none(
                    () ->
                        Comparisons.allcloseBlockRaise(
                            firstBlock(in),
                            secondBlock(in),
                            rtol(in),
                            atol(in),
                            in.flag("equal_nan", false)))),
        call(
            "equal_metadata",
            TWO_MAPS + CHECK,
            in -> Comparisons.equalMetadata(first(in), second(in), checked(in), gradients(in))),
        call(
            "equal_metadata_raise",
            TWO_MAPS + CHECK,
            in ->
                none(
                    () ->
                        Comparisons.equalMetadataRaise(
                            first(in), second(in), checked(in), gradients(in)))),
        call(
            "equal_metadata_block",
            TWO_BLOCKS + CHECK,
            in ->
                Comparisons.equalMetadataBlock(
                    firstBlock(in), secondBlock(in), checked(in), gradients(in))),
        call(
            "equal_metadata_block_raise",
            TWO_BLOCKS + CHECK,
            in ->
                none(
                    () ->
                        Comparisons.equalMetadataBlockRaise(
                            firstBlock(in), secondBlock(in), checked(in), gradients(in)))));
  }

  private static TensorMap first(Arguments in) {
    return in.map("tensor_1");
  }

  private static TensorMap second(Arguments in) {
    return in.map("tensor_2");
  }

  private static TensorBlock firstBlock(Arguments in) {
    return in.block("block_1");
  }

  private static TensorBlock secondBlock(Arguments in) {
    return in.block("block_2");
  }

  private static double rtol(Arguments in) {
    return in.number("rtol", 1e-13);
  }

  private static double atol(Arguments in) {
    return in.number("atol", 1e-12);
  }

  private static List<Axis> checked(Arguments in) {
    return in.axes("check", BLOCK_AXES);
  }

  private static boolean gradients(Arguments in) {
    return in.flag("check_gradients", true);
  }

  private static List<LibraryCall> gradientsAndLayout() {
    return List.of(
        call(
            "remove_gradients",
            "tensor remove",
            in ->
                in.has("remove")
                    ? Gradients.removeGradients(in.map("tensor"), in.texts("remove"))
                    : Gradients.removeGradients(in.map("tensor"))),
        call(
            "remove_gradients_block",
            "block remove",
            in ->
                in.has("remove")
                    ? Gradients.removeGradientsBlock(in.block("block"), in.texts("remove"))
                    : Gradients.removeGradientsBlock(in.block("block"))),
        call("detach", "tensor", in -> Gradients.detach(in.map("tensor"))),
        call("detach_block", "block", in -> Gradients.detachBlock(in.block("block"))),
        call(
            "requires_grad",
            "tensor requires_grad",
            in -> Gradients.requiresGrad(in.map("tensor"), in.flag("requires_grad", true))),
        call(
            "requires_grad_block",
            "block requires_grad",
            in -> Gradients.requiresGradBlock(in.block("block"), in.flag("requires_grad", true))),
        call("is_contiguous", "tensor", in -> Layout.isContiguous(in.map("tensor"))),
        call("is_contiguous_block", "block", in -> Layout.isContiguousBlock(in.block("block"))),
        call("make_contiguous", "tensor", in -> Layout.makeContiguous(in.map("tensor"))),
        call("make_contiguous_block", "block", in -> Layout.makeContiguousBlock(in.block("block"))),
        call("checks_enabled", "", in -> Checks.checksEnabled()));
  }

  private static LibraryCall call(
      String name, String parameters, Function<Arguments, Object> operation) {
    return LibraryCall.call("operations." + name, parameters, operation);
  }
}

package org.tensormap.conformance;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.operations.Arithmetic;
import org.tensormap.operations.Axis;
import org.tensormap.operations.BlockSelection;
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
import org.tensormap.operations.Selection;
import org.tensormap.operations.Slicing;
import org.tensormap.operations.Sorting;

/** Our operations that stand for recorded ones of the reference, by name. */
final class OperationCalls {
  private static final Map<String, LibraryCalls.Call> CALLS =
      Map.ofEntries(
          call("abs", in -> Arithmetic.abs(in.map(0))),
          call("add", in -> in.binary(Arithmetic::add, Arithmetic::add)),
          call("subtract", in -> in.binary(Arithmetic::subtract, Arithmetic::subtract)),
          call("multiply", in -> in.binary(Arithmetic::multiply, Arithmetic::multiply)),
          call("divide", in -> in.binary(Arithmetic::divide, Arithmetic::divide)),
          call("pow", in -> Arithmetic.pow(in.map(0), in.number(1))),
          call("dot", in -> LinearAlgebra.dot(in.map(0), in.map(1))),
          call("solve", in -> LinearAlgebra.solve(in.map(0), in.map(1))),
          call("lstsq", in -> LinearAlgebra.lstsq(in.map(0), in.map(1), in.number(2))),
          reduction("sum_over_samples", Reductions::sumOverSamples),
          reduction("mean_over_samples", Reductions::meanOverSamples),
          reduction("std_over_samples", Reductions::stdOverSamples),
          reduction("var_over_samples", Reductions::varOverSamples),
          reduction("sum_over_properties", Reductions::sumOverProperties),
          reduction("mean_over_properties", Reductions::meanOverProperties),
          reduction("std_over_properties", Reductions::stdOverProperties),
          reduction("var_over_properties", Reductions::varOverProperties),
          blockReduction("sum_over_samples_block", Reductions::sumOverSamplesBlock),
          blockReduction("mean_over_samples_block", Reductions::meanOverSamplesBlock),
          blockReduction("std_over_samples_block", Reductions::stdOverSamplesBlock),
          blockReduction("var_over_samples_block", Reductions::varOverSamplesBlock),
          blockReduction("sum_over_properties_block", Reductions::sumOverPropertiesBlock),
          blockReduction("mean_over_properties_block", Reductions::meanOverPropertiesBlock),
          blockReduction("std_over_properties_block", Reductions::stdOverPropertiesBlock),
          blockReduction("var_over_properties_block", Reductions::varOverPropertiesBlock),
          call(
              "join",
              in ->
                  Joining.join(
                      in.all(0, TensorMap.class),
                      in.axis(1),
                      DifferentKeys.valueOf(
                          in.optional(2, "different_keys", "error")
                              .toString()
                              .toUpperCase(Locale.ROOT)),
                      (String) in.optional(3, "add_dimension", null))),
          call(
              "join_blocks",
              in ->
                  Joining.joinBlocks(
                      in.all(0, TensorBlock.class),
                      in.axis(1),
                      (String) in.optional(2, "add_dimension", null))),
          call("slice", in -> Slicing.slice(in.map(0), in.axis(1), selection(in.at(2)))),
          call(
              "slice_block",
              in -> Slicing.sliceBlock(in.block(0), in.axis(1), selection(in.at(2)))),
          call("split", in -> Slicing.split(in.map(0), in.axis(1), in.selections(2))),
          call("split_block", in -> Slicing.splitBlock(in.block(0), in.axis(1), in.selections(2))),
          call("sort", in -> Sorting.sort(in.map(0), in.axes(1), in.flag(2, "descending"))),
          call(
              "sort_block",
              in -> {
                Set<Axis> axes = in.axes(1);
                axes.remove(Axis.KEYS);
                return Sorting.sortBlock(in.block(0), axes, in.flag(2, "descending"));
              }),
          call(
              "append_dimension",
              in ->
                  in.at(3) instanceof Long value
                      ? Dimensions.appendDimension(
                          in.map(0), in.axis(1), in.text(2), Math.toIntExact(value))
                      : Dimensions.appendDimension(
                          in.map(0), in.axis(1), in.text(2), LibraryCalls.indices(in.at(3)))),
          call(
              "insert_dimension",
              in ->
                  in.at(4) instanceof Long value
                      ? Dimensions.insertDimension(
                          in.map(0), in.axis(1), in.integer(2), in.text(3), Math.toIntExact(value))
                      : Dimensions.insertDimension(
                          in.map(0),
                          in.axis(1),
                          in.integer(2),
                          in.text(3),
                          LibraryCalls.indices(in.at(4)))),
          call(
              "permute_dimensions",
              in -> Dimensions.permuteDimensions(in.map(0), in.axis(1), in.integers(2))),
          call(
              "remove_dimension",
              in -> Dimensions.removeDimension(in.map(0), in.axis(1), in.text(2))),
          call(
              "rename_dimension",
              in -> Dimensions.renameDimension(in.map(0), in.axis(1), in.text(2), in.text(3))),
          call("drop_blocks", in -> BlockSelection.dropBlocks(in.map(0), in.labels(1))),
          call("drop_empty_blocks", in -> BlockSelection.dropEmptyBlocks(in.map(0))),
          call("filter_blocks", in -> BlockSelection.filterBlocks(in.map(0), in.labels(1))),
          call(
              "unique_metadata",
              in ->
                  in.size() > 3
                      ? Metadata.uniqueMetadata(in.map(0), in.axis(1), in.texts(2), in.text(3))
                      : Metadata.uniqueMetadata(in.map(0), in.axis(1), in.texts(2))),
          call(
              "unique_metadata_block",
              in ->
                  in.size() > 3
                      ? Metadata.uniqueMetadataBlock(
                          in.block(0), in.axis(1), in.texts(2), in.text(3))
                      : Metadata.uniqueMetadataBlock(in.block(0), in.axis(1), in.texts(2))),
          Map.entry(
              "operations.one_hot",
              (in, manager) -> Metadata.oneHot((Labels) in.get(0), (Labels) in.get(1), manager)),
          filled("zeros_like", Creation::zerosLike, Creation::zerosLike),
          filled("ones_like", Creation::onesLike, Creation::onesLike),
          call("block_from_array", in -> Creation.blockFromArray((NDArray) in.at(0))),
          call("equal", in -> Comparisons.equal(in.map(0), in.map(1))),
          call("equal_block", in -> Comparisons.equalBlock(in.block(0), in.block(1))),
          call("equal_raise", in -> done(() -> Comparisons.equalRaise(in.map(0), in.map(1)))),
          call("equal_metadata", in -> Comparisons.equalMetadata(in.map(0), in.map(1))),
          call(
              "equal_metadata_raise",
              in -> done(() -> Comparisons.equalMetadataRaise(in.map(0), in.map(1)))),
          call("allclose", in -> Comparisons.allclose(in.map(0), in.map(1))),
          call("allclose_block", in -> Comparisons.allcloseBlock(in.block(0), in.block(1))),
          call("allclose_raise", in -> done(() -> Comparisons.allcloseRaise(in.map(0), in.map(1)))),
          call(
              "remove_gradients",
              in ->
                  in.size() > 1
                      ? Gradients.removeGradients(in.map(0), in.texts(1))
                      : Gradients.removeGradients(in.map(0))),
          call("detach", in -> Gradients.detach(in.map(0))),
          call("is_contiguous", in -> Layout.isContiguous(in.map(0))),
          call("make_contiguous", in -> Layout.makeContiguous(in.map(0))));

  private OperationCalls() {}

  /** The operation for a recorded name, if there is one. */
  static Optional<LibraryCalls.Call> find(String name) {
    return Optional.ofNullable(CALLS.get(name));
  }

  private static Map.Entry<String, LibraryCalls.Call> call(
      String name, Function<Arguments, Object> operation) {
    return Map.entry("operations." + name, (in, manager) -> operation.apply(new Arguments(in)));
  }

  private static Map.Entry<String, LibraryCalls.Call> reduction(
      String name, BiFunction<TensorMap, List<String>, TensorMap> operation) {
    return call(name, in -> operation.apply(in.map(0), in.texts(1)));
  }

  private static Map.Entry<String, LibraryCalls.Call> blockReduction(
      String name, BiFunction<TensorBlock, List<String>, TensorBlock> operation) {
    return call(name, in -> operation.apply(in.block(0), in.texts(1)));
  }

  private interface Filled {
    TensorMap apply(TensorMap map, List<String> gradients, boolean requiresGrad);
  }

  private static Map.Entry<String, LibraryCalls.Call> filled(
      String name, Function<TensorMap, TensorMap> all, Filled some) {
    return call(
        name,
        in -> {
          Object gradients = in.optional(1, "gradients", null);
          return gradients == null
              ? all.apply(in.map(0))
              : some.apply(in.map(0), Arguments.texts(gradients), false);
        });
  }

  private static Object done(Runnable comparison) {
    comparison.run();
    return null;
  }

  private static Selection selection(Object value) {
    if (value instanceof Labels labels) {
      return Selection.of(labels);
    }
    return Selection.of(
        value instanceof NDArray ? LibraryCalls.indices(value) : Arguments.integers(value));
  }

  /** Recorded arguments, by position or name. */
  private record Arguments(List<Object> in) {
    Object at(int index) {
      return in.get(index);
    }

    /** The number of arguments without a name. */
    int size() {
      return in.get(in.size() - 1) instanceof Map ? in.size() - 1 : in.size();
    }

    Object optional(int index, String name, Object otherwise) {
      if (index < size()) {
        return in.get(index);
      }
      return in.get(in.size() - 1) instanceof Map<?, ?> named && named.get(name) != null
          ? named.get(name)
          : otherwise;
    }

    boolean flag(int index, String name) {
      return (Boolean) optional(index, name, false);
    }

    TensorMap map(int index) {
      return (TensorMap) in.get(index);
    }

    TensorBlock block(int index) {
      return (TensorBlock) in.get(index);
    }

    Labels labels(int index) {
      return (Labels) in.get(index);
    }

    String text(int index) {
      return (String) in.get(index);
    }

    List<String> texts(int index) {
      return texts(in.get(index));
    }

    static List<String> texts(Object value) {
      return value instanceof String text
          ? List.of(text)
          : ((List<?>) value).stream().map(String.class::cast).toList();
    }

    int integer(int index) {
      return Math.toIntExact((Long) in.get(index));
    }

    int[] integers(int index) {
      return integers(in.get(index));
    }

    static int[] integers(Object value) {
      return ((List<?>) value).stream().map(Long.class::cast).mapToInt(Math::toIntExact).toArray();
    }

    double number(int index) {
      return ((Number) in.get(index)).doubleValue();
    }

    <T> List<T> all(int index, Class<T> type) {
      return ((List<?>) in.get(index)).stream().map(type::cast).toList();
    }

    Axis axis(int index) {
      return Axis.of(text(index));
    }

    /** One or several axes, or all of them. */
    Set<Axis> axes(int index) {
      List<String> names = texts(optional(index, "axes", "all"));
      Set<Axis> axes = EnumSet.noneOf(Axis.class);
      names.forEach(
          name ->
              axes.addAll(
                  name.equals("all") ? Arrays.asList(Axis.values()) : List.of(Axis.of(name))));
      return axes;
    }

    List<Selection> selections(int index) {
      return ((List<?>) in.get(index)).stream().map(OperationCalls::selection).toList();
    }

    Object binary(
        BiFunction<TensorMap, TensorMap, TensorMap> maps,
        BiFunction<TensorMap, Double, TensorMap> number) {
      return at(1) instanceof TensorMap second
          ? maps.apply(map(0), second)
          : number.apply(map(0), number(1));
    }
  }
}

package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tensormap.BlockValues;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Parts of maps and blocks, along their samples or properties. */
public final class Slicing {
  private static final Set<Axis> AXES = Set.of(Axis.SAMPLES, Axis.PROPERTIES);

  private Slicing() {}

  /**
   * Keeps some samples or properties of all blocks.
   *
   * @param map the map
   * @param axis samples or properties
   * @param selection what to keep: entries whose dimensions are among those of the axis
   * @return a new map with as many blocks; see {@link #slice(TensorMap, Axis, Selection)}
   */
  public static TensorMap slice(TensorMap map, Axis axis, Labels selection) {
    return slice(map, axis, Selection.of(selection));
  }

  /**
   * Keeps some samples or properties of all blocks.
   *
   * <p>Samples are in the order of the selection where it has exactly their dimensions or
   * positions, else in the old order; properties are in the old order. Gradients keep what belongs
   * to these.
   *
   * @param map the map
   * @param axis samples or properties
   * @param selection what to keep
   * @return a new map with as many blocks, some of which may be empty
   * @throws IllegalArgumentException if the axis is another, or the labels do not have the
   *     dimensions of the selection
   * @throws IndexOutOfBoundsException if a position is out of bounds
   */
  public static TensorMap slice(TensorMap map, Axis axis, Selection selection) {
    return split(map, axis, List.of(selection)).get(0);
  }

  /**
   * Keeps some samples or properties of a block.
   *
   * @param block the block
   * @param axis samples or properties
   * @param selection what to keep: entries whose dimensions are among those of the axis
   * @return a new block; see {@link #slice(TensorMap, Axis, Selection)}
   */
  public static TensorBlock sliceBlock(TensorBlock block, Axis axis, Labels selection) {
    return sliceBlock(block, axis, Selection.of(selection));
  }

  /**
   * Keeps some samples or properties of a block.
   *
   * @param block the block
   * @param axis samples or properties
   * @param selection what to keep
   * @return a new block; see {@link #slice(TensorMap, Axis, Selection)}
   * @throws IllegalArgumentException if the axis is another, or the labels do not have the
   *     dimensions of the selection
   * @throws IndexOutOfBoundsException if a position is out of bounds
   */
  public static TensorBlock sliceBlock(TensorBlock block, Axis axis, Selection selection) {
    check(block, axis, selection);
    return MapOperation.compute(
        () ->
            axis == Axis.SAMPLES
                ? sliceSamples(block, selection.positions(block.samples()))
                : sliceProperties(block, selection.positions(block.properties())));
  }

  /**
   * Makes several parts of a map.
   *
   * @param map the map
   * @param axis samples or properties
   * @param selections what to keep in each part
   * @return one new map per selection; see {@link #slice(TensorMap, Axis, Selection)}
   * @throws IllegalArgumentException if the axis is another, or the labels do not have the
   *     dimensions of a selection
   * @throws IndexOutOfBoundsException if a position is out of bounds
   */
  public static List<TensorMap> split(TensorMap map, Axis axis, List<Selection> selections) {
    axis.checkIsOneOf(AXES, "slice");
    for (Selection selection : selections) {
      for (TensorBlock block : map.blocks()) {
        check(block, axis, selection);
      }
    }
    List<TensorMap> parts = new ArrayList<>();
    try {
      for (Selection selection : selections) {
        parts.add(MapOperation.onBlocks(map, block -> sliceBlock(block, axis, selection)));
      }
      return parts;
    } catch (RuntimeException e) {
      parts.forEach(TensorMap::close);
      throw e;
    }
  }

  /**
   * Makes several parts of a block.
   *
   * @param block the block
   * @param axis samples or properties
   * @param selections what to keep in each part
   * @return one new block per selection; see {@link #slice(TensorMap, Axis, Selection)}
   * @throws IllegalArgumentException if the axis is another, or the labels do not have the
   *     dimensions of a selection
   * @throws IndexOutOfBoundsException if a position is out of bounds
   */
  public static List<TensorBlock> splitBlock(
      TensorBlock block, Axis axis, List<Selection> selections) {
    selections.forEach(selection -> check(block, axis, selection));
    List<TensorBlock> parts = new ArrayList<>();
    try {
      for (Selection selection : selections) {
        parts.add(sliceBlock(block, axis, selection));
      }
      return parts;
    } catch (RuntimeException e) {
      parts.forEach(TensorBlock::close);
      throw e;
    }
  }

  private static void check(TensorBlock block, Axis axis, Selection selection) {
    axis.checkIsOneOf(AXES, "slice");
    if (axis == Axis.SAMPLES) {
      selection.check(block.samples(), "sample");
    } else {
      selection.check(block.properties(), "property");
    }
  }

  private static TensorBlock sliceSamples(TensorBlock block, int[] positions) {
    return sliceSamples(block, positions, block.samples().entries(positions));
  }

  /**
   * Some samples of a block, which become others, and those of its gradients that refer to them.
   */
  private static TensorBlock sliceSamples(TensorBlock block, int[] positions, Labels samples) {
    TensorBlock result =
        new TensorBlock(
            BlockValues.takeRows(block.values(), positions),
            samples,
            block.components(),
            block.properties());
    int[] newSample = new int[block.size()];
    Arrays.fill(newSample, -1);
    for (int i = 0; i < positions.length; i++) {
      newSample[positions[i]] = i;
    }
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                result.addGradient(parameter, sliceGradient(gradient, newSample)));
    return result;
  }

  /** The gradient samples whose sample is kept, in their order. */
  private static TensorBlock sliceGradient(TensorBlock gradient, int[] newSample) {
    int[] sample = gradient.samples().column("sample");
    int[] kept = new int[sample.length];
    int[] moved = new int[sample.length];
    int count = 0;
    for (int row = 0; row < sample.length; row++) {
      if (newSample[sample[row]] >= 0) {
        moved[count] = newSample[sample[row]];
        kept[count++] = row;
      }
    }
    int[] rows = Arrays.copyOf(kept, count);
    Labels samples = GradientSamples.moved(gradient.samples(), rows, Arrays.copyOf(moved, count));
    return sliceSamples(gradient, rows, samples);
  }

  private static TensorBlock sliceProperties(TensorBlock block, int[] positions) {
    int[] sorted = Arrays.stream(positions).sorted().distinct().toArray();
    Labels properties = block.properties().entries(sorted);
    TensorBlock result = withProperties(block, sorted, properties);
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                result.addGradient(
                    parameter,
                    withProperties(MapOperation.withoutGradients(gradient), sorted, properties)));
    return result;
  }

  private static TensorBlock withProperties(TensorBlock block, int[] positions, Labels properties) {
    NDArray values = BlockValues.takeColumns(block.values(), positions);
    return new TensorBlock(values, block.samples(), block.components(), properties);
  }
}

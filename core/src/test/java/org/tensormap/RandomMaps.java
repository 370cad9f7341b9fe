package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Makes maps with random samples, properties, float64 values and gradients, the same for the same
 * seed.
 *
 * <p>The keys have dimensions {@code center} and {@code neighbor}, samples {@code system} and
 * {@code atom}, properties {@code n} and {@code l}; there is one component {@code m}, and gradients
 * with respect to {@code positions} have one more, {@code xyz}, and a sample dimension {@code
 * moved}.
 */
public final class RandomMaps {
  private final Random random;
  private final NDManager manager;
  private boolean alike;

  /**
   * Creates a maker of maps.
   *
   * @param seed decides about everything random
   * @param manager the owner of the values
   */
  public RandomMaps(long seed, NDManager manager) {
    this.random = new Random(seed);
    this.manager = manager;
  }

  /** Makes all further blocks with the same samples and properties. */
  public RandomMaps alike() {
    alike = true;
    return this;
  }

  /** A map with six blocks. */
  public TensorMap map() {
    Labels keys =
        new Labels(
            List.of("center", "neighbor"),
            new int[][] {{1, 1}, {1, 6}, {6, 8}, {6, 1}, {8, 6}, {8, 8}});
    Labels samples = entries(List.of("system", "atom"), 4, 6, 11);
    Labels properties = entries(List.of("n", "l"), 3, 4, 5);
    List<TensorBlock> blocks = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      blocks.add(
          alike
              ? block(samples, properties)
              : block(
                  entries(List.of("system", "atom"), 4, 6, 3 + i * 2),
                  entries(List.of("n", "l"), 3, 4, i == 2 ? 0 : 2 + i)));
    }
    TensorMap map = new TensorMap(keys, blocks);
    map.setInfo("seed", "random");
    return map;
  }

  /** A block with a gradient. */
  public TensorBlock block(Labels samples, Labels properties) {
    Labels components = new Labels(List.of("m"), new int[][] {{-1}, {0}, {1}});
    TensorBlock block =
        new TensorBlock(
            array(samples.size(), 3, properties.size()), samples, List.of(components), properties);
    Labels gradientSamples =
        entries(List.of("sample", "moved"), samples.size(), 5, samples.size() * 2);
    block.addGradient(
        "positions",
        new TensorBlock(
            array(gradientSamples.size(), 2, 3, properties.size()),
            gradientSamples,
            List.of(Labels.range("xyz", 2), components),
            properties));
    return block;
  }

  /** Distinct random entries with two dimensions, in random order. */
  public Labels entries(List<String> names, int first, int second, int count) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, first * second).boxed().toList());
    java.util.Collections.shuffle(all, random);
    int[][] rows =
        all.stream()
            .limit(count)
            .map(entry -> new int[] {entry / second, entry % second})
            .toArray(int[][]::new);
    return new Labels(names, rows);
  }

  /** Random values between -2 and 2. */
  public NDArray array(long... shape) {
    int size = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
    return manager.create(random.doubles(size, -2, 2).toArray(), new Shape(shape));
  }
}

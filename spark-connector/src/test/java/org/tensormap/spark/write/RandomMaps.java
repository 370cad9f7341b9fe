package org.tensormap.spark.write;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Tensor maps of random sizes and values, whose labels are sorted. */
final class RandomMaps {
  private static final int KEYS = 3;

  private final HostNDManager manager;
  private final DataType dtype;
  private final SplittableRandom random;

  RandomMaps(HostNDManager manager, DataType dtype, long seed) {
    this.manager = manager;
    this.dtype = dtype;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Creates a map.
   *
   * @param components how many components there are
   * @param gradients whether there is a gradient, and a gradient of it
   * @param emptyBlock whether one of the blocks has no samples
   */
  TensorMap map(int components, boolean gradients, boolean emptyBlock) {
    List<TensorBlock> blocks = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      Labels samples = samples(emptyBlock && key == 1 ? 0 : 1 + random.nextInt(6));
      List<Labels> axes = new ArrayList<>();
      for (int i = 0; i < components; i++) {
        axes.add(new Labels(List.of("component_" + i), new int[][] {{-1}, {i}, {i + 5}}));
      }
      Labels properties = properties(1 + random.nextInt(4));
      TensorBlock block = block(samples, axes, properties);
      if (gradients) {
        addGradients(block, axes, properties);
      }
      blocks.add(block);
    }
    int[][] keys = {{1, 1}, {1, 6}, {8, 0}};
    return new TensorMap(new Labels(List.of("center", "neighbor"), keys), blocks);
  }

  private void addGradients(TensorBlock block, List<Labels> components, Labels properties) {
    List<Labels> axes = new ArrayList<>(List.of(Labels.range("direction", 2)));
    axes.addAll(components);
    TensorBlock gradient = block(ofSamples(block.size()), axes, properties);
    axes.add(0, Labels.range("cell", 2));
    gradient.addGradient("strain", block(ofSamples(gradient.size()), axes, properties));
    block.addGradient("positions", gradient);
  }

  private static Labels ofSamples(int count) {
    return Labels.range("sample", count);
  }

  private Labels samples(int count) {
    int[][] rows = new int[count][];
    int system = 0;
    for (int row = 0; row < count; row++) {
      system += random.nextInt(2);
      rows[row] = new int[] {system, row};
    }
    return count == 0
        ? Labels.empty(List.of("system", "atom"))
        : new Labels(List.of("system", "atom"), rows);
  }

  private static Labels properties(int count) {
    return new Labels(
        List.of("n", "l"),
        IntStream.range(0, count).mapToObj(i -> new int[] {i / 2, i % 2}).toArray(int[][]::new));
  }

  private TensorBlock block(Labels samples, List<Labels> components, Labels properties) {
    long[] shape = new long[components.size() + 2];
    shape[0] = samples.size();
    for (int i = 0; i < components.size(); i++) {
      shape[i + 1] = components.get(i).size();
    }
    shape[shape.length - 1] = properties.size();
    int count = (int) new Shape(shape).size();
    ByteBuffer values =
        ByteBuffer.allocateDirect(count * dtype.getNumOfBytes()).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      put(values);
    }
    return new TensorBlock(
        manager.create(values.flip(), new Shape(shape), dtype), samples, components, properties);
  }

  private void put(ByteBuffer values) {
    switch (dtype) {
      case FLOAT64 -> values.putDouble(random.nextDouble(-1, 1));
      case FLOAT32 -> values.putFloat((float) random.nextDouble(-1, 1));
      case BOOLEAN -> values.put((byte) random.nextInt(2));
      default -> {
        // Any bits are a value, but a NaN of 16 bits might not stay the same.
        for (int i = 0; i < dtype.getNumOfBytes(); i++) {
          values.put((byte) random.nextInt(0x3c));
        }
      }
    }
  }
}

package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Makes and compares tensor maps. */
final class Maps {
  private Maps() {}

  /** A map with every kind of thing: components, gradients of gradients, an empty block, info. */
  static TensorMap everything(NDManager manager, DataType type) {
    Labels keys = new Labels(List.of("o3_lambda", "values"), new int[][] {{0, 1}, {1, -1}, {2, 7}});
    Labels properties = Labels.range("n", 5);
    List<TensorBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Labels samples = new Labels(List.of("system", "atom"), new int[][] {{0, i}, {1, 0}, {4, -2}});
      Labels components = Labels.range("o3_mu", 2 * i + 1);
      if (i == 2) {
        samples = Labels.empty(samples.names());
      }
      TensorBlock block = block(manager, type, samples, List.of(components), properties, 100 * i);
      Labels gradientSamples =
          samples.size() == 0
              ? Labels.empty(List.of("sample", "neighbor"))
              : new Labels(List.of("sample", "neighbor"), new int[][] {{2, 3}, {0, 1}, {1, 9}});
      Labels xyz = Labels.range("xyz", 3);
      TensorBlock gradient =
          block(manager, type, gradientSamples, List.of(xyz, components), properties, 7);
      Labels second =
          samples.size() == 0
              ? Labels.empty(List.of("sample"))
              : new Labels(List.of("sample"), new int[][] {{1}});
      gradient.addGradient(
          "cell",
          block(
              manager,
              type,
              second,
              List.of(Labels.range("abc", 2), xyz, components),
              properties,
              3));
      block.addGradient("positions", gradient);
      block.addGradient("späte", block(manager, type, second, List.of(components), properties, 1));
      blocks.add(block);
    }
    TensorMap map = new TensorMap(keys, blocks);
    map.setInfo("unit", "eV/Å");
    map.setInfo("", "no name");
    map.setInfo("empty", "");
    return map;
  }

  /** Features of molecules, computed by a model in Python. */
  static byte[] moleculesMts(String part) throws IOException {
    try (InputStream file = Maps.class.getResourceAsStream("/molecules/features/" + part)) {
      return file.readAllBytes();
    }
  }

  /** A map with many blocks of a size like those of atomistic features. */
  static TensorMap features(NDManager manager, int blocks, int samples, int properties) {
    List<TensorBlock> all = new ArrayList<>();
    Labels shared = Labels.range("n", properties);
    for (int i = 0; i < blocks; i++) {
      int start = i;
      int[] values = IntStream.range(0, 2 * samples).map(j -> j % 2 == 0 ? start : j).toArray();
      Labels sampleLabels = new Labels(List.of("system", "atom"), values);
      all.add(block(manager, DataType.FLOAT64, sampleLabels, List.of(), shared, i));
    }
    return new TensorMap(Labels.range("type", blocks), all);
  }

  /** A block whose values are random bytes, or random booleans. */
  static TensorBlock block(
      NDManager manager,
      DataType type,
      Labels samples,
      List<Labels> components,
      Labels properties,
      int seed) {
    long[] shape = new long[components.size() + 2];
    shape[0] = samples.size();
    for (int i = 0; i < components.size(); i++) {
      shape[i + 1] = components.get(i).size();
    }
    shape[shape.length - 1] = properties.size();
    Shape arrayShape = new Shape(shape);
    byte[] bytes = new byte[(int) arrayShape.size() * ValueType.of(type).bytes()];
    new Random(seed).nextBytes(bytes);
    if (type == DataType.BOOLEAN) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return new TensorBlock(
        manager.create(direct, arrayShape, type), samples, components, properties);
  }

  static void assertEqual(TensorMap actual, TensorMap expected) {
    assertThat(actual.keys()).isEqualTo(expected.keys());
    assertThat(actual.info()).isEqualTo(expected.info());
    for (int i = 0; i < expected.size(); i++) {
      assertEqual(actual.block(i), expected.block(i));
    }
  }

  static void assertEqual(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(bytes(actual.values())).isEqualTo(bytes(expected.values()));
    assertThat(actual.gradientsList()).isEqualTo(expected.gradientsList());
    for (String parameter : expected.gradientsList()) {
      assertEqual(actual.gradient(parameter), expected.gradient(parameter));
    }
  }

  private static ByteBuffer bytes(NDArray array) {
    return array.toByteBuffer(false);
  }
}

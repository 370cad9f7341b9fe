package org.tensormap.io;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Tensor maps to be written and read, and their comparison. */
final class TestMaps {
  private TestMaps() {}

  /** Two blocks of another size, with components, a gradient, a gradient of it, and metadata. */
  static TensorMap nested(NDManager manager, DataType dtype) {
    Labels keys = new Labels(List.of("center", "neighbor"), new int[][] {{1, 6}, {8, -1}});
    TensorMap map =
        new TensorMap(keys, List.of(block(manager, dtype, 3), block(manager, dtype, 0)));
    map.setInfo("unit", "eV/Å");
    map.setInfo("note", "a \"quoted\"\tline\nand \u0001 \\ control characters");
    return map;
  }

  static TensorBlock block(NDManager manager, DataType dtype, int samples) {
    Labels components = Labels.range("xyz", 3);
    Labels properties = new Labels(List.of("n", "l"), new int[][] {{0, 0}, {0, 1}, {4, 2}, {5, 0}});
    TensorBlock block =
        new TensorBlock(
            random(manager, dtype, samples, 3, 4),
            Labels.range("system", samples),
            List.of(components),
            properties);
    Labels rows =
        new Labels(
            List.of("sample", "atom"),
            IntStream.range(0, samples).mapToObj(i -> new int[] {i, 7 - i}).toArray(int[][]::new));
    TensorBlock gradient =
        new TensorBlock(
            random(manager, dtype, samples, 2, 3, 4),
            rows,
            List.of(Labels.range("direction", 2), components),
            properties);
    TensorBlock second =
        new TensorBlock(
            random(manager, dtype, samples, 2, 3, 4),
            Labels.range("sample", samples),
            List.of(Labels.range("direction", 2), components),
            properties);
    gradient.addGradient("cell", second);
    block.addGradient("positions", gradient);
    return block;
  }

  /** One block with so many samples and properties, values of 64-bit floats, and no gradients. */
  static TensorMap plain(NDManager manager, int samples, int properties) {
    return new TensorMap(
        Labels.single(),
        List.of(
            new TensorBlock(
                random(manager, DataType.FLOAT64, samples, properties),
                Labels.range("system", samples),
                List.of(),
                Labels.range("n", properties))));
  }

  /** Values whose bytes are random, but for truth values, and the same at every call. */
  static NDArray random(NDManager manager, DataType dtype, long... shape) {
    Shape wanted = new Shape(shape);
    int elementSize = new NpyValueType(dtype, ByteOrder.nativeOrder()).size();
    byte[] bytes = new byte[Math.toIntExact(wanted.size() * elementSize)];
    new Random(bytes.length).nextBytes(bytes);
    if (dtype == DataType.BOOLEAN) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
    return manager.create(direct.put(bytes).flip(), wanted, dtype);
  }

  static void assertSame(TensorMap actual, TensorMap expected) {
    assertThat(actual.keys()).isEqualTo(expected.keys());
    assertThat(actual.info()).isEqualTo(expected.info());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(actual.block(i), expected.block(i));
    }
  }

  static void assertSame(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(bytes(actual.values())).isEqualTo(bytes(expected.values()));
    assertThat(actual.gradientsList()).isEqualTo(expected.gradientsList());
    for (String parameter : expected.gradientsList()) {
      assertSame(actual.gradient(parameter), expected.gradient(parameter));
    }
  }

  static byte[] bytes(NDArray array) {
    if (array.size() == 0) {
      return new byte[0];
    }
    ByteBuffer buffer = array.toByteBuffer(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

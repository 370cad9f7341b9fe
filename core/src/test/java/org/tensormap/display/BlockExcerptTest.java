package org.tensormap.display;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

class BlockExcerptTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void theFirstValuesAreShownWithTheirLabels() {
    NDArray values = manager.create(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    TensorBlock block =
        new TensorBlock(
            values.reshape(new Shape(2, 3, 2)),
            new Labels(List.of("system", "atom"), new int[] {0, 7, 4, -2}),
            List.of(new Labels(List.of("m"), new int[] {-1, 0, 1})),
            new Labels(List.of("n", "l"), new int[] {0, 5, 1, 5}));

    BlockExcerpt excerpt = BlockExcerpt.of(block, 1, 4);

    assertThat(excerpt.sampleNames()).containsExactly("system", "atom");
    assertThat(excerpt.columnNames())
        .containsExactly("m=-1 n=0 l=5", "m=-1 n=1 l=5", "m=0 n=0 l=5", "m=0 n=1 l=5");
    assertThat(excerpt.rows())
        .containsExactly(new BlockExcerpt.Row(List.of("0", "7"), List.of("0.0", "1", "2", "3")));
    assertThat(excerpt.moreRows()).isEqualTo(1);
    assertThat(excerpt.moreColumns()).isEqualTo(2);
    assertThat(BlockExcerpt.of(block, 5, 6).rows().get(1).values())
        .containsExactly("6", "7", "8", "9", "10", "11");
  }

  @Test
  void blocksWithoutValuesHaveNoRows() {
    TensorBlock noSamples =
        new TensorBlock(
            manager.create(new Shape(0, 2)),
            Labels.empty(List.of("system")),
            List.of(),
            Labels.range("n", 2));
    TensorBlock noProperties =
        new TensorBlock(
            manager.create(new Shape(2, 0)),
            Labels.range("system", 2),
            List.of(),
            Labels.empty(List.of("n")));

    assertThat(BlockExcerpt.of(noSamples, 5, 5).rows()).isEmpty();
    assertThat(BlockExcerpt.of(noProperties, 5, 5).rows()).isEmpty();
    assertThat(BlockExcerpt.of(noProperties, 5, 5).moreRows()).isEqualTo(2);
  }

  @Test
  void valuesOfEveryTypeAreReadable() {
    assertThat(shown(DataType.FLOAT64, bytes -> bytes.putDouble(-1234567.891)))
        .isEqualTo("-1234570");
    assertThat(shown(DataType.FLOAT64, bytes -> bytes.putDouble(1.23456789e-7)))
        .isEqualTo("1.23457E-7");
    assertThat(shown(DataType.FLOAT32, bytes -> bytes.putFloat(Float.NaN))).isEqualTo("NaN");
    assertThat(shown(DataType.FLOAT16, bytes -> bytes.putShort((short) 0x3E00))).isEqualTo("1.5");
    assertThat(shown(DataType.BFLOAT16, bytes -> bytes.putShort((short) 0x3FC0))).isEqualTo("1.5");
    assertThat(shown(DataType.COMPLEX64, bytes -> bytes.putFloat(2).putFloat(-0.5f)))
        .isEqualTo("2-0.5i");
    assertThat(shown(DataType.INT64, bytes -> bytes.putLong(-1))).isEqualTo("-1");
    assertThat(shown(DataType.UINT64, bytes -> bytes.putLong(-1)))
        .isEqualTo("18446744073709551615");
    assertThat(shown(DataType.UINT8, bytes -> bytes.put((byte) -1))).isEqualTo("255");
    assertThat(shown(DataType.BOOLEAN, bytes -> bytes.put((byte) 1))).isEqualTo("true");
  }

  private String shown(DataType type, Consumer<ByteBuffer> value) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 * HostNDManager.elementSize(type));
    value.accept(bytes.order(ByteOrder.nativeOrder()).position(HostNDManager.elementSize(type)));
    TensorBlock block =
        new TensorBlock(
            manager.create(bytes.rewind(), new Shape(2, 1), type),
            Labels.range("system", 2),
            List.of(),
            Labels.range("n", 1));
    return BlockExcerpt.of(block, 2, 1).rows().get(1).values().get(0);
  }
}

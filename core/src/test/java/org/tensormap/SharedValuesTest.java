package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedValuesTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void aShallowCopyKeepsTheValuesUntilBothAreClosed() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap copy = map.copy(false);
    NDArray values = map.block(0).values();
    assertThat(copy.block(0).values()).isSameAs(values);
    assertThat(copy.info()).isEqualTo(map.info());

    map.close();
    map.close();
    assertThat(values.getDouble(0, 0, 0)).isNotNaN();
    copy.close();
    assertThatThrownBy(() -> values.getDouble(0, 0, 0)).isInstanceOf(IllegalStateException.class);
    assertThat(manager.getManagedArrays()).isEmpty();
  }

  @Test
  void aDeepCopyHasItsOwnValues() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap copy = map.copy();
    double[] before = copy.block(0).values().toDoubleArray();

    map.block(0).values().set(new double[before.length]);
    map.close();

    assertThat(copy.block(0).values().toDoubleArray()).containsExactly(before);
    assertThat(copy.block(0).gradient("positions").components())
        .isEqualTo(map.block(0).gradient("positions").components());
  }

  @Test
  void aViewKeepsTheMemoryItIsIn() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray values = torch.create(new double[] {1, 2, 3}, new Shape(1, 3));
      TensorBlock block =
          new TensorBlock(values, Labels.range("s", 1), List.of(), Labels.range("p", 3));
      TensorBlock view = block.withValues(values.stopGradient());

      block.close();
      assertThat(values.getDouble(0, 1)).isEqualTo(2);
      assertThat(view.values().toDoubleArray()).containsExactly(1, 2, 3);
      view.close();
      assertThat(torch.getManagedArrays()).isEmpty();
    }
  }

  @Test
  void valuesAreConvertedWhereTheyHaveAnotherType() {
    TensorMap map = new RandomMaps(1, manager).map();

    TensorMap same = map.to(DataType.FLOAT64);
    assertThat(same.block(0).values()).isSameAs(map.block(0).values());
    TensorMap floats = map.to(DataType.FLOAT32);
    assertThat(floats.dtype()).contains(DataType.FLOAT32);
    assertThat(floats.block(0).gradient("positions").dtype()).isEqualTo(DataType.FLOAT32);
    assertThat(floats.info()).isEqualTo(map.info());
    assertThat(floats.block(0).values().getFloat(0, 0, 0))
        .isEqualTo((float) map.block(0).values().getDouble(0, 0, 0));
  }

  @Test
  void anotherManagerTakesTheValuesOver() {
    TensorMap map;
    try (HostNDManager first = HostNDManager.newManager()) {
      map = new RandomMaps(1, first).map();
      map.attach(manager);
    }
    assertThat(map.block(0).gradient("positions").values().getDouble(0, 0, 0, 0)).isNotNaN();
    assertThat(manager.getManagedArrays()).hasSize(12);
  }

  @Test
  void blocksAreFoundByPosition() {
    TensorMap map = new RandomMaps(1, manager).map();

    assertThat(map.blocks(3, 1)).containsExactly(map.block(3), map.block(1));
    assertThatThrownBy(() -> map.blocks(6))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("block index out of bounds: we have 6 blocks but the index is 6");
  }

  @Test
  void mapsMoveToAGpuWithTheirLabels() {
    Assumptions.assumeThat(Engine.getEngine("PyTorch").getGpuCount()).isPositive();
    TensorMap map = new RandomMaps(1, manager).map();

    TensorMap onGpu = map.to(Device.gpu());
    assertThat(onGpu.device()).isEqualTo(Device.gpu());
    assertThat(onGpu.keys().device()).isEqualTo(Device.gpu());
    assertThat(onGpu.block(0).samples().device()).isEqualTo(Device.gpu());
    TensorMap moved = onGpu.keysToProperties("center").to(Device.cpu());
    TensorMap expected = map.keysToProperties("center");
    for (int i = 0; i < moved.size(); i++) {
      assertThat(moved.block(i).samples()).isEqualTo(expected.block(i).samples());
      assertThat(moved.block(i).values().toDoubleArray())
          .containsExactly(expected.block(i).values().toDoubleArray());
    }
    onGpu.close();
  }
}

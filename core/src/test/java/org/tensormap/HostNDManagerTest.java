package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostNDManagerTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void arraysShareADirectBufferFromItsPosition() {
    ByteBuffer buffer = direct(0, 1, 2, 3, 4);
    buffer.position(8);

    NDArray array = manager.create(buffer, new Shape(2, 2), DataType.FLOAT64);
    buffer.putDouble(8, -1);

    assertThat(array.toDoubleArray()).containsExactly(-1, 2, 3, 4);
    assertThat(array.toByteBuffer(true).getDouble(0)).isEqualTo(-1);
    assertThat(buffer.position()).isEqualTo(8);
  }

  @Test
  void otherBuffersAreCopied() {
    float[] values = {1, 2, 3, 4};

    NDArray array = manager.create(FloatBuffer.wrap(values), new Shape(4), DataType.FLOAT32);
    values[0] = 100;

    assertThat(array.toFloatArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void buffersOnTheHeapAreSharedIfWrapped() {
    ByteBuffer heap = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    heap.putDouble(1).putDouble(2).flip();

    NDArray array = manager.wrap(heap, new Shape(2), DataType.FLOAT64);
    NDArray column = array.reshape(2, 1);
    heap.putDouble(0, -1);

    assertThat(array.toDoubleArray()).containsExactly(-1, 2);
    assertThat(column.toDoubleArray()).containsExactly(-1, 2);
    assertThat(array.add(1).toDoubleArray()).containsExactly(0, 3);
    assertThat(array.duplicate().toByteBuffer(true).isDirect()).isTrue();
  }

  @Test
  void buffersOfAnotherSizeAreRefusedWithBothSizes() {
    assertThatThrownBy(() -> manager.create(direct(1, 2, 3), new Shape(2, 2), DataType.FLOAT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of type float64 and shape (2, 2) takes 32 bytes, got a buffer of 24");
  }

  @Test
  void copiesOfReadOnlyValuesCanBeChangedButNotTheValues() {
    NDArray array = manager.create(direct(1, 2).asReadOnlyBuffer(), new Shape(2), DataType.FLOAT64);

    NDArray copy = array.duplicate();
    copy.set(new double[] {5, 6});

    assertThat(copy.toDoubleArray()).containsExactly(5, 6);
    assertThat(array.toDoubleArray()).containsExactly(1, 2);
    assertThat(array.toByteBuffer(false).isReadOnly()).isFalse();
    assertThatThrownBy(() -> array.set(new double[] {5, 6}))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("duplicate() of an array");
    assertThatThrownBy(() -> array.addi(1)).hasMessageContaining("copy() of a tensor map");
  }

  @Test
  void valuesChangeInPlace() {
    NDArray array = manager.create(direct(1, 2, 3, 4), new Shape(2, 2), DataType.FLOAT64);
    NDArray square = array.reshape(4);

    assertThat(array.addi(1).muli(array)).isSameAs(array);
    assertThat(square.toDoubleArray()).containsExactly(4, 9, 16, 25);
    array.subi(1).divi(2).negi();
    assertThat(square.toDoubleArray()).containsExactly(-1.5, -4, -7.5, -12);
    array.set(new NDIndex(":, 0"), 7);
    array.set(new NDIndex("1"), values -> values.mul(2));
    assertThat(square.toDoubleArray()).containsExactly(7, -4, 14, -24);
  }

  @Test
  void complexValuesChangeInPlace() {
    NDArray array =
        manager.create(
            FloatBuffer.wrap(new float[] {1, 2, 3, 4}), new Shape(2), DataType.COMPLEX64);

    array.addi(1);

    assertThat(array.real().toFloatArray()).containsExactly(2, 2, 4, 4);
  }

  @Test
  void rowsAreSetAndReadByArraysOfPositionsAndByMasks() {
    NDArray array = manager.zeros(new Shape(4, 2));
    NDArray positions = manager.create(new int[] {2, 0});
    NDArray mask = manager.create(new boolean[] {true, false, true, false});
    NDArray rows = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));

    array.set(new NDIndex("{}", positions), rows);
    assertThat(array.toFloatArray()).containsExactly(3, 4, 0, 0, 1, 2, 0, 0);
    assertThat(array.get(new NDIndex("{}, 1", positions)).toFloatArray()).containsExactly(2, 4);
    assertThat(array.get(new NDIndex("{}", mask)).toFloatArray()).containsExactly(3, 4, 1, 2);
    array.set(new NDIndex("{}", mask), rows.mul(10));
    assertThat(array.toFloatArray()).containsExactly(10, 20, 0, 0, 30, 40, 0, 0);
    array.set(array.gt(20), -1);
    assertThat(array.toFloatArray()).containsExactly(10, 20, 0, 0, -1, -1, 0, 0);
    assertThat(array.get(manager, 0, 1).getFloat()).isEqualTo(20);
  }

  @Test
  void whatTheAdapterOfDjlLacksIsComputed() {
    NDArray array = manager.create(direct(3, 1, 2, 3), new Shape(2, 2), DataType.FLOAT64);

    assertThat(array.unique().get(0).toDoubleArray()).containsExactly(1, 2, 3);
    assertThat(array.topK(1, 1).get(0).toDoubleArray()).containsExactly(3, 3);
    assertThat(array.take(manager.create(new long[] {3, 1})).toDoubleArray()).containsExactly(3, 1);
    assertThat(array.flatten(0, 1).getShape()).isEqualTo(new Shape(4));
    assertThat(array.diff(1, 1).toDoubleArray()).containsExactly(-2, 1);
  }

  @Test
  void numbersOfAnotherTypeAreRefused() {
    NDArray array = manager.create(new float[] {1, 2});

    assertThatThrownBy(() -> array.set(new int[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of type float32 can not be filled from numbers of type int32");
    assertThat(array.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void reshapedArraysShareTheValues() {
    ByteBuffer buffer = direct(1, 2, 3, 4);
    NDArray array = manager.create(buffer, new Shape(4), DataType.FLOAT64);

    NDArray square = array.reshape(2, 2);
    buffer.putDouble(0, 9);

    assertThat(square.getShape()).isEqualTo(new Shape(2, 2));
    assertThat(square.toDoubleArray()).containsExactly(9, 2, 3, 4);
  }

  @Test
  void closedArraysGiveNoValues() {
    NDArray array = manager.create(direct(1, 2), new Shape(2), DataType.FLOAT64);
    array.close();

    assertThatThrownBy(() -> array.toByteBuffer(true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this array is closed");
  }

  @Test
  void arraysAreClosedWithTheirManager() {
    NDManager child = manager.newSubManager();
    NDArray array = child.create(direct(1, 2), new Shape(2), DataType.FLOAT64);

    child.close();

    assertThatThrownBy(() -> array.toByteBuffer(true)).isInstanceOf(IllegalStateException.class);
    assertThat(manager.isOpen()).isTrue();
  }

  @Test
  void computationsAreDoneByPyTorch() {
    NDArray array = manager.create(direct(1, 2, 3, 4), new Shape(2, 2), DataType.FLOAT64);

    NDArray sum = array.add(array);

    assertThat(sum.toDoubleArray()).containsExactly(2, 4, 6, 8);
    assertThat(sum.getManager().getEngine().getEngineName()).isEqualTo("PyTorch");
    assertThat(array.toType(DataType.FLOAT32, true).toFloatArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void computationsWithComplexNumbersSeeBothParts() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(new float[] {1, 2, 3, -4});
    NDArray array = manager.create(buffer, new Shape(2), DataType.COMPLEX64);

    NDArray sum = array.add(1);

    assertThat(sum.real().toFloatArray()).containsExactly(2, 2, 4, -4);
  }

  @Test
  void computationsWithTypesThatPyTorchArraysLackAreRefused() {
    NDArray array = manager.create(new Shape(3), DataType.INT16);

    assertThat(HostNDManager.hasPyTorchArrays(DataType.INT16)).isFalse();
    assertThatThrownBy(() -> array.add(1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll("values of type int16", "convert them to int32 first");
  }

  @Test
  void valuesOfTypesThatPyTorchArraysLackCanBeConverted() {
    short[] values = {(short) 0x3fc0, (short) 0xc040, 1};

    assertThat(shorts(DataType.BFLOAT16, values).toType(DataType.FLOAT32, true).toFloatArray())
        .containsExactly(1.5f, -3, Float.intBitsToFloat(0x10000));
    assertThat(shorts(DataType.INT16, values).toType(DataType.INT32, true).toIntArray())
        .containsExactly(0x3fc0, 0xc040 - 0x10000, 1);
    assertThat(shorts(DataType.UINT16, values).toType(DataType.FLOAT64, true).toDoubleArray())
        .containsExactly(0x3fc0, 0xc040, 1);
    assertThat(longs(DataType.UINT64, 3, Long.MAX_VALUE).toType(DataType.INT64, true).toLongArray())
        .containsExactly(3, Long.MAX_VALUE);
    assertThat(
            longs(DataType.UINT32, 7L << 32 | 0xffffffffL)
                .toType(DataType.INT64, true)
                .toLongArray())
        .containsExactly(0xffffffffL, 7);
    assertThatThrownBy(() -> longs(DataType.UINT64, -1).toType(DataType.FLOAT64, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the value 18446744073709551615 of type uint64");
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreConvertedToAnyTypeOrRefused(DataType newType) {
    TensorBlock onHost = block(manager.create(direct(1, 2), new Shape(2, 1), DataType.FLOAT64));
    TensorBlock inPyTorch = block(onHost.values().add(0));

    for (TensorBlock block : List.of(onHost, inPyTorch)) {
      if (HostNDManager.hasPyTorchArrays(newType)) {
        assertThat(block.to(newType).dtype()).isEqualTo(newType);
      } else {
        assertThatThrownBy(() -> block.to(newType))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("can not be converted to " + newType, "use one of");
      }
    }
  }

  private static TensorBlock block(NDArray values) {
    return new TensorBlock(values, Labels.range("s", 2), List.of(), Labels.range("p", 1));
  }

  private NDArray shorts(DataType type, short... values) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Short.BYTES).order(ByteOrder.nativeOrder());
    buffer.asShortBuffer().put(values);
    return manager.create(buffer, new Shape(values.length), type);
  }

  private NDArray longs(DataType type, long... values) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
    buffer.asLongBuffer().put(values);
    return manager.create(buffer, new Shape(buffer.capacity() / type.getNumOfBytes()), type);
  }

  @Test
  void thereAreNoHostArraysOnAGpu() {
    assertThatThrownBy(() -> manager.newSubManager(Device.gpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host arrays are on the CPU");
  }

  private static ByteBuffer direct(double... values) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
    buffer.asDoubleBuffer().put(values);
    return buffer;
  }
}

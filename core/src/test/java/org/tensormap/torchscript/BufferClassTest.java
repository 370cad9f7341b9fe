package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** Files in buffers: what models write is read by the library, and the other way round. */
class BufferClassTest extends ClassesTest {
  @Test
  void mapsAreWrittenAndReadWithGradientsAndInfo() throws IOException {
    TensorMap map = new RandomMaps(5, host).map();
    map.setInfo("quote \" and \\", "line\n\ttab, \u0001, ünïcode, 𝄞");
    map.setInfo("", "/");
    byte[] saved = bytes(call("saved", map));
    assertSame(Mts.loadBuffer(ByteBuffer.wrap(saved), host), map);
    assertSame(call(TensorMap.class, "loaded", array(saved)), map);
    assertSame(call(TensorMap.class, "loaded", array(Mts.saveBuffer(map))), map);
  }

  @Test
  void mapsWithoutBlocksAreWrittenAndRead() {
    TensorMap map = new TensorMap(Labels.empty(List.of("a", "b")), List.of());
    assertSame(call(TensorMap.class, "loaded", array(bytes(call("saved", map)))), map);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "INT32", "INT64", "UINT8", "BOOLEAN"})
  void valuesOfEachTypeAreWrittenAndRead(DataType type) throws IOException {
    NDArray values =
        host.create(ByteBuffer.allocateDirect(6 * type.getNumOfBytes()), new Shape(2, 3), type);
    TensorBlock block = block(values, Labels.range("s", 2), Labels.range("p", 3));
    byte[] saved = bytes(call("saved_block", block));
    assertSame(Mts.loadBlockBuffer(ByteBuffer.wrap(saved), host), block);
    assertSame(call(TensorBlock.class, "loaded_block", array(Mts.saveBlockBuffer(block))), block);
  }

  @Test
  void gradientsOfGradientsAreWrittenAndRead() throws IOException {
    Labels properties = Labels.range("p", 2);
    TensorBlock second = block(array(host, 1, 2), Labels.range("sample", 1), properties);
    TensorBlock first = block(array(host, 1, 2), Labels.range("sample", 1), properties);
    first.addGradient("second", second);
    TensorBlock block = block(array(host, 1, 2), Labels.range("s", 1), properties);
    block.addGradient("first", first);
    byte[] saved = bytes(call("saved_block", block));
    assertSame(Mts.loadBlockBuffer(ByteBuffer.wrap(saved), host), block);
    assertSame(call(TensorBlock.class, "loaded_block", array(saved)), block);
  }

  @Test
  void labelsAreWrittenAndReadInBothByteOrders() throws IOException {
    byte[] saved = bytes(call("saved_labels", TABLE));
    assertThat(Mts.loadLabelsBuffer(ByteBuffer.wrap(saved))).isEqualTo(TABLE);
    assertThat(call("loaded_labels", array(saved))).isEqualTo(TABLE);

    String big = new String(saved, StandardCharsets.ISO_8859_1).replace("<i4", ">i4");
    byte[] swapped = big.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer values = ByteBuffer.wrap(swapped, saved.length - 16, 16).slice();
    for (int i = 0; i < 4; i++) {
      values.putInt(4 * i, Integer.reverseBytes(values.getInt(4 * i)));
    }
    assertThat(call("loaded_labels", array(swapped))).isEqualTo(TABLE);
  }

  @Test
  void aDamagedEntryIsNamed() throws IOException {
    byte[] saved = Mts.saveBuffer(new RandomMaps(5, host).map());
    String text = new String(saved, StandardCharsets.ISO_8859_1);
    int samples = text.indexOf("blocks/3/samples.npy");
    saved[text.indexOf('\n', samples) + 1] ^= 1;
    assertRaises("ValueError", "loaded", array(saved))
        .hasMessageContaining("invalid checksum of 'blocks/3/samples.npy'");
  }

  @Test
  void aTruncatedOrForeignBufferIsRefused() throws IOException {
    byte[] saved = Mts.saveBuffer(new RandomMaps(5, host).map());
    for (int length : new int[] {0, 1, 21, 22, 100, saved.length / 2, saved.length - 1}) {
      assertRaises("ValueError", "loaded", array(Arrays.copyOf(saved, length)))
          .hasMessageContaining("serialization format error");
    }
    byte[] labels = Mts.saveLabelsBuffer(TABLE);
    assertRaises("ValueError", "loaded", array(labels))
        .hasMessageContaining("use `load_labels_buffer` to load Labels");
    for (int length : new int[] {0, 9, 11, 70, labels.length - 1}) {
      assertRaises("ValueError", "loaded_labels", array(Arrays.copyOf(labels, length)))
          .hasMessageContaining("serialization format error");
    }
    assertRaises("ValueError", "loaded_labels", array(saved))
        .hasMessageContaining("use `load_buffer` to load TensorMap");
    assertRaises(
            "ValueError",
            "loaded",
            array(
                Mts.saveBlockBuffer(
                    block(array(host, 1, 1), Labels.range("s", 1), Labels.range("p", 1)))))
        .hasMessageContaining("use `load_block_buffer` to load TensorBlock")
        .hasMessageContaining("file not found in archive: at 'keys.npy'");
  }

  @Test
  void entriesThatRepeatInAFileAreRefused() throws IOException {
    byte[] saved = Mts.saveLabelsBuffer(TABLE);
    System.arraycopy(saved, saved.length - 16, saved, saved.length - 8, 8);
    assertRaises("ValueError", "loaded_labels", array(saved))
        .hasMessageContaining("the same label entry multiple times: [3, -1]");
  }

  @Test
  void buffersAreBytes() {
    assertRaises("ValueError", "loaded", host.create(new float[3]))
        .hasMessageContaining("`buffer` must be a tensor of uint8, not torch.float32");
    assertRaises("ValueError", "loaded", host.create(new Shape(2, 2), DataType.UINT8))
        .hasMessageContaining("`buffer` must be a 1-dimensional tensor");
  }

  @Test
  void whatIsNoMapBlockOrLabelsIsNotSaved() {
    assertRaises("TypeError", "saved_number")
        .hasMessageContaining("must be one of 'Labels', 'TensorBlock' or 'TensorMap'")
        .hasMessageContaining("not int");
  }

  @Test
  void modelsCanNotAccessFiles() {
    assertRaises("RuntimeError", "loaded_file")
        .hasMessageContaining("'features.mts'")
        .hasMessageContaining("no access to files");
    assertRaises("RuntimeError", "saved_file", new RandomMaps(5, host).map())
        .hasMessageContaining("no access to files");
  }

  @Test
  void operatorsTellVersionAndNamesOfTypes() {
    assertThat(call("names_of_dtypes")).isEqualTo(List.of("0.10.3", "torch.float64", "torch.bool"));
  }

  private NDArray array(byte[] bytes) {
    return host.create(ByteBuffer.wrap(bytes), new Shape(bytes.length), DataType.UINT8);
  }

  private static byte[] bytes(Object array) {
    ByteBuffer buffer = ((NDArray) array).toByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

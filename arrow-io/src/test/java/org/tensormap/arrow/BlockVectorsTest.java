package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

class BlockVectorsTest {
  private final NDManager manager = HostNDManager.newManager();
  private final BufferAllocator allocator = ArrowMemory.newAllocator("test");

  private final Labels samples =
      new Labels(List.of("system", "atom"), new int[][] {{0, 1}, {0, 2}, {5, -1}});
  private final Labels components = Labels.range("xyz", 2);
  private final Labels properties = Labels.range("n", 2);

  @AfterEach
  void nothingIsLeft() {
    manager.close();
    allocator.close();
    assertThat(ArrowMemory.currentBytes()).isZero();
  }

  @Test
  void everySampleIsARowWithATensor() {
    try (VectorSchemaRoot root = BlockVectors.of(numbers(), allocator)) {
      assertThat(root.getSchema().getFields())
          .extracting(Object::toString)
          .containsExactly(
              "system: Int(32, true) not null",
              "atom: Int(32, true) not null",
              "values: ExtensionType(arrow.fixed_shape_tensor,"
                  + " FixedSizeList(4))<$data$: FloatingPoint(DOUBLE) not null> not null");
      assertThat(root.getRowCount()).isEqualTo(3);
      assertThat(((IntVector) root.getVector("atom")).get(2)).isEqualTo(-1);
      FixedShapeTensorVector values = (FixedShapeTensorVector) root.getVector("values");
      assertThat(values.layout().shape()).containsExactly(2, 2);
      assertThat(values.layout().dimensionNames()).contains(List.of("xyz", "properties"));
      assertThat(values.getObject(0)).isEqualTo(List.of(1.0, 2.0, 3.0, 4.0));
      assertThat(values.getObject(2)).isEqualTo(List.of(9.0, 10.0, 11.0, 12.0));
      assertThat(values.getNullCount()).isZero();
      assertThat(values.hashCode(0)).isNotEqualTo(values.hashCode(1));
    }
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void tensorsOfEveryTypeAreWrittenAndReadByArrow(ValueType type) throws IOException {
    FixedShapeTensorType.register();
    TensorBlock block =
        Maps.block(manager, type.dataType(), samples, List.of(components), properties, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = BlockVectors.of(block, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      writer.writeBatch();
    }
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator)) {
      reader.loadNextBatch();
      FixedShapeTensorVector read =
          (FixedShapeTensorVector) reader.getVectorSchemaRoot().getVector("values");
      assertThat(read.layout().shape()).containsExactly(2, 2);
      assertThat(read.getField().getChildren())
          .extracting(Field::getFieldType)
          .containsExactly(type.arrowField("item").getFieldType());
      assertThat(bytes(read)).isEqualTo(block.values().toByteBuffer(true));
    }
  }

  @Test
  void memoryOfDirectBuffersIsShared() {
    TensorBlock block = numbers();
    try (VectorSchemaRoot root = BlockVectors.of(block, allocator)) {
      block.values().set(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
      assertThat(((FixedShapeTensorVector) root.getVector("values")).getObject(0))
          .isEqualTo(List.of(0.0, 1.0, 2.0, 3.0));
    }
  }

  @Test
  void mappedFilesAreSharedAndStayMappedAfterTheBlockIsClosed(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("values");
    ByteBuffer expected = numbers().values().toByteBuffer(false);
    byte[] content = new byte[8 + expected.remaining()];
    expected.get(0, content, 8, expected.remaining());
    Files.write(file, content);
    ByteBuffer mapped;
    try (FileChannel channel = FileChannel.open(file)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, content.length).position(8);
    }
    TensorBlock block =
        new TensorBlock(
            manager.create(mapped, new Shape(3, 2, 2), DataType.FLOAT64),
            samples,
            List.of(components),
            properties);
    try (VectorSchemaRoot root = BlockVectors.of(block, allocator)) {
      block.close();
      assertThat(bytes((FixedShapeTensorVector) root.getVector("values"))).isEqualTo(expected);
    }
  }

  @Test
  void memoryOnTheHeapIsCopied() {
    ByteBuffer direct = numbers().values().toByteBuffer(true);
    byte[] heap = new byte[direct.remaining()];
    direct.get(0, heap);
    TensorBlock block =
        new TensorBlock(
            ((HostNDManager) manager)
                .wrap(
                    ByteBuffer.wrap(heap).asReadOnlyBuffer(), new Shape(3, 2, 2), DataType.FLOAT64),
            samples,
            List.of(components),
            properties);
    try (VectorSchemaRoot root = BlockVectors.of(block, allocator)) {
      assertThat(bytes((FixedShapeTensorVector) root.getVector("values"))).isEqualTo(direct);
    }
  }

  @Test
  void blocksWithoutSamplesOrPropertiesHaveVectorsToo() {
    TensorBlock noSamples =
        Maps.block(
            manager,
            DataType.FLOAT32,
            Labels.empty(List.of("atom")),
            List.of(components),
            properties,
            1);
    try (VectorSchemaRoot root = BlockVectors.of(noSamples, allocator)) {
      assertThat(root.getRowCount()).isZero();
    }
    TensorBlock noProperties =
        Maps.block(manager, DataType.FLOAT32, samples, List.of(), Labels.empty(List.of("n")), 1);
    try (VectorSchemaRoot root = BlockVectors.of(noProperties, allocator)) {
      assertThat(root.getRowCount()).isEqualTo(3);
      assertThat(root.getVector("values").getObject(1)).isEqualTo(List.of());
    }
  }

  @Test
  void slicesAreTensorsStill() {
    try (VectorSchemaRoot root = BlockVectors.of(numbers(), allocator);
        VectorSchemaRoot slice = root.slice(1, 2)) {
      FixedShapeTensorVector values = (FixedShapeTensorVector) slice.getVector("values");
      assertThat(values.layout().shape()).containsExactly(2, 2);
      assertThat(values.getObject(0)).isEqualTo(List.of(5.0, 6.0, 7.0, 8.0));
    }
  }

  private TensorBlock numbers() {
    double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    return new TensorBlock(
        manager.create(values, new Shape(3, 2, 2)), samples, List.of(components), properties);
  }

  private static ByteBuffer bytes(FixedShapeTensorVector tensors) {
    FieldVector elements = tensors.getChildrenFromFields().get(0);
    while (!elements.getChildrenFromFields().isEmpty()) {
      elements = elements.getChildrenFromFields().get(0);
    }
    ArrowBuf buffer = elements.getDataBuffer();
    ByteBuffer copy = ByteBuffer.allocate((int) buffer.readableBytes());
    buffer.getBytes(0, copy);
    return copy.flip();
  }
}

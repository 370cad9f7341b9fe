package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Streams are what other Arrow software reads and writes, here Arrow's own Java library. */
class ArrowReadersTest {
  private final NDManager manager = HostNDManager.newManager();
  private final BufferAllocator allocator = ArrowMemory.newAllocator("test");

  @AfterEach
  void nothingIsLeft() {
    manager.close();
    allocator.close();
    assertThat(ArrowMemory.currentBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void everyColumnOfEveryRowIsReadByArrow(ValueType type) throws IOException {
    TensorMap map = Maps.everything(manager, type.dataType());
    try (ArrowStreamReader reader = reader(TensorMapIpc.toBytes(map))) {
      assertThat(reader.loadNextBatch()).isTrue();
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      List<ExpectedRow> expected = rows(map);
      assertThat(root.getRowCount()).isEqualTo(expected.size());
      for (int row = 0; row < expected.size(); row++) {
        checkRow(reader, root, row, expected.get(row), type);
      }
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @Test
  void numbersAreReadByArrowAsNumbers() throws IOException {
    TensorBlock block =
        new TensorBlock(
            manager.create(new double[] {1.5, -2, 1e300}).reshape(3, 1),
            Labels.range("s", 3),
            List.of(),
            Labels.single());
    TensorMap map = new TensorMap(Labels.range("key", 1), List.of(block));
    try (ArrowStreamReader reader = reader(TensorMapIpc.toBytes(map))) {
      reader.loadNextBatch();
      assertThat(reader.getVectorSchemaRoot().getVector("values").getObject(0))
          .isEqualTo(List.of(1.5, -2.0, 1e300));
    }
  }

  @Test
  void theSchemaSaysWhatTheMapIs() throws IOException {
    TensorMap map = Maps.everything(manager, DataType.FLOAT32);
    try (ArrowStreamReader reader = reader(TensorMapIpc.toBytes(map))) {
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
          .extracting(Field::getName)
          .containsExactly(
              "o3_lambda",
              "values",
              "gradient",
              "shape",
              "samples",
              "components",
              "properties",
              "values");
      assertThat(reader.getVectorSchemaRoot().getSchema().getCustomMetadata())
          .isEqualTo(
              Map.ofEntries(
                  Map.entry("tensormap.version", "1"),
                  Map.entry("tensormap.keys", "o3_lambda,values"),
                  Map.entry("tensormap.dtype", "float32"),
                  Map.entry("tensormap.samples", "system,atom"),
                  Map.entry("tensormap.components", "o3_mu"),
                  Map.entry("tensormap.properties", "n"),
                  Map.entry("tensormap.samples/positions", "sample,neighbor"),
                  Map.entry("tensormap.components/positions", "xyz,o3_mu"),
                  Map.entry("tensormap.properties/positions", "n"),
                  Map.entry("tensormap.samples/positions/cell", "sample"),
                  Map.entry("tensormap.components/positions/cell", "abc,xyz,o3_mu"),
                  Map.entry("tensormap.properties/positions/cell", "n"),
                  Map.entry("tensormap.samples/späte", "sample"),
                  Map.entry("tensormap.components/späte", "o3_mu"),
                  Map.entry("tensormap.properties/späte", "n"),
                  Map.entry("tensormap.info.unit", "eV/Å"),
                  Map.entry("tensormap.info.", "no name"),
                  Map.entry("tensormap.info.empty", "")));
    }
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void whatArrowWritesOfAStreamIsReadAgain(ValueType type) throws IOException {
    TensorMap map = Maps.everything(manager, type.dataType());
    byte[] bytes = TensorMapEncoder.encode(map, 500).toBytes();
    ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
    try (ArrowStreamReader reader = reader(bytes);
        ArrowStreamWriter writer =
            new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, rewritten)) {
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
    Maps.assertEqual(TensorMapIpc.fromBytes(rewritten.toByteArray(), manager), map);
  }

  @Test
  void mapsWithoutBlocksAreReadByArrow() throws IOException {
    TensorMap map = new TensorMap(Labels.empty(List.of("key")), List.of());
    try (ArrowStreamReader reader = reader(TensorMapIpc.toBytes(map))) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(reader.getVectorSchemaRoot().getRowCount()).isZero();
    }
  }

  private record ExpectedRow(LabelsEntry key, String path, TensorBlock block) {}

  private static List<ExpectedRow> rows(TensorMap map) {
    List<ExpectedRow> rows = new ArrayList<>();
    map.items().forEach(item -> addRows(item.getKey(), "", item.getValue(), rows));
    return rows;
  }

  private static void addRows(
      LabelsEntry key, String path, TensorBlock block, List<ExpectedRow> rows) {
    rows.add(new ExpectedRow(key, path, block));
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                addRows(key, path.isEmpty() ? parameter : path + "/" + parameter, gradient, rows));
  }

  private static void checkRow(
      ArrowStreamReader reader,
      VectorSchemaRoot root,
      int row,
      ExpectedRow expected,
      ValueType type)
      throws IOException {
    for (int i = 0; i < expected.key.size(); i++) {
      assertThat(((IntVector) root.getVector(i)).get(row)).isEqualTo(expected.key.get(i));
    }
    int column = expected.key.size();
    assertThat(((VarCharVector) root.getVector(column)).getObject(row).toString())
        .isEqualTo(expected.path);
    TensorBlock block = expected.block;
    assertThat(root.getVector(column + 1).getObject(row))
        .isEqualTo(
            IntStream.range(0, block.shape().dimension())
                .mapToObj(axis -> (int) block.shape().get(axis))
                .toList());
    FieldVector samples = root.getVector(column + 2);
    assertThat(labels(reader, samples, row)).isEqualTo(values(block.samples()));
    ListVector components = (ListVector) root.getVector(column + 3);
    int start = components.getElementStartIndex(row);
    assertThat(components.getElementEndIndex(row) - start).isEqualTo(block.components().size());
    for (int i = 0; i < block.components().size(); i++) {
      assertThat(labels(reader, components.getDataVector(), start + i))
          .isEqualTo(values(block.components().get(i)));
    }
    assertThat(labels(reader, root.getVector(column + 4), row))
        .isEqualTo(values(block.properties()));
    assertThat(bytes((ListVector) root.getVector(column + 5), row, type))
        .isEqualTo(block.values().toByteBuffer(true));
  }

  private static Object labels(ArrowStreamReader reader, FieldVector column, int row)
      throws IOException {
    Dictionary dictionary =
        reader.getDictionaryVectors().get(column.getField().getDictionary().getId());
    return dictionary.getVector().getObject(((IntVector) column).get(row));
  }

  private static List<Integer> values(Labels labels) {
    int[] values = new int[labels.size() * labels.dimensions()];
    labels.values().get(values);
    return IntStream.of(values).boxed().toList();
  }

  private static ByteBuffer bytes(ListVector column, int row, ValueType type) {
    FieldVector items = column.getDataVector();
    if (type == ValueType.COMPLEX64) {
      items = items.getChildrenFromFields().get(0);
    }
    ArrowBuf buffer = items.getDataBuffer();
    int start = column.getElementStartIndex(row) * type.bytes();
    int end = column.getElementEndIndex(row) * type.bytes();
    ByteBuffer copy = ByteBuffer.allocate(end - start).order(ByteOrder.LITTLE_ENDIAN);
    buffer.getBytes(start, copy);
    return copy.flip();
  }

  private ArrowStreamReader reader(byte[] bytes) {
    return new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator);
  }
}

package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.flatbuffers.FlatBufferBuilder;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;

/** Bytes that are no tensor map: an error that names what is wrong, and nothing worse. */
class DamagedStreamsTest {
  private static final int COUNT = 2000;

  private final NDManager manager = HostNDManager.newManager();
  private final BufferAllocator allocator = ArrowMemory.newAllocator("test");

  private final TensorMap map = Maps.everything(manager, DataType.INT8);
  private final byte[] bytes = TensorMapIpc.toBytes(map);

  @AfterEach
  void nothingIsLeft() {
    manager.close();
    allocator.close();
    assertThat(ArrowMemory.currentBytes()).isZero();
  }

  @Test
  void streamsThatEndEarlyAreRejectedWhereverTheyEnd() {
    for (int length = 0; length < bytes.length; length++) {
      assertRejected(Arrays.copyOf(bytes, length)).hasMessageContaining("the stream is cut short");
    }
  }

  @Test
  void bytesBehindTheEndAreRejected() {
    assertRejected(Arrays.copyOf(bytes, bytes.length + 3))
        .hasMessage("3 bytes follow the end of the stream, which is a tensor map");
  }

  /** Changes anything, anywhere; what is read is a map, or an error is thrown, in little memory. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void damageIsNoticedOrHarmless(int seed) {
    ValueType[] types = {ValueType.INT8, ValueType.BOOL, ValueType.COMPLEX64, ValueType.FLOAT64};
    TensorMap original = Maps.everything(manager, types[seed % types.length].dataType());
    byte[] whole = TensorMapEncoder.encode(original, seed > 4 ? 500 : 1 << 30).toBytes();
    Random random = new Random(seed);
    int rejected = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] damaged = damage(whole, random);
      long before = allocatedBytes();
      try (NDManager owner = HostNDManager.newManager()) {
        TensorMapIpc.fromBytes(damaged, owner).print(-1);
      } catch (IpcFormatException e) {
        assertThat(e.getMessage()).isNotBlank();
        rejected++;
      }
      assertThat(allocatedBytes() - before).isLessThan(100L * whole.length + 1_000_000);
      if (i % 10 == 0) {
        fromChannel(damaged);
      }
    }
    assertThat(rejected).isBetween(COUNT / 4, COUNT - 1);
  }

  @Test
  void otherBytesAreRejectedWithWhatTheyLookLike() {
    assertRejected("PK\3\4 and so on, a zip archive".getBytes(StandardCharsets.ISO_8859_1))
        .hasMessage(
            "not an Arrow IPC stream: it must begin with ff ff ff ff, got 50 4b 03 04 20 61 6e 64,"
                + " a ZIP archive, as .mts and .npz files are");
    assertRejected("ARROW1\0\0….".getBytes(StandardCharsets.UTF_8))
        .hasMessageContaining("an Arrow file: only the stream format can be read");
  }

  @Test
  void otherArrowStreamsAreRejectedWithWhatIsMissing() throws IOException {
    Field number = new Field("number", FieldType.notNullable(new ArrowType.Int(32, true)), null);
    assertRejected(streamOf(new Schema(List.of(number))))
        .hasMessage(
            "this Arrow stream is not a tensor map: its schema metadata has no"
                + " 'tensormap.version'");
  }

  @Test
  void newerVersionsAreRejectedAsSuch() throws IOException {
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.version", "2"))))
        .hasMessageContaining("written by a newer version")
        .hasMessageContaining("in format 2")
        .hasMessageContaining("up to 1");
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.version", "one"))))
        .hasMessageContaining("is not a number: 'one'");
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.version", "0"))))
        .hasMessageContaining("is 0, which never existed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensormap.keys",
        "tensormap.dtype",
        "tensormap.samples",
        "tensormap.components",
        "tensormap.properties",
        "tensormap.components/positions"
      })
  void metadataThatIsMissingIsNamed(String key) throws IOException {
    assertRejected(streamOf(schema(metadata -> metadata.remove(key))))
        .hasMessageContaining("the schema metadata has no '" + key + "'");
  }

  @Test
  void namesOfGradientsThatAreMissingAreNamed() throws IOException {
    byte[] stream = bytesWith(metadata -> metadata.remove("tensormap.samples/positions"));
    assertRejected(stream)
        .hasMessageContaining("gradient 'positions'")
        .hasMessageContaining("the schema metadata has no 'tensormap.samples/positions'");
  }

  @Test
  void unknownValueTypesAreRejectedWithTheKnownOnes() throws IOException {
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.dtype", "complex128"))))
        .hasMessageContaining("values of type 'complex128' can not be read")
        .hasMessageContaining("float16, float32, float64");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void columnsThatAreMissingAreNamed(int column) throws IOException {
    List<Field> columns = new ArrayList<>(schema(metadata -> {}).getFields());
    String name = columns.remove(column).getName();
    assertRejected(streamOf(new Schema(columns, schema(metadata -> {}).getCustomMetadata())))
        .hasMessageContaining("wrong columns in the schema")
        .hasMessageContaining(
            column == 7
                ? "column 'values' is missing"
                : "column " + column + " is '" + columns.get(column).getName() + "'")
        .hasMessageContaining(", " + name);
  }

  @Test
  void columnsOfOtherTypesAreNamed() throws IOException {
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.dtype", "float32"))))
        .hasMessageContaining("'values.item' in the schema must be of type FloatingPoint(SINGLE)");
    assertRejected(streamOf(schema(metadata -> metadata.put("tensormap.dtype", "uint8"))))
        .hasMessageContaining("'values.item' in the schema must be of type Int(8, false)");
    List<Field> columns = new ArrayList<>(schema(metadata -> {}).getFields());
    columns.set(
        4, new Field("samples", columns.get(3).getFieldType(), columns.get(3).getChildren()));
    assertRejected(streamOf(new Schema(columns, schema(metadata -> {}).getCustomMetadata())))
        .hasMessageContaining("'samples' in the schema must be dictionary-encoded");
  }

  @Test
  void additionalColumnsAreRejected() throws IOException {
    List<Field> columns = new ArrayList<>(schema(metadata -> {}).getFields());
    columns.add(columns.get(0));
    assertRejected(streamOf(new Schema(columns, schema(metadata -> {}).getCustomMetadata())))
        .hasMessageContaining("there are 9 columns, expected [o3_lambda, values, gradient");
  }

  @Test
  void rowsThatDoNotFitTogetherAreNamed() throws IOException {
    assertRejected(rewritten(root -> ints(root, 3).set(0, 4)))
        .hasMessageContaining("in the row for key [0, 1] of [o3_lambda, values]")
        .hasMessageContaining("the shape [4, 1, 5] does not fit 15 values");
    assertRejected(rewritten(root -> ints(root, 3).set(2, -5)))
        .hasMessageContaining("the shape [3, 1, -5] is negative");
    assertRejected(rewritten(root -> ((IntVector) root.getVector(4)).set(0, 1000)))
        .hasMessageContaining("labels 1000 are not in the dictionary");
    assertRejected(rewritten(root -> ((IntVector) root.getVector(4)).set(0, -1)))
        .hasMessageContaining("labels -1 are not in the dictionary");
    assertRejected(rewritten(root -> ((IntVector) root.getVector(4)).set(0, 2)))
        .hasMessageContaining("3 labels with the dimensions [system, atom] take 6 values, got");
    assertRejected(rewritten(root -> ((IntVector) root.getVector(0)).set(1, 77)))
        .hasMessageContaining("in the row for key [77, 1]")
        .hasMessageContaining("gradient 'positions'")
        .hasMessageContaining("the row of the block that it belongs to does not come before");
    assertRejected(rewritten(root -> path(root, 1, "other")))
        .hasMessageContaining("the schema metadata has no 'tensormap.samples/other'");
    assertRejected(rewritten(root -> path(root, 1, "positions/cell")))
        .hasMessageContaining("gradient 'positions/cell'");
    assertRejected(rewritten(root -> path(root, 3, "positions")))
        .hasMessageContaining("gradient 'positions'");
  }

  @Test
  void repeatedKeysAreRejected() throws IOException {
    assertRejected(
            rewritten(
                root -> {
                  for (int row = 4; row < 8; row++) {
                    ((IntVector) root.getVector(0)).set(row, 0);
                    ((IntVector) root.getVector(1)).set(row, 1);
                  }
                }))
        .hasMessageContaining("the rows do not make a tensor map")
        .hasMessageContaining("[0, 1] is already present");
  }

  @Test
  void nullsAreRejected() throws IOException {
    assertRejected(rewritten(root -> root.getVector("shape").setNull(1)))
        .hasMessageContaining("'shape' in message")
        .hasMessageContaining("must not have nulls, got 1");
  }

  @Test
  void booleansThatAreNeitherTrueNorFalseAreRejected() {
    TensorMap booleans = Maps.everything(manager, DataType.BOOLEAN);
    booleans.block(0).values().toByteBuffer(true).put(3, (byte) 2);
    assertRejected(TensorMapIpc.toBytes(booleans))
        .hasMessageContaining("a value of type bool must be 0 or 1, got 2 at 3");
  }

  @Test
  void compressedStreamsAreRejectedAsSuch() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    BodyCompression.startBodyCompression(builder);
    int compression = BodyCompression.endBodyCompression(builder);
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addCompression(builder, compression);
    int batch = RecordBatch.endRecordBatch(builder);
    assertRejected(
            stream(
                MessageSerializer.serializeMetadata(schema(metadata -> {}), IpcOption.DEFAULT),
                MessageSerializer.serializeMessage(
                    builder, MessageHeader.RecordBatch, batch, 0, IpcOption.DEFAULT)))
        .hasMessage(
            "message 1 of the Arrow stream is compressed: write the stream without compression");
  }

  @Test
  void metadataThatRepeatsItselfIsNotBelieved() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int value = builder.createString("x".repeat(100_000));
    int[] entries = new int[10_000];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = KeyValue.createKeyValue(builder, builder.createString("k" + i), value);
    }
    int metadata = org.apache.arrow.flatbuf.Schema.createCustomMetadataVector(builder, entries);
    int header = org.apache.arrow.flatbuf.Schema.createSchema(builder, (short) 0, 0, metadata, 0);
    assertRejected(
            stream(
                MessageSerializer.serializeMessage(
                    builder, MessageHeader.Schema, header, 0, IpcOption.DEFAULT)))
        .hasMessageContaining("the metadata of the schema is larger than the schema");
  }

  @Test
  void gradientsThatAreNestedTooDeepAreRejected() {
    String path = "a/".repeat(100) + "a";
    assertThatThrownBy(() -> GradientPath.check(path)).hasMessageContaining("nested 101 deep");
    assertThatCode(() -> GradientPath.check("a/".repeat(99) + "a")).doesNotThrowAnyException();
    assertThatThrownBy(() -> GradientPath.check("a//b")).isInstanceOf(IpcFormatException.class);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRejected(byte[] stream) {
    return assertThatThrownBy(() -> TensorMapIpc.fromBytes(stream, manager))
        .isInstanceOf(IpcFormatException.class);
  }

  private static void fromChannel(byte[] stream) {
    try (NDManager owner = HostNDManager.newManager()) {
      TensorMapIpc.read(Channels.newChannel(new ByteArrayInputStream(stream)), owner);
    } catch (IpcFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (IOException e) {
      throw new AssertionError("reading from memory can not fail", e);
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        int[] values = {0, 1, -1, 8, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, bytes.length};
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(Math.min(at, bytes.length - 4) & ~3, values[random.nextInt(values.length)]);
      }
      case 3 -> {
        for (int i = 0; i < 8; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      case 4 -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(64, bytes.length - Math.max(at, from));
        System.arraycopy(whole, from, bytes, at, length);
      }
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (end - at));
        System.arraycopy(bytes, end, shorter, at, bytes.length - end);
        return shorter;
      }
    }
    return bytes;
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** The schema of the map, with other metadata. */
  private Schema schema(Consumer<Map<String, String>> change) {
    Schema schema = MapSchema.of(map).toArrow();
    Map<String, String> metadata = new HashMap<>(schema.getCustomMetadata());
    change.accept(metadata);
    return new Schema(schema.getFields(), metadata);
  }

  private static byte[] streamOf(Schema schema) {
    return stream(MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT));
  }

  /** The stream of the map, with other metadata in its schema. */
  private byte[] bytesWith(Consumer<Map<String, String>> change) {
    int oldSchema =
        IpcStream.PREFIX_BYTES + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    byte[] newSchema = streamOf(schema(change));
    int end = newSchema.length - IpcStream.PREFIX_BYTES;
    ByteBuffer changed = ByteBuffer.allocate(end + bytes.length - oldSchema);
    return changed.put(newSchema, 0, end).put(bytes, oldSchema, bytes.length - oldSchema).array();
  }

  private static byte[] stream(ByteBuffer... descriptions) {
    int size = Stream.of(descriptions).mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer stream =
        ByteBuffer.allocate(size + 16 * descriptions.length + IpcStream.PREFIX_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (ByteBuffer description : descriptions) {
      int padding = BatchWriter.padding(description.remaining());
      stream.putInt(-1).putInt(description.remaining() + padding).put(description);
      stream.position(stream.position() + padding);
    }
    stream.putInt(-1).putInt(0);
    return Arrays.copyOf(stream.array(), stream.position());
  }

  /** The stream of the map, with changes to its rows. */
  private byte[] rewritten(Consumer<VectorSchemaRoot> change) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator);
        ArrowStreamWriter writer =
            new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, out)) {
      reader.loadNextBatch();
      change.accept(reader.getVectorSchemaRoot());
      writer.writeBatch();
      writer.end();
    }
    return out.toByteArray();
  }

  private static IntVector ints(VectorSchemaRoot root, int column) {
    return (IntVector) ((ListVector) root.getVector(column)).getDataVector();
  }

  private static void path(VectorSchemaRoot root, int row, String path) {
    VarCharVector paths = (VarCharVector) root.getVector("gradient");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < paths.getValueCount(); i++) {
      all.add(paths.getObject(i).toString());
    }
    all.set(row, path);
    paths.reset();
    for (int i = 0; i < all.size(); i++) {
      paths.setSafe(i, all.get(i).getBytes(StandardCharsets.UTF_8));
    }
    paths.setValueCount(all.size());
  }
}

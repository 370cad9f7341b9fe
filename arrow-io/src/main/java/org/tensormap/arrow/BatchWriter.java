package org.tensormap.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The columns of one record batch, laid out as the body of an Arrow IPC message.
 *
 * <p>Columns and their children are added in depth-first order; no column has nulls, so validity
 * buffers are left out. Nothing is copied: the body is a list of parts, some of which are the
 * memory of arrays.
 */
final class BatchWriter {
  /** Arrow wants buffers to begin at multiples of this. */
  private static final int ALIGNMENT = 8;

  private static final ByteBuffer PADDING = ByteBuffer.allocate(ALIGNMENT).asReadOnlyBuffer();

  private final int rows;
  private final List<Integer> columnLengths = new ArrayList<>();
  private final List<Long> bufferOffsets = new ArrayList<>();
  private final List<Long> bufferLengths = new ArrayList<>();
  private final List<ByteBuffer> parts = new ArrayList<>();
  private long size;

  BatchWriter(int rows) {
    this.rows = rows;
  }

  /** Begins a column, or the child of one, of some length and without nulls. */
  BatchWriter column(int length) {
    columnLengths.add(length);
    return bytes(List.of());
  }

  /** Adds a buffer of integers: values, indices or offsets. */
  BatchWriter ints(int[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes(List.of(bytes));
  }

  /** Adds a buffer that is made of several parts, one right behind the other. */
  BatchWriter bytes(List<ByteBuffer> buffer) {
    bufferOffsets.add(size);
    long length = 0;
    for (ByteBuffer part : buffer) {
      length += part.remaining();
      parts.add(part);
    }
    bufferLengths.add(length);
    int padding = padding(length);
    if (padding > 0) {
      parts.add(PADDING.slice(0, padding));
    }
    size += length + padding;
    return this;
  }

  /** The bytes of all buffers, each padded. */
  long size() {
    return size;
  }

  /** The buffers, each padded, one right behind the other. */
  List<ByteBuffer> parts() {
    return parts;
  }

  /** Writes the description of this body, and returns where it is. */
  int describe(FlatBufferBuilder builder) {
    RecordBatch.startNodesVector(builder, columnLengths.size());
    for (int i = columnLengths.size() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, columnLengths.get(i), 0);
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, bufferOffsets.size());
    for (int i = bufferOffsets.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, bufferOffsets.get(i), bufferLengths.get(i));
    }
    int buffers = builder.endVector();
    return RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
  }

  /** How many bytes to add for the next buffer to be aligned. */
  static int padding(long length) {
    return (int) (-length & (ALIGNMENT - 1));
  }
}

package org.tensormap.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Reads the columns of one record batch from the body of a message, in the order in which {@link
 * BatchWriter} lays them out. Sizes and offsets are checked before anything is looked at.
 */
final class BatchReader {
  private final IpcMessage message;
  private final RecordBatch batch;
  private final int rows;
  private int node;
  private int buffer;

  /** Columns that share bytes could be far larger in sum than the stream. */
  private long unread;

  /** What is being read, for errors. */
  private String column = "";

  BatchReader(IpcMessage message, RecordBatch batch) {
    this.message = message;
    this.batch = batch;
    this.unread = message.body().capacity();
    this.rows = message.parse(() -> checkedRows(message, batch));
  }

  int rows() {
    return rows;
  }

  /** Begins a column with one value per row. */
  BatchReader column(String name) {
    int length = nextNode(name);
    if (length != rows) {
      throw wrong("has " + length + " values in a batch of " + rows + " rows");
    }
    return this;
  }

  /** Begins the only child of a list column, and returns how many values it has. */
  int child(String name) {
    return nextNode(name);
  }

  /** Reads a buffer of integers. */
  int[] ints(int count) {
    IntBuffer buffer = nextBuffer((long) count * Integer.BYTES).asIntBuffer();
    int[] ints = new int[count];
    buffer.get(ints);
    return ints;
  }

  /** Reads the buffer that says where the lists of a column begin and end: one more than rows. */
  int[] offsets() {
    if (rows == 0) {
      // Writers may leave out the only offset, which is 0.
      nextBuffer(0);
      return new int[1];
    }
    int[] offsets = ints(rows + 1);
    if (offsets[0] < 0) {
      throw wrong("begins at offset " + offsets[0]);
    }
    for (int i = 0; i < rows; i++) {
      if (offsets[i + 1] < offsets[i]) {
        throw wrong("ends at offset " + offsets[i + 1] + " in row " + i + ", before it begins");
      }
    }
    return offsets;
  }

  /** Reads a buffer of bytes, and returns as many as there must be: its beginning. */
  ByteBuffer bytes(long length) {
    return nextBuffer(length);
  }

  /** Checks that the last list of a column ends within its child. */
  void checkEnd(int[] offsets, int childLength) {
    if (offsets[rows] > childLength) {
      throw wrong("has " + childLength + " values, but lists end at " + offsets[rows]);
    }
  }

  private int nextNode(String name) {
    column = name;
    FieldNode description =
        message.parse(() -> node < batch.nodesLength() ? batch.nodes(node) : null);
    if (description == null) {
      throw wrong("is not described");
    }
    node++;
    long length = message.parse(description::length);
    long nulls = message.parse(description::nullCount);
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw wrong("can not have " + length + " values");
    }
    if (nulls != 0) {
      throw wrong("must not have nulls, got " + nulls);
    }
    nextBuffer(0);
    return (int) length;
  }

  private ByteBuffer nextBuffer(long wanted) {
    Buffer description =
        message.parse(() -> buffer < batch.buffersLength() ? batch.buffers(buffer) : null);
    if (description == null) {
      throw wrong("has no buffer " + buffer);
    }
    buffer++;
    long offset = message.parse(description::offset);
    long length = message.parse(description::length);
    int bodySize = message.body().capacity();
    if (offset < 0 || length < 0 || offset > bodySize || length > bodySize - offset) {
      throw wrong(
          "is said to be at " + offset + " with " + length + " of the " + bodySize + " bytes");
    }
    if (wanted > length) {
      throw wrong("takes " + wanted + " bytes, and its buffer has " + length);
    }
    unread -= wanted;
    if (unread < 0) {
      throw wrong("shares bytes with another column");
    }
    return message.body().slice((int) offset, (int) wanted).order(ByteOrder.LITTLE_ENDIAN);
  }

  private IpcFormatException wrong(String problem) {
    return new IpcFormatException("'" + column + "' in " + message.name() + " " + problem);
  }

  private static int checkedRows(IpcMessage message, RecordBatch batch) {
    if (batch.compression() != null) {
      throw new IpcFormatException(
          message.name() + " is compressed: write the stream without compression");
    }
    long rows = batch.length();
    // Every row takes at least the index of its samples.
    if (rows < 0 || rows > message.body().capacity() / Integer.BYTES) {
      throw new IpcFormatException(
          message.name()
              + " can not have "
              + rows
              + " rows in a body of "
              + message.body().capacity()
              + " bytes");
    }
    return (int) rows;
  }
}

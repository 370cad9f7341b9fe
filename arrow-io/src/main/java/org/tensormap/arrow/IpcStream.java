package org.tensormap.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC stream about to be written: a list of parts, some of which are the memory of arrays.
 *
 * <p>The format is that of <a
 * href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">the Arrow
 * specification</a>: messages, each with a marker, the size of its description, the description and
 * a body, then an end marker.
 */
final class IpcStream {
  /** Comes before every message. */
  static final int CONTINUATION = 0xFFFFFFFF;

  /** The bytes before the description of a message: the marker and a size. */
  static final int PREFIX_BYTES = 8;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private long size;

  IpcStream schema(Schema schema) {
    addDescription(MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT));
    return this;
  }

  IpcStream dictionary(long id, BatchWriter body) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int header = DictionaryBatch.createDictionaryBatch(builder, id, body.describe(builder), false);
    addMessage(builder, MessageHeader.DictionaryBatch, header, body);
    return this;
  }

  IpcStream recordBatch(BatchWriter body) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    addMessage(builder, MessageHeader.RecordBatch, body.describe(builder), body);
    return this;
  }

  IpcStream end() {
    add(prefix(0));
    return this;
  }

  long size() {
    return size;
  }

  byte[] toBytes() {
    if (size > Integer.MAX_VALUE - PREFIX_BYTES) {
      throw new IllegalArgumentException(
          "this tensor map takes "
              + size
              + " bytes, more than fit into one byte array: write it to a channel instead");
    }
    byte[] bytes = new byte[(int) size];
    int at = 0;
    for (ByteBuffer part : parts) {
      part.get(part.position(), bytes, at, part.remaining());
      at += part.remaining();
    }
    return bytes;
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    for (ByteBuffer part : parts) {
      ByteBuffer rest = part.duplicate();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  private void addMessage(FlatBufferBuilder builder, byte type, int header, BatchWriter body) {
    addDescription(
        MessageSerializer.serializeMessage(builder, type, header, body.size(), IpcOption.DEFAULT));
    body.parts().forEach(this::add);
  }

  private void addDescription(ByteBuffer description) {
    int padding = BatchWriter.padding(description.remaining());
    add(prefix(description.remaining() + padding));
    add(description);
    add(ByteBuffer.allocate(padding));
  }

  private void add(ByteBuffer part) {
    parts.add(part);
    size += part.remaining();
  }

  private static ByteBuffer prefix(int descriptionSize) {
    return ByteBuffer.allocate(PREFIX_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(descriptionSize)
        .flip();
  }
}

package org.tensormap.arrow;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.arrow.flatbuf.Message;

/**
 * The messages of an Arrow IPC stream, one after the other.
 *
 * @param <E> what goes wrong when the bytes can not be got
 */
final class IpcMessages<E extends Exception> {
  private static final int ZIP = 'P' | 'K' << 8 | 3 << 16 | 4 << 24;
  private static final int ARROW_FILE = 'A' | 'R' << 8 | 'R' << 16 | 'O' << 24;

  private final StreamSource<E> source;
  private int count;

  IpcMessages(StreamSource<E> source) {
    this.source = source;
  }

  /** Returns the next message, or nothing at the end marker. */
  Optional<IpcMessage> next() throws E {
    ByteBuffer prefix = source.description(IpcStream.PREFIX_BYTES);
    checkMarker(prefix);
    int size = prefix.getInt(Integer.BYTES);
    if (size == 0) {
      return Optional.empty();
    }
    if (size < 0) {
      throw new IpcFormatException(
          "the description of message " + count + " can not have " + size + " bytes");
    }
    int number = count++;
    ByteBuffer bytes = source.description(size);
    Message description = IpcMessage.parse(number, () -> described(number, bytes));
    long bodySize = IpcMessage.parse(number, description::bodyLength);
    if (bodySize < 0) {
      throw new IpcFormatException(
          "the body of message " + number + " can not have " + bodySize + " bytes");
    }
    return Optional.of(new IpcMessage(number, description, source.body(bodySize)));
  }

  private static Message described(int number, ByteBuffer bytes) {
    Message description = Message.getRootAsMessage(bytes);
    IpcMessage.checkVersion(number, description);
    return description;
  }

  private void checkMarker(ByteBuffer prefix) {
    int marker = prefix.getInt(0);
    if (marker == IpcStream.CONTINUATION) {
      return;
    }
    byte[] bytes = new byte[IpcStream.PREFIX_BYTES];
    prefix.get(0, bytes);
    String found = HexFormat.ofDelimiter(" ").formatHex(bytes);
    if (count > 0) {
      throw new IpcFormatException(
          "message " + count + " of the Arrow stream must begin with ff ff ff ff, got " + found);
    }
    String guess =
        switch (marker) {
          case ZIP -> ", a ZIP archive, as .mts and .npz files are";
          case ARROW_FILE -> ", an Arrow file: only the stream format can be read";
          default -> "";
        };
    throw new IpcFormatException(
        "not an Arrow IPC stream: it must begin with ff ff ff ff, got " + found + guess);
  }
}

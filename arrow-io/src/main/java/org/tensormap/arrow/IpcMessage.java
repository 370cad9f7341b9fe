package org.tensormap.arrow;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * One message of an Arrow IPC stream: a description and a body.
 *
 * <p>The description is a FlatBuffer, whose generated code follows offsets without checking them;
 * it can not leave the buffer, but throws all sorts of exceptions from within. So everything that
 * looks into a description does it in {@link #parse}.
 *
 * @param number the position of the message in the stream, from 0
 * @param description what kind of message it is and what its body holds
 * @param body the buffers of its columns
 */
record IpcMessage(int number, Message description, ByteBuffer body) {
  /** Runs code that looks into the description: what it stumbles over is damage. */
  static <T> T parse(int number, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IpcFormatException e) {
      throw e;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IpcFormatException("the description of " + name(number) + " is damaged", e);
    }
  }

  <T> T parse(Supplier<T> reading) {
    return parse(number, reading);
  }

  /** What to call the message in an error. */
  String name() {
    return name(number);
  }

  byte type() {
    return description.headerType();
  }

  /** Fills in the part of the description that is particular to this type of message. */
  <T extends Table> T header(T header) {
    present(description.header(header), "header");
    return header;
  }

  /** Returns what a description must have, or throws if it has not. */
  <T> T present(T value, String what) {
    if (value == null) {
      throw new IpcFormatException("the description of " + name() + " has no " + what);
    }
    return value;
  }

  static void checkVersion(int number, Message description) {
    if (description.version() < MetadataVersion.V4 || description.version() > MetadataVersion.V5) {
      throw new IpcFormatException(
          name(number)
              + " is in version "
              + (description.version() + 1)
              + " of the Arrow format, only 4 and 5 can be read");
    }
  }

  private static String name(int number) {
    return "message " + number + " of the Arrow stream";
  }

  /** The name of the type of a message. */
  String typeName() {
    return type() >= 0 && type() < MessageHeader.names.length
        ? MessageHeader.name(type())
        : "unknown (" + type() + ")";
  }
}

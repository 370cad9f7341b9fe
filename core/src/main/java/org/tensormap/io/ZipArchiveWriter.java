package org.tensormap.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Writes a ZIP archive of stored entries, front to back: the same entries give the same bytes.
 *
 * <p>Headers are those that the reference writes: the date 2000-01-01, made on Unix, mode 0644, and
 * 64-bit sizes in front of every entry. Not safe for use by several threads.
 */
public final class ZipArchiveWriter implements Closeable {
  private record Written(ByteBuffer name, long size, int crc32, long headerOffset) {}

  /** Version 4.6 of the format, on Unix. */
  private static final int MADE_BY = 3 << 8 | 46;

  private static final short NEEDS_STORED = 20;
  private static final short NEEDS_ZIP64 = 45;
  private static final short NEEDS_ZIP64_END = 46;

  /** 2000-01-01: years since 1980, month and day in 7, 4 and 5 bits. */
  private static final short DATE = 20 << 9 | 1 << 5 | 1;

  /** A regular file that its owner may write and everybody read. */
  private static final int ATTRIBUTES = 0100644 << 16;

  private static final int MOST_ENTRIES = 0xffff;
  private static final int LOCAL_ZIP64_EXTRA_LENGTH = 20;
  private static final int STAGING_SIZE = 1 << 18;

  private final WritableByteChannel target;
  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(STAGING_SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Written> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private long offset;
  private boolean finished;

  /**
   * Starts an archive.
   *
   * @param target where to write, closed with this writer
   */
  public ZipArchiveWriter(WritableByteChannel target) {
    this.target = target;
  }

  /**
   * Starts an archive.
   *
   * @param target where to write, closed with this writer
   */
  public ZipArchiveWriter(OutputStream target) {
    this(Channels.newChannel(target));
  }

  /**
   * Adds an entry. When this fails, the archive is left without a directory, so that it can not be
   * taken for a whole one.
   *
   * @param name its path in the archive, with {@code /} between parts
   * @param parts its bytes, from the position of each buffer to its limit; the buffers are left as
   *     they are
   * @throws IllegalArgumentException if there is an entry with this name already, or the name has
   *     more than 65,535 bytes
   * @throws IllegalStateException if the archive is finished
   * @throws IOException if the target can not be written
   */
  public void add(String name, ByteBuffer... parts) throws IOException {
    if (finished) {
      throw new IllegalStateException("can not add '" + name + "': the archive is finished");
    }
    ByteBuffer nameBytes = StandardCharsets.UTF_8.encode(name);
    if (nameBytes.remaining() > 0xffff) {
      throw new IllegalArgumentException(
          "the name of an entry may have 65535 bytes, got " + nameBytes.remaining());
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("the archive has an entry '" + name + "' already");
    }
    CRC32 crc = new CRC32();
    long size = 0;
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
      size += part.remaining();
    }
    Written entry = new Written(nameBytes, size, (int) crc.getValue(), offset);
    entries.add(entry);
    finished = true;
    putLocalHeader(entry);
    for (ByteBuffer part : parts) {
      write(part.duplicate());
    }
    finished = false;
  }

  /**
   * Writes the directory and leaves the target open. Does nothing if the archive is finished.
   *
   * @throws IOException if the target can not be written
   */
  public void finish() throws IOException {
    if (finished) {
      return;
    }
    finished = true;
    long start = offset;
    for (Written entry : entries) {
      putCentralHeader(entry);
    }
    putEnd(start, offset - start);
    flush();
  }

  /**
   * Finishes the archive and closes the target.
   *
   * @throws IOException if the target can not be written
   */
  @Override
  public void close() throws IOException {
    try (target) {
      finish();
    }
  }

  private void putLocalHeader(Written entry) throws IOException {
    reserve(ZipFormat.LOCAL_HEADER_LENGTH + LOCAL_ZIP64_EXTRA_LENGTH)
        .putInt(ZipFormat.LOCAL_HEADER)
        .putShort(offset > ZipFormat.IN_ZIP64_INT ? NEEDS_ZIP64 : NEEDS_STORED)
        .putShort(flags(entry))
        .putShort((short) ZipFormat.STORED)
        .putShort((short) 0)
        .putShort(DATE)
        .putInt(entry.crc32)
        .putInt((int) ZipFormat.IN_ZIP64_INT)
        .putInt((int) ZipFormat.IN_ZIP64_INT)
        .putShort((short) entry.name.remaining())
        .putShort((short) LOCAL_ZIP64_EXTRA_LENGTH);
    offset += ZipFormat.LOCAL_HEADER_LENGTH;
    write(entry.name.duplicate());
    reserve(LOCAL_ZIP64_EXTRA_LENGTH)
        .putShort((short) ZipFormat.ZIP64_EXTRA)
        .putShort((short) (2 * Long.BYTES))
        .putLong(entry.size)
        .putLong(entry.size);
    offset += LOCAL_ZIP64_EXTRA_LENGTH;
  }

  private void putCentralHeader(Written entry) throws IOException {
    boolean largeSize = entry.size > ZipFormat.IN_ZIP64_INT;
    boolean largeOffset = entry.headerOffset > ZipFormat.IN_ZIP64_INT;
    int zip64Values = (largeSize ? 2 : 0) + (largeOffset ? 1 : 0);
    int extraLength = zip64Values == 0 ? 0 : 4 + zip64Values * Long.BYTES;
    reserve(ZipFormat.CENTRAL_HEADER_LENGTH)
        .putInt(ZipFormat.CENTRAL_HEADER)
        .putShort((short) MADE_BY)
        .putShort(zip64Values > 0 ? NEEDS_ZIP64 : NEEDS_STORED)
        .putShort(flags(entry))
        .putShort((short) ZipFormat.STORED)
        .putShort((short) 0)
        .putShort(DATE)
        .putInt(entry.crc32)
        .putInt(clamped(entry.size))
        .putInt(clamped(entry.size))
        .putShort((short) entry.name.remaining())
        .putShort((short) extraLength)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(ATTRIBUTES)
        .putInt(clamped(entry.headerOffset));
    offset += ZipFormat.CENTRAL_HEADER_LENGTH;
    write(entry.name.duplicate());
    if (extraLength > 0) {
      ByteBuffer extra = reserve(extraLength);
      extra.putShort((short) ZipFormat.ZIP64_EXTRA).putShort((short) (extraLength - 4));
      if (largeSize) {
        extra.putLong(entry.size).putLong(entry.size);
      }
      if (largeOffset) {
        extra.putLong(entry.headerOffset);
      }
      offset += extraLength;
    }
  }

  private void putEnd(long start, long size) throws IOException {
    if (entries.size() > MOST_ENTRIES || Math.max(start, size) > ZipFormat.IN_ZIP64_INT) {
      long zip64End = offset;
      reserve(ZipFormat.ZIP64_END_LENGTH + ZipFormat.ZIP64_LOCATOR_LENGTH)
          .putInt(ZipFormat.ZIP64_END)
          .putLong(ZipFormat.ZIP64_END_LENGTH - 12)
          .putShort(NEEDS_ZIP64_END)
          .putShort(NEEDS_ZIP64_END)
          .putInt(0)
          .putInt(0)
          .putLong(entries.size())
          .putLong(entries.size())
          .putLong(size)
          .putLong(start)
          .putInt(ZipFormat.ZIP64_LOCATOR)
          .putInt(0)
          .putLong(zip64End)
          .putInt(1);
      offset += ZipFormat.ZIP64_END_LENGTH + ZipFormat.ZIP64_LOCATOR_LENGTH;
    }
    short count = (short) Math.min(entries.size(), MOST_ENTRIES);
    reserve(ZipFormat.END_LENGTH)
        .putInt(ZipFormat.END)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort(count)
        .putShort(count)
        .putInt(clamped(size))
        .putInt(clamped(start))
        .putShort((short) 0);
    offset += ZipFormat.END_LENGTH;
  }

  /** The value for a field of four bytes, all ones if it is in the ZIP64 record instead. */
  private static int clamped(long value) {
    return (int) Math.min(value, ZipFormat.IN_ZIP64_INT);
  }

  private static short flags(Written entry) {
    for (int i = 0; i < entry.name.limit(); i++) {
      if (entry.name.get(i) < 0) {
        return ZipFormat.FLAG_UTF8;
      }
    }
    return 0;
  }

  /** The staging buffer, with room for so many bytes, which the caller adds to the offset. */
  private ByteBuffer reserve(int length) throws IOException {
    if (staging.remaining() < length) {
      flush();
    }
    return staging;
  }

  /** Small parts are collected; large ones go to the target as they are if they can. */
  private void write(ByteBuffer part) throws IOException {
    offset += part.remaining();
    if (part.isDirect() && part.remaining() >= STAGING_SIZE) {
      flush();
      writeFully(part);
      return;
    }
    while (part.hasRemaining()) {
      int length = Math.min(part.remaining(), staging.remaining());
      staging.put(part.slice(part.position(), length));
      part.position(part.position() + length);
      if (!staging.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    writeFully(staging.flip());
    staging.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}

package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A local file, mapped into memory.
 *
 * <p>A buffer holds less than 2 GiB, so the file is mapped in windows of up to 2 GiB that start at
 * every multiple of 1 GiB, each with the first range in it: any range of up to 1 GiB lies within
 * one window, and longer ones that do not get a mapping of their own. Windows are never unmapped by
 * hand, since arrays may live in them, and others that have the file open use them too; the garbage
 * collector does it.
 */
final class MappedByteSource implements ByteSource {
  private static final long WINDOW_STEP = 1L << 30;

  private final String name;
  private final FileChannel channel;
  private final long size;

  /** Null once this source is closed. */
  private volatile MappedWindows windows;

  private MappedByteSource(String name, FileChannel channel, long size, MappedWindows windows) {
    this.name = name;
    this.channel = channel;
    this.size = size;
    this.windows = windows;
  }

  static MappedByteSource open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory, expected a file");
    }
    MappedWindows.Identity before = MappedWindows.Identity.of(file);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      NoSuchFileException explained =
          new NoSuchFileException(file.toString(), null, "there is no such file");
      explained.initCause(e);
      throw explained;
    }
    try {
      long size = channel.size();
      return new MappedByteSource(file.toString(), channel, size, windows(file, before, size));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The windows of the file that was opened: another one may have taken its place meanwhile. */
  private static MappedWindows windows(Path file, MappedWindows.Identity before, long size) {
    int count = Math.toIntExact((size + WINDOW_STEP - 1) / WINDOW_STEP);
    boolean isKnown =
        before != null && before.size() == size && before.equals(MappedWindows.Identity.of(file));
    return isKnown ? MappedWindows.shared(before, count) : MappedWindows.own(count);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer read(long offset, int length) throws IOException {
    MappedByteBuffer window = window(offset, length);
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    return window == null
        ? map(offset, length)
        : window.slice((int) (offset % WINDOW_STEP), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The window that a range lies in; null if it is empty, or lies in no single one. */
  private MappedByteBuffer window(long offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ size);
    MappedWindows windows = this.windows;
    if (windows == null) {
      throw new ClosedChannelException();
    }
    int index = (int) (offset / WINDOW_STEP);
    long start = index * WINDOW_STEP;
    if (length == 0 || offset - start + length > windowLength(start)) {
      return null;
    }
    MappedByteBuffer window = windows.get(index);
    return window != null ? window : windows.add(index, map(start, windowLength(start)));
  }

  /** Single values are copied one by one: there may be millions, for each of which a view costs. */
  @Override
  public ByteBuffer read(ByteRanges ranges) throws IOException {
    if (ranges.count() == 1) {
      return read(ranges.offset(0), ranges.length(0));
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(ranges.totalLength()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ranges.count(); i++) {
      long offset = ranges.offset(i);
      int length = ranges.length(i);
      MappedByteBuffer window = window(offset, length);
      int within = (int) (offset % WINDOW_STEP);
      if (window == null || length > Long.BYTES) {
        bytes.put(read(offset, length));
      } else if (length == Float.BYTES) {
        bytes.putInt(window.getInt(within));
      } else if (length == Double.BYTES) {
        bytes.putLong(window.getLong(within));
      } else {
        bytes.put(bytes.position(), window, within, length);
        bytes.position(bytes.position() + length);
      }
    }
    return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    windows = null;
    channel.close();
  }

  private long windowLength(long start) {
    return Math.min(Integer.MAX_VALUE, size - start);
  }

  private MappedByteBuffer map(long offset, long length) throws IOException {
    MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, offset, length);
    mapped.order(ByteOrder.LITTLE_ENDIAN);
    return mapped;
  }
}

package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the directory of a ZIP archive from its end, reads it, and refuses what can not be true.
 */
final class ZipDirectoryReader {
  /** Where the directory is and how many entries it has, as the records at the end say. */
  private record Location(long offset, long size, long entries) {}

  /** What the end of the archive is searched for: the last record and a comment behind it. */
  private static final int LONGEST_END = ZipFormat.END_LENGTH + 0xffff;

  /** What stands for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /** Deflate's longest match, 258 bytes, takes at least two bits. */
  private static final long BEST_DEFLATE_RATIO = 1032;

  /** An archive may inflate to this many times its size, beyond what is always allowed. */
  private static final long INFLATED_RATIO = 100;

  private static final long INFLATED_ALLOWANCE = 64L << 20;

  private final ByteSource source;

  ZipDirectoryReader(ByteSource source) {
    this.source = source;
  }

  ZipDirectory read() throws IOException {
    Location location = locate();
    if (location.size > Integer.MAX_VALUE
        || location.entries > location.size / ZipFormat.CENTRAL_HEADER_LENGTH) {
      throw problem(
          "the archive's directory has "
              + location.size
              + " bytes, which can not hold "
              + location.entries
              + " entries");
    }
    ByteBuffer bytes = source.read(location.offset, (int) location.size);
    List<ZipArchive.Entry> entries = new ArrayList<>((int) location.entries);
    Map<String, ZipArchive.Entry> byName = new HashMap<>((int) (2 * location.entries));
    for (long i = 0; i < location.entries; i++) {
      ZipArchive.Entry entry = readEntry(bytes);
      checkFits(entry, location.offset);
      if (byName.put(entry.name(), entry) != null) {
        throw problem(entry.name(), "the archive has several entries with this name");
      }
      entries.add(entry);
    }
    if (bytes.hasRemaining()) {
      throw problem(
          "the archive's directory has " + bytes.remaining() + " bytes after its last entry");
    }
    checkOverlaps(entries);
    checkInflatedSize(entries);
    return new ZipDirectory(
        location.offset,
        Collections.unmodifiableList(entries),
        Collections.unmodifiableMap(byName));
  }

  private Location locate() throws IOException {
    if (source.size() < ZipFormat.END_LENGTH) {
      throw problem(
          "this is not a ZIP archive: it has only "
              + source.size()
              + (source.size() == 1 ? " byte" : " bytes"));
    }
    int length = (int) Math.min(source.size(), LONGEST_END + ZipFormat.ZIP64_LOCATOR_LENGTH);
    ByteBuffer tail = source.read(source.size() - length, length);
    int end = findEnd(tail);
    long endOffset = source.size() - length + end;
    int locator = end - ZipFormat.ZIP64_LOCATOR_LENGTH;
    if (locator >= 0 && tail.getInt(locator) == ZipFormat.ZIP64_LOCATOR) {
      return readZip64End(tail, locator, endOffset - ZipFormat.ZIP64_LOCATOR_LENGTH);
    }
    checkOneDisk(
        Short.toUnsignedInt(tail.getShort(end + 4)), Short.toUnsignedInt(tail.getShort(end + 6)));
    return checked(
        new Location(
            Integer.toUnsignedLong(tail.getInt(end + 16)),
            Integer.toUnsignedLong(tail.getInt(end + 12)),
            Short.toUnsignedInt(tail.getShort(end + 10))),
        endOffset);
  }

  /** The position of the last record; its comment reaches to the end of the archive. */
  private int findEnd(ByteBuffer tail) throws MtsFormatException {
    int longest = Math.min(tail.limit(), LONGEST_END);
    for (int at = tail.limit() - ZipFormat.END_LENGTH; at >= tail.limit() - longest; at--) {
      if (tail.getInt(at) == ZipFormat.END
          && Short.toUnsignedInt(tail.getShort(at + 20))
              == tail.limit() - at - ZipFormat.END_LENGTH) {
        return at;
      }
    }
    throw problem(
        "this is not a ZIP archive, or it is truncated: no end of the archive's directory in the"
            + " last "
            + longest
            + " of its "
            + source.size()
            + " bytes");
  }

  private Location readZip64End(ByteBuffer tail, int locator, long locatorOffset)
      throws IOException {
    checkOneDisk(tail.getInt(locator + 4), Math.max(0, tail.getInt(locator + 16) - 1));
    long offset = tail.getLong(locator + 8);
    if (offset < 0 || offset > locatorOffset - ZipFormat.ZIP64_END_LENGTH) {
      throw problem(
          "the end of the archive's directory (ZIP64) should be at offset "
              + Long.toUnsignedString(offset)
              + ", but the archive has only "
              + source.size()
              + " bytes");
    }
    ByteBuffer end = source.read(offset, ZipFormat.ZIP64_END_LENGTH);
    if (end.getInt(0) != ZipFormat.ZIP64_END) {
      throw problem("there is no end of the archive's directory (ZIP64) at offset " + offset);
    }
    checkOneDisk(end.getInt(16), end.getInt(20));
    return checked(new Location(end.getLong(48), end.getLong(40), end.getLong(32)), offset);
  }

  private void checkOneDisk(int disk, int directoryDisk) throws MtsFormatException {
    if (disk != 0 || directoryDisk != 0) {
      throw problem("the archive is one of several parts; only a whole archive can be read");
    }
  }

  private Location checked(Location location, long endOffset) throws MtsFormatException {
    if (location.offset < 0
        || location.size < 0
        || location.entries < 0
        || location.size > endOffset
        || location.offset > endOffset - location.size) {
      throw problem(
          "the archive's directory should have "
              + Long.toUnsignedString(location.size)
              + " bytes from offset "
              + Long.toUnsignedString(location.offset)
              + ", but its end is at "
              + endOffset);
    }
    return location;
  }

  private ZipArchive.Entry readEntry(ByteBuffer bytes) throws MtsFormatException {
    int start = bytes.position();
    if (bytes.remaining() < ZipFormat.CENTRAL_HEADER_LENGTH
        || bytes.getInt(start) != ZipFormat.CENTRAL_HEADER) {
      throw problem("the archive's directory is damaged " + start + " bytes after its start");
    }
    int nameLength = Short.toUnsignedInt(bytes.getShort(start + 28));
    int extraLength = Short.toUnsignedInt(bytes.getShort(start + 30));
    int commentLength = Short.toUnsignedInt(bytes.getShort(start + 32));
    int length = ZipFormat.CENTRAL_HEADER_LENGTH + nameLength + extraLength + commentLength;
    if (length > bytes.remaining()) {
      throw problem("the archive's directory is cut off " + start + " bytes after its start");
    }
    int extraStart = start + ZipFormat.CENTRAL_HEADER_LENGTH + nameLength;
    String name = readName(bytes.slice(start + ZipFormat.CENTRAL_HEADER_LENGTH, nameLength));
    if ((bytes.getShort(start + 8) & ZipFormat.FLAG_ENCRYPTED) != 0) {
      throw problem(name, "the entry is encrypted");
    }
    Zip64Values zip64 =
        new Zip64Values(bytes.slice(extraStart, extraLength).order(ByteOrder.LITTLE_ENDIAN), name);
    long size = zip64.valueOf(bytes.getInt(start + 24));
    long compressedSize = zip64.valueOf(bytes.getInt(start + 20));
    long headerOffset = zip64.valueOf(bytes.getInt(start + 42));
    bytes.position(start + length);
    return new ZipArchive.Entry(
        name,
        Short.toUnsignedInt(bytes.getShort(start + 10)),
        compressedSize,
        size,
        Integer.toUnsignedLong(bytes.getInt(start + 16)),
        headerOffset);
  }

  private String readName(ByteBuffer bytes) throws MtsFormatException {
    byte[] encoded = new byte[bytes.remaining()];
    bytes.get(encoded);
    // A string is made of plain letters many times faster than by a decoder, which would tell bytes
    // that are not UTF-8; they do not come back when they are encoded again.
    String name = new String(encoded, StandardCharsets.UTF_8);
    if (name.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(encoded, name.getBytes(StandardCharsets.UTF_8))) {
      throw problem(name, "the name of the entry is not valid UTF-8");
    }
    if (name.isEmpty()
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || ("/" + name + "/").contains("/../")) {
      throw problem(name, "the name of the entry is not a path within the archive");
    }
    return name;
  }

  private void checkFits(ZipArchive.Entry entry, long directoryOffset) throws MtsFormatException {
    long available = directoryOffset - ZipFormat.LOCAL_HEADER_LENGTH - entry.name().length();
    if (entry.headerOffset() < 0
        || entry.compressedSize() < 0
        || entry.compressedSize() > available
        || entry.headerOffset() > available - entry.compressedSize()) {
      throw problem(
          entry.name(),
          "its "
              + Long.toUnsignedString(entry.compressedSize())
              + " bytes from offset "
              + Long.toUnsignedString(entry.headerOffset())
              + " do not fit before the archive's directory at offset "
              + directoryOffset);
    }
    boolean possible =
        entry.method() == ZipFormat.STORED
            ? entry.size() == entry.compressedSize()
            : entry.size() >= 0 && entry.size() / BEST_DEFLATE_RATIO <= entry.compressedSize();
    if (!possible) {
      throw problem(
          entry.name(),
          "it should have "
              + Long.toUnsignedString(entry.size())
              + " bytes, which its "
              + entry.compressedSize()
              + " bytes in the archive can not give");
    }
  }

  /** Entries that share bytes are how a small archive pretends to hold a lot. */
  private void checkOverlaps(List<ZipArchive.Entry> entries) throws MtsFormatException {
    List<ZipArchive.Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(ZipArchive.Entry::headerOffset));
    for (int i = 1; i < ordered.size(); i++) {
      ZipArchive.Entry before = ordered.get(i - 1);
      long end =
          before.headerOffset()
              + ZipFormat.LOCAL_HEADER_LENGTH
              + before.name().length()
              + before.compressedSize();
      if (end > ordered.get(i).headerOffset()) {
        throw problem(
            ordered.get(i).name(), "it overlaps the entry '" + before.name() + "' of the archive");
      }
    }
  }

  private void checkInflatedSize(List<ZipArchive.Entry> entries) throws MtsFormatException {
    double inflated = 0;
    for (ZipArchive.Entry entry : entries) {
      inflated += entry.size();
    }
    if (inflated > INFLATED_ALLOWANCE + INFLATED_RATIO * (double) source.size()) {
      throw problem(
          String.format(
              Locale.ROOT,
              "the archive has %d bytes and would inflate to %.0f, which looks like an attack on"
                  + " memory: if it is genuine, store it without compression",
              source.size(),
              inflated));
    }
  }

  private MtsFormatException problem(String problem) {
    return new MtsFormatException(source.name(), problem);
  }

  private MtsFormatException problem(String entry, String problem) {
    return new MtsFormatException(source.name(), entry, problem);
  }

  /**
   * Sizes and offset of an entry; those that do not fit their field are taken from the ZIP64 extra
   * field, which holds only these, in a fixed order.
   */
  private final class Zip64Values {
    private final ByteBuffer extra;
    private final String entry;
    private boolean found;

    Zip64Values(ByteBuffer extra, String entry) {
      this.extra = extra;
      this.entry = entry;
    }

    long valueOf(int field) throws MtsFormatException {
      if (Integer.toUnsignedLong(field) != ZipFormat.IN_ZIP64_INT) {
        return Integer.toUnsignedLong(field);
      }
      if (!found) {
        find();
      }
      if (extra.remaining() < Long.BYTES) {
        throw problem(entry, "the entry's ZIP64 field in the directory is missing or too short");
      }
      return extra.getLong();
    }

    /** Leaves the buffer at the values of the ZIP64 field, or empty. */
    private void find() {
      found = true;
      while (extra.remaining() >= 4) {
        int id = Short.toUnsignedInt(extra.getShort());
        int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
        if (id == ZipFormat.ZIP64_EXTRA) {
          extra.limit(extra.position() + length);
          return;
        }
        extra.position(extra.position() + length);
      }
      extra.position(extra.limit());
    }
  }
}

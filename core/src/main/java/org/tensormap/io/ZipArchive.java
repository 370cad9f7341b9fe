package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Reads a ZIP archive from a {@link ByteSource}: stored and deflated entries, ZIP64, checksums.
 *
 * <p>Opening reads the directory alone. Entries are never written to disk, and what their headers
 * say is compared with what the archive can hold before memory is allocated. An archive is refused
 * as a whole if a name is repeated, leaves the archive ({@code ..}, a leading {@code /}, {@code
 * \}), or is not UTF-8; if entries overlap each other or the directory, or are encrypted; and if
 * its entries would inflate to more than a hundred times its size.
 *
 * <p>An archive holds no resources of its own: its source is closed by whoever opened it. Safe for
 * use by several threads.
 */
public final class ZipArchive {
  /**
   * An entry, as the directory describes it.
   *
   * @param name its path in the archive, with {@code /} between parts
   * @param method how it is compressed: 0 is stored, 8 is deflated, others can not be read
   * @param compressedSize how many bytes it takes in the archive
   * @param size how many bytes it has
   * @param crc32 the checksum of its bytes
   * @param headerOffset where in the archive its local header starts
   */
  public record Entry(
      String name, int method, long compressedSize, long size, long crc32, long headerOffset) {}

  /** Room for name and extra fields of most local headers: one read gets header and data. */
  private static final int USUAL_HEADER_LENGTH = 256;

  /** A read of more bytes is worth a request of its own. */
  private static final int LARGE_READ = 1 << 20;

  private final ByteSource source;
  private final ZipDirectory directory;

  private ZipArchive(ByteSource source, ZipDirectory directory) {
    this.source = source;
    this.directory = directory;
  }

  /**
   * Reads the directory of an archive.
   *
   * @param source the archive, which must stay open while entries are read
   * @return the archive
   * @throws MtsFormatException if the source is no ZIP archive, or its directory is damaged or
   *     refused
   * @throws IOException if the source can not be read
   */
  public static ZipArchive open(ByteSource source) throws IOException {
    return new ZipArchive(source, ZipDirectory.read(source));
  }

  /**
   * Returns the name of the source.
   *
   * @return the name for messages
   */
  public String name() {
    return source.name();
  }

  /**
   * Returns all entries.
   *
   * @return the entries, in the order of the directory; the names of folders end in {@code /}
   */
  public List<Entry> entries() {
    return directory.entries();
  }

  /**
   * Finds an entry by its name.
   *
   * @param name the path in the archive
   * @return the entry, or empty if there is none with this name
   */
  public Optional<Entry> find(String name) {
    return Optional.ofNullable(directory.byName().get(name));
  }

  /**
   * Reads the bytes of an entry and verifies their checksum.
   *
   * @param entry an entry of this archive, smaller than 2 GiB
   * @return a read-only buffer in little-endian order, which shares memory with the source if the
   *     entry is stored and the source shares its own
   * @throws MtsFormatException if the entry is damaged, compressed in an unknown way, or too large
   *     for a buffer
   * @throws IOException if the source can not be read
   */
  public ByteBuffer read(Entry entry) throws IOException {
    ByteBuffer bytes = readUnverified(entry);
    if (entry.method() == ZipFormat.STORED) {
      CRC32 crc = new CRC32();
      crc.update(bytes.duplicate());
      checkCrc(source.name(), entry, crc.getValue());
    }
    return bytes;
  }

  /**
   * Reads a part of a stored entry, whose checksum can not be verified.
   *
   * @param entry a stored entry of this archive
   * @param offset the position of the first byte in the entry, from 0
   * @param length how many bytes
   * @return a read-only buffer in little-endian order, which may share memory with the source
   * @throws IndexOutOfBoundsException if the range is not within the entry
   * @throws IllegalArgumentException if the entry is not stored
   * @throws MtsFormatException if the entry is damaged
   * @throws IOException if the source can not be read
   */
  public ByteBuffer read(Entry entry, long offset, int length) throws IOException {
    if (entry.method() != ZipFormat.STORED) {
      throw new IllegalArgumentException(
          "a part of '" + entry.name() + "' can not be read alone, since it is compressed");
    }
    Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ entry.size());
    return readStored(entry, offset, length);
  }

  /** Reads parts of a stored entry, whose checksum can not be verified, one behind the other. */
  ByteBuffer read(Entry entry, ByteRanges ranges) throws IOException {
    return source.read(ranges.shifted(dataOffset(entry)));
  }

  /**
   * Reads the bytes of an entry of any size from first to last; their checksum is verified when the
   * end is reached.
   *
   * @param entry an entry of this archive
   * @return the bytes; a read throws {@link MtsFormatException} when the entry turns out to be
   *     damaged; to be closed by the caller
   * @throws MtsFormatException if the header of the entry is damaged or its compression unknown
   * @throws IOException if the source can not be read
   */
  public ReadableByteChannel openChannel(Entry entry) throws IOException {
    checkMethod(entry);
    return new ZipEntryChannel(source, entry, dataOffset(entry));
  }

  /** Reads the bytes of an entry; those of a stored one are not compared with the checksum. */
  ByteBuffer readUnverified(Entry entry) throws IOException {
    checkMethod(entry);
    if (entry.size() > Integer.MAX_VALUE) {
      throw problem(
          entry, "it has " + entry.size() + " bytes, more than can be read into one buffer");
    }
    return entry.method() == ZipFormat.STORED
        ? readStored(entry, 0, (int) entry.size())
        : readDeflated(entry);
  }

  /** Adds the bytes that a read of an entry looks at, or of its start if it is stored. */
  void addRange(Entry entry, long atMost, ByteRanges.Builder ranges) {
    long data =
        entry.method() == ZipFormat.STORED
            ? Math.min(atMost, entry.size())
            : entry.compressedSize();
    long available = directory.offset() - entry.headerOffset();
    long length = Math.min(USUAL_HEADER_LENGTH + data, available);
    if (length <= LARGE_READ) {
      ranges.add(entry.headerOffset(), (int) length);
    }
  }

  /** Says which ranges of the source are going to be read. */
  void expect(Supplier<ByteRanges> ranges) {
    source.expect(ranges);
  }

  /** Compares the local header of an entry with the directory. */
  void checkHeader(Entry entry) throws IOException {
    checkLocalHeader(entry, readHeader(entry, USUAL_HEADER_LENGTH));
  }

  /** Reads the first bytes of an entry, all if there are fewer, without the checksum. */
  ByteBuffer readStart(Entry entry, int atMost) throws IOException {
    int length = (int) Math.min(atMost, entry.size());
    if (entry.method() == ZipFormat.STORED) {
      return readStored(entry, 0, length);
    }
    ByteBuffer start = ByteBuffer.allocate(length);
    try (ReadableByteChannel channel = openChannel(entry)) {
      while (start.hasRemaining()) {
        channel.read(start);
      }
    }
    return start.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads header and data in one go where the data are near the start, as they usually are. */
  private ByteBuffer readStored(Entry entry, long offset, int length) throws IOException {
    boolean together = offset <= USUAL_HEADER_LENGTH;
    ByteBuffer header = readHeader(entry, USUAL_HEADER_LENGTH + (together ? offset + length : 0));
    long start = checkLocalHeader(entry, header) + offset;
    return start + length <= header.limit()
        ? header.slice((int) start, length).order(ByteOrder.LITTLE_ENDIAN)
        : source.read(entry.headerOffset() + start, length);
  }

  private ByteBuffer readDeflated(Entry entry) throws IOException {
    ByteBuffer data = ByteBuffer.allocateDirect((int) entry.size());
    try (ReadableByteChannel channel = openChannel(entry)) {
      while (channel.read(data) >= 0) {
        // A channel gives no bytes for a full buffer, and -1 once it has verified the end.
      }
    }
    return data.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private long dataOffset(Entry entry) throws IOException {
    ByteBuffer header = readHeader(entry, USUAL_HEADER_LENGTH);
    return entry.headerOffset() + checkLocalHeader(entry, header);
  }

  /** Reads from the local header on, not beyond the directory. */
  private ByteBuffer readHeader(Entry entry, long length) throws IOException {
    long available = directory.offset() - entry.headerOffset();
    return source.read(
        entry.headerOffset(), (int) Math.min(Math.min(length, available), Integer.MAX_VALUE));
  }

  /** Returns where the data starts, counted from the local header. */
  private int checkLocalHeader(Entry entry, ByteBuffer header) throws IOException {
    if (header.getInt(0) != ZipFormat.LOCAL_HEADER) {
      throw problem(
          entry, "there is no local header at offset " + entry.headerOffset() + " of the archive");
    }
    int nameLength = Short.toUnsignedInt(header.getShort(26));
    int dataStart =
        ZipFormat.LOCAL_HEADER_LENGTH + nameLength + Short.toUnsignedInt(header.getShort(28));
    if (entry.headerOffset() + dataStart + entry.compressedSize() > directory.offset()) {
      throw problem(
          entry,
          "its "
              + entry.compressedSize()
              + " bytes do not fit between its header at offset "
              + entry.headerOffset()
              + " and the directory at offset "
              + directory.offset());
    }
    if (ZipFormat.LOCAL_HEADER_LENGTH + nameLength > header.limit()) {
      header = source.read(entry.headerOffset(), ZipFormat.LOCAL_HEADER_LENGTH + nameLength);
    }
    byte[] name = new byte[nameLength];
    header.get(ZipFormat.LOCAL_HEADER_LENGTH, name);
    String localName = new String(name, StandardCharsets.UTF_8);
    if (!localName.equals(entry.name())) {
      throw problem(entry, "its local header has another name, '" + localName + "'");
    }
    int method = Short.toUnsignedInt(header.getShort(8));
    if (method != entry.method()) {
      throw problem(
          entry,
          "its local header has compression method "
              + method
              + ", the directory "
              + entry.method());
    }
    return dataStart;
  }

  private void checkMethod(Entry entry) throws MtsFormatException {
    if (entry.method() != ZipFormat.STORED && entry.method() != ZipFormat.DEFLATED) {
      throw problem(
          entry,
          "it is compressed with method "
              + entry.method()
              + ", expected 0 (stored) or 8 (deflated)");
    }
  }

  static void checkCrc(String file, Entry entry, long crc) throws MtsFormatException {
    if (crc != entry.crc32()) {
      throw new MtsFormatException(
          file,
          entry.name(),
          String.format(
              "the CRC-32 of its bytes is %08x, expected %08x: the file is damaged",
              crc, entry.crc32()));
    }
  }

  private MtsFormatException problem(Entry entry, String problem) {
    return new MtsFormatException(source.name(), entry.name(), problem);
  }
}

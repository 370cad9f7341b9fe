package org.tensormap.io;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tensormap.Labels;

/** The entries of an {@code .mts} archive, read as what they are. */
final class MtsArchive {
  /** Most headers have 128 bytes. */
  private static final int USUAL_HEADER_LENGTH = 256;

  private final ZipArchive archive;
  private final GradientIndex gradients;
  private final LabelsPool labels;
  private final Set<String> used;

  private MtsArchive(ZipArchive archive) throws MtsFormatException {
    this.archive = archive;
    this.gradients = new GradientIndex(archive);
    this.labels = new LabelsPool(archive);
    this.used = ConcurrentHashMap.newKeySet(archive.entries().size());
  }

  /**
   * Reads the directory of an archive; its end tells whether it is one, and only if not, its start
   * is looked at for a better message.
   *
   * @param what what the caller expects the file to hold, for the message if it holds labels
   */
  static MtsArchive open(ByteSource source, String what) throws IOException {
    try {
      return new MtsArchive(ZipArchive.open(source));
    } catch (MtsFormatException e) {
      int length = (int) Math.min(source.size(), NpyHeader.PREFIX_LENGTH);
      if (NpyHeader.isMagic(source.read(0, length))) {
        throw new MtsFormatException(
            source.name(),
            "expected " + what + ", but this is a single .npy array: read labels with loadLabels");
      }
      throw e;
    }
  }

  String file() {
    return archive.name();
  }

  boolean has(String name) {
    return archive.find(name).isPresent();
  }

  Labels labels(String name) throws IOException {
    return labels.read(entry(name));
  }

  List<String> gradients(String prefix) {
    return gradients.parameters(prefix);
  }

  ByteBuffer bytes(String name) throws IOException {
    return archive.read(entry(name));
  }

  /** Reads the header of values and checks it; the values themselves are not read. */
  MtsValues values(String name) throws IOException {
    ZipArchive.Entry entry = entry(name);
    EntryLocation location = location(name);
    ByteBuffer start = archive.readStart(entry, USUAL_HEADER_LENGTH);
    long headerLength = NpyHeader.lengthOf(start, location);
    if (headerLength > start.limit() && headerLength <= Math.min(entry.size(), Integer.MAX_VALUE)) {
      start = archive.readStart(entry, (int) headerLength);
    }
    NpyHeader header = NpyHeader.read(start, location);
    NpyValueType type = NpyValueType.of(header.type(), location);
    if (header.fortranOrder()) {
      throw location.problem(
          "its values are in Fortran order, which is not supported: save a C-contiguous array");
    }
    checkSize(header.shape(), type, entry.size() - header.length(), location);
    return new MtsValues(archive, entry, location, header, type);
  }

  /** Says which parts of blocks are going to be read. */
  void expect(Map<MtsBlock, Set<MtsPart>> parts) {
    archive.expect(
        () -> {
          ByteRanges.Builder ranges = new ByteRanges.Builder();
          parts.forEach((block, wanted) -> block.addRanges(wanted, ranges));
          return ranges.build();
        });
  }

  /** Adds the bytes that a read of an entry looks at, if there is such an entry. */
  boolean addRange(String name, ByteRanges.Builder ranges) {
    Optional<ZipArchive.Entry> entry = archive.find(name);
    entry.ifPresent(found -> archive.addRange(found, found.size(), ranges));
    return entry.isPresent();
  }

  /** Adds the bytes that {@link #values} looks at. */
  void addHeaderRange(String name, ByteRanges.Builder ranges) {
    archive.find(name).ifPresent(found -> archive.addRange(found, USUAL_HEADER_LENGTH, ranges));
  }

  EntryLocation location(String name) {
    return new EntryLocation(archive.name(), name);
  }

  /**
   * Checks the names of the entries that nobody asked for, once everything else has been read: when
   * the directory has a wrong name for an entry, it would be missed silently.
   */
  void checkOthers() throws IOException {
    for (ZipArchive.Entry entry : archive.entries()) {
      if (!used.contains(entry.name())) {
        archive.checkHeader(entry);
      }
    }
  }

  private ZipArchive.Entry entry(String name) throws MtsFormatException {
    used.add(name);
    return archive
        .find(name)
        .orElseThrow(
            () ->
                new MtsFormatException(
                    archive.name(), name, "there is no such entry in the archive"));
  }

  private static void checkSize(
      Shape shape, NpyValueType type, long available, EntryLocation location)
      throws MtsFormatException {
    // Lengths of axes are not negative, so the product of those that are not 0 tells an overflow.
    long count = 1;
    boolean empty = false;
    for (long length : shape.getShape()) {
      empty |= length == 0;
      if (length > 0 && count > Long.MAX_VALUE / 16 / length) {
        throw location.problem("its shape " + shape + " has too many values");
      }
      count *= Math.max(length, 1);
    }
    long expected = empty ? 0 : count * type.size();
    if (expected != available) {
      throw location.problem(
          "values of shape "
              + shape
              + " and type "
              + type.dataType()
              + " take "
              + expected
              + " bytes, but "
              + available
              + " bytes follow the header");
    }
  }
}

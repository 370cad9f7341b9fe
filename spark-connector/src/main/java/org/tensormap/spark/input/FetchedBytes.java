package org.tensormap.spark.input;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Parts of a file that are in memory. */
final class FetchedBytes {
  static final FetchedBytes NONE = new FetchedBytes(List.of());

  /**
   * A part of a file.
   *
   * @param offset where it starts
   * @param bytes its bytes, from index 0
   */
  record Part(long offset, ByteBuffer bytes) {
    long end() {
      return offset + bytes.limit();
    }
  }

  private final TreeMap<Long, Part> parts = new TreeMap<>();

  FetchedBytes(List<Part> fetched) {
    fetched.forEach(part -> parts.put(part.offset, part));
  }

  /** The parts, in ascending order. */
  Collection<Part> parts() {
    return parts.values();
  }

  /** The bytes of a range; empty if not all of them are in one part. */
  Optional<ByteBuffer> find(long offset, int length) {
    Map.Entry<Long, Part> before = parts.floorEntry(offset);
    return before == null || before.getValue().end() < offset + length
        ? Optional.empty()
        : Optional.of(
            before.getValue().bytes.slice((int) (offset - before.getValue().offset), length));
  }
}

package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensormap.Labels;

/**
 * Reads labels from an archive, giving the same instance for entries with the same bytes.
 *
 * <p>Blocks of one map mostly repeat the same samples or properties. Entries whose size and
 * checksum are the same are compared byte by byte with the one read before; the equal ones need
 * neither be verified nor parsed again, and everything later on sees at once that they are equal.
 */
final class LabelsPool {
  private record Key(long crc32, long size) {}

  private record Pooled(ByteBuffer bytes, Labels labels) {}

  private final ZipArchive archive;
  private final Map<Key, Pooled> pool = new ConcurrentHashMap<>();

  LabelsPool(ZipArchive archive) {
    this.archive = archive;
  }

  Labels read(ZipArchive.Entry entry) throws IOException {
    Key key = new Key(entry.crc32(), entry.size());
    Pooled pooled = pool.get(key);
    if (pooled != null && archive.readUnverified(entry).equals(pooled.bytes)) {
      return pooled.labels;
    }
    ByteBuffer bytes = archive.read(entry);
    Labels labels = LabelsFormat.read(bytes, new EntryLocation(archive.name(), entry.name()));
    Pooled first = pool.putIfAbsent(key, new Pooled(bytes, labels));
    return first != null && first.bytes.equals(bytes) ? first.labels : labels;
  }
}

package org.tensormap.io;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The directory of a ZIP archive, checked against the size of the archive.
 *
 * @param offset where it starts: all entries lie before it
 * @param entries the entries, in its order
 * @param byName the same entries by name
 */
record ZipDirectory(
    long offset, List<ZipArchive.Entry> entries, Map<String, ZipArchive.Entry> byName) {
  static ZipDirectory read(ByteSource source) throws IOException {
    return new ZipDirectoryReader(source).read();
  }
}

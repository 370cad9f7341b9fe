package org.tensormap.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Archives with other entries than our writer gives. */
final class ChangedArchives {
  private ChangedArchives() {}

  /** The same archive with all values in big-endian order. */
  static byte[] swapValues(byte[] archive, String descriptor) throws IOException {
    int elementSize = Character.digit(descriptor.charAt(1), 10);
    int unit = descriptor.equals("c8") ? 4 : elementSize;
    Map<String, byte[]> entries = entries(archive);
    entries.replaceAll(
        (name, bytes) -> name.endsWith("values.npy") ? swapped(bytes, descriptor, unit) : bytes);
    return archive(entries);
  }

  /** The same archive with the header of one entry changed. */
  static byte[] withHeader(byte[] archive, String name, UnaryOperator<String> change)
      throws IOException {
    Map<String, byte[]> entries = entries(archive);
    byte[] bytes = entries.get(name);
    int length = headerLength(bytes);
    String header = new String(bytes, 10, length - 11, ISO_8859_1).stripTrailing();
    entries.put(name, array(change.apply(header), Arrays.copyOfRange(bytes, length, bytes.length)));
    return archive(entries);
  }

  /** An array with a header of version 1. */
  static byte[] array(String header, byte[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 1 + data.length);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.put((byte) (header.length() + 1)).put((byte) ((header.length() + 1) >> 8));
    bytes.put(header.getBytes(ISO_8859_1)).put((byte) '\n').put(data);
    return bytes.array();
  }

  static Map<String, byte[]> entries(byte[] archive) throws IOException {
    ZipArchive zip = ZipArchive.open(ByteSource.wrap("test.mts", ByteBuffer.wrap(archive)));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (ZipArchive.Entry entry : zip.entries()) {
      byte[] bytes = new byte[(int) entry.size()];
      zip.read(entry).get(bytes);
      entries.put(entry.name(), bytes);
    }
    return entries;
  }

  static byte[] archive(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveWriter writer = new ZipArchiveWriter(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        writer.add(entry.getKey(), ByteBuffer.wrap(entry.getValue()));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] swapped(byte[] bytes, String descriptor, int unit) {
    int start = headerLength(bytes);
    byte[] result = bytes.clone();
    for (int at = start; at < bytes.length; at++) {
      int within = (at - start) % unit;
      result[at] = bytes[at - within + unit - 1 - within];
    }
    String header = new String(bytes, 0, start, ISO_8859_1);
    byte[] changed = header.replace("<" + descriptor, ">" + descriptor).getBytes(ISO_8859_1);
    System.arraycopy(changed, 0, result, 0, start);
    return result;
  }

  private static int headerLength(byte[] array) {
    return 10 + Byte.toUnsignedInt(array[8]) + (Byte.toUnsignedInt(array[9]) << 8);
  }
}

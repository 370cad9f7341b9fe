package org.tensormap.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads arrays that numpy saved in version 1 of its format, little-endian. */
final class NpyArrays {
  private static final int PREFIX = 10;
  private static final Pattern DESCR = Pattern.compile("'descr': '([^']+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");
  private static final Map<String, DataType> TYPES =
      Map.of(
          "<f8", DataType.FLOAT64,
          "<f4", DataType.FLOAT32,
          "<f2", DataType.FLOAT16,
          "<i8", DataType.INT64,
          "<i4", DataType.INT32,
          "|i1", DataType.INT8,
          "|u1", DataType.UINT8,
          "|b1", DataType.BOOLEAN,
          "<c8", DataType.COMPLEX64);

  private NpyArrays() {}

  static NDArray load(Path file, NDManager manager) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int headerLength = Byte.toUnsignedInt(bytes[8]) | Byte.toUnsignedInt(bytes[9]) << 8;
    String header = new String(bytes, PREFIX, headerLength, StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(header);
    Matcher descr = DESCR.matcher(header);
    if (!shape.find() || !descr.find() || !TYPES.containsKey(descr.group(1))) {
      throw new IOException(file + ": can not read an array with header " + header);
    }
    long[] lengths =
        Arrays.stream(shape.group(1).split(","))
            .map(String::strip)
            .filter(length -> !length.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    ByteBuffer values = manager.allocateDirect(bytes.length - PREFIX - headerLength);
    values.put(bytes, PREFIX + headerLength, values.capacity()).flip();
    DataType type = TYPES.get(descr.group(1));
    if (header.contains("'fortran_order': True")) {
      values = rowMajor(values, lengths, type.getNumOfBytes(), manager);
    }
    return manager.create(values, new Shape(lengths), type);
  }

  private static ByteBuffer rowMajor(
      ByteBuffer columnMajor, long[] lengths, int bytes, NDManager manager) {
    ByteBuffer values = manager.allocateDirect(columnMajor.capacity());
    for (int i = 0; i < values.capacity() / bytes; i++) {
      int rest = i;
      int size = values.capacity() / bytes;
      int from = 0;
      for (int axis = lengths.length - 1; axis >= 0; axis--) {
        int length = Math.toIntExact(lengths[axis]);
        size /= length;
        from += rest % length * size;
        rest /= length;
      }
      values.put(i * bytes, columnMajor, from * bytes, bytes);
    }
    return values;
  }
}

package org.tensormap.io;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensormap.Labels;

/**
 * Labels as a {@code .npy} array: one row of 32-bit integers per entry, with the names of the
 * dimensions as names of the fields.
 */
final class LabelsFormat {
  private LabelsFormat() {}

  /** Reads labels from all bytes of an array. */
  static Labels read(ByteBuffer bytes, EntryLocation location) throws IOException {
    NpyHeader header = NpyHeader.read(bytes, location);
    if (!(header.type() instanceof NpyType.Structured structured)) {
      throw location.problem(
          "labels should be rows of named 32-bit integers, got numbers of type " + header.type());
    }
    if (header.shape().dimension() != 1) {
      throw location.problem("labels should have one axis, got the shape " + header.shape());
    }
    ByteOrder order = order(structured, location);
    List<String> names = structured.fields().stream().map(NpyType.Field::name).toList();
    int available = bytes.limit() - header.length();
    long entries = header.shape().get(0);
    long values = entries * names.size();
    if (entries > available
        || values * Integer.BYTES != available
        || (values == 0 && entries > 0)) {
      throw location.problem(
          entries
              + " entries with the dimensions "
              + names
              + " take 4 bytes for each value, but "
              + available
              + " bytes follow the header");
    }
    int[] row = new int[(int) values];
    bytes.slice(header.length(), available).order(order).asIntBuffer().get(row);
    try {
      return new Labels(names, row);
    } catch (IllegalArgumentException e) {
      throw location.problem("its labels are not valid: " + e.getMessage(), e);
    }
  }

  /** Returns the parts of an array with these labels. */
  static ByteBuffer[] write(Labels labels) {
    String descriptor = NpyValueType.nativeOrder() + "i4";
    NpyType type =
        new NpyType.Structured(
            labels.names().stream().map(name -> new NpyType.Field(name, descriptor)).toList());
    ByteBuffer values =
        ByteBuffer.allocate(Math.multiplyExact(labels.values().remaining(), Integer.BYTES))
            .order(ByteOrder.nativeOrder());
    values.asIntBuffer().put(labels.values());
    return new ByteBuffer[] {NpyHeader.encode(type, new Shape(labels.size())), values};
  }

  private static ByteOrder order(NpyType.Structured type, EntryLocation location)
      throws MtsFormatException {
    if (type.fields().stream().allMatch(field -> field.descriptor().equals("<i4"))) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (type.fields().stream().allMatch(field -> field.descriptor().equals(">i4"))) {
      return ByteOrder.BIG_ENDIAN;
    }
    throw location.problem("labels should be 32-bit integers, all '<i4' or all '>i4', got " + type);
  }
}

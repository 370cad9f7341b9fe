package org.tensormap.arrow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of one record batch: its columns, read as {@link MapSchema} says. */
final class RowBatch {
  private final int rows;
  private final List<int[]> keys = new ArrayList<>();
  private final String[] paths;
  private final int[] shapeOffsets;
  private final int[] lengths;
  private final int[] samples;
  private final int[] componentOffsets;
  private final int[] components;
  private final int[] properties;
  private final int[] valueOffsets;
  private final ByteBuffer values;
  private final int valueBytes;

  /** Reads all columns, in the order of the schema. */
  RowBatch(BatchReader batch, MapSchema schema) {
    rows = batch.rows();
    for (String key : schema.keys()) {
      keys.add(batch.column(key).ints(rows));
    }
    paths = readStrings(batch);
    shapeOffsets = batch.column(MapSchema.SHAPE).offsets();
    lengths = readInts(batch, MapSchema.SHAPE, shapeOffsets);
    samples = batch.column(MapSchema.SAMPLES).ints(rows);
    componentOffsets = batch.column(MapSchema.COMPONENTS).offsets();
    components = readInts(batch, MapSchema.COMPONENTS, componentOffsets);
    properties = batch.column(MapSchema.PROPERTIES).ints(rows);
    valueOffsets = batch.column(MapSchema.VALUES).offsets();
    valueBytes = schema.type().bytes();
    values = readValues(batch, schema.type(), valueOffsets);
  }

  int rows() {
    return rows;
  }

  /** The values of the key dimensions. */
  int[] key(int row) {
    return keys.stream().mapToInt(column -> column[row]).toArray();
  }

  /** The path of the gradient, empty for a block. */
  String path(int row) {
    return paths[row];
  }

  /** The lengths of the axes. */
  int[] shape(int row) {
    return Arrays.copyOfRange(lengths, shapeOffsets[row], shapeOffsets[row + 1]);
  }

  /** The index of the sample labels. */
  int samples(int row) {
    return samples[row];
  }

  /** The indices of the component labels. */
  int[] components(int row) {
    return Arrays.copyOfRange(components, componentOffsets[row], componentOffsets[row + 1]);
  }

  /** The index of the property labels. */
  int properties(int row) {
    return properties[row];
  }

  /** How many values there are. */
  int count(int row) {
    return valueOffsets[row + 1] - valueOffsets[row];
  }

  /** Where the values of a row begin in those of all rows, in bytes. */
  int start(int row) {
    return valueOffsets[row] * valueBytes;
  }

  /** The values of all rows. */
  ByteBuffer values() {
    return values;
  }

  private static String[] readStrings(BatchReader batch) {
    int[] offsets = batch.column(MapSchema.GRADIENT).offsets();
    ByteBuffer bytes = batch.bytes(offsets[batch.rows()]);
    String[] strings = new String[batch.rows()];
    for (int i = 0; i < strings.length; i++) {
      byte[] string = new byte[offsets[i + 1] - offsets[i]];
      bytes.get(offsets[i], string);
      strings[i] = new String(string, StandardCharsets.UTF_8);
    }
    return strings;
  }

  private static int[] readInts(BatchReader batch, String column, int[] offsets) {
    int count = batch.child(column + ".item");
    batch.checkEnd(offsets, count);
    return batch.ints(count);
  }

  private static ByteBuffer readValues(BatchReader batch, ValueType type, int[] offsets) {
    batch.checkEnd(offsets, batch.child("values.item"));
    if (type == ValueType.COMPLEX64) {
      batch.child("values.item.item");
    }
    ByteBuffer values = batch.bytes((long) offsets[batch.rows()] * type.bytes());
    if (type == ValueType.BOOL) {
      checkBooleans(values);
    }
    return values;
  }

  private static void checkBooleans(ByteBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      if ((values.get(i) & ~1) != 0) {
        throw new IpcFormatException(
            "a value of type bool must be 0 or 1, got " + values.get(i) + " at " + i);
      }
    }
  }
}

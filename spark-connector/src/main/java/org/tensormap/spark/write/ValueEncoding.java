package org.tensormap.spark.write;

import ai.djl.ndarray.types.DataType;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.StructField;
import org.tensormap.HalfFloat;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.LayoutColumn;

/**
 * How SQL values become values of a tensor map: the reverse of {@link ElementType}.
 *
 * @param column the name of the column, for messages
 * @param dtype the type in the tensor map
 * @param element how the type is stored in SQL
 */
record ValueEncoding(String column, DataType dtype, ElementType element) implements Serializable {
  /**
   * Chooses the type of values: the one that they had when they were read, or that those of the
   * dataset have, if SQL stores it as the type of the column; else the one that SQL has.
   *
   * @param column the column with the values
   * @param sqlType the type of one of them
   * @param present the type of the values of the dataset that is appended to
   */
  static ValueEncoding of(
      StructField column, org.apache.spark.sql.types.DataType sqlType, Optional<DataType> present) {
    Optional<DataType> read =
        column.metadata().contains(LayoutColumn.DTYPE)
            ? named(column.metadata().getString(LayoutColumn.DTYPE))
            : Optional.empty();
    DataType dtype =
        read.filter(type -> isStoredAs(type, sqlType))
            .or(() -> present.filter(type -> isStoredAs(type, sqlType)))
            .or(() -> ElementType.natural(sqlType))
            .orElseThrow(() -> WriteErrors.valueType(column.name(), sqlType.sql()));
    return new ValueEncoding(column.name(), dtype, ElementType.shown(dtype));
  }

  private static Optional<DataType> named(String name) {
    for (DataType type : DataType.values()) {
      if (TensorMapSchema.name(type).equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static boolean isStoredAs(DataType dtype, org.apache.spark.sql.types.DataType sqlType) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype.name()) && type != ElementType.BFLOAT16) {
        return type.sqlType().equals(sqlType);
      }
    }
    return false;
  }

  /** The bytes of one value in the tensor map. */
  int size() {
    return dtype.getNumOfBytes();
  }

  /** Whether values in SQL have the same bytes as in the tensor map. */
  boolean isPlain() {
    return size() == element.size();
  }

  /** Stores one value. */
  void put(SpecializedGetters from, int ordinal, ByteBuffer to, int at) {
    switch (element) {
      case BOOLEAN -> to.put(at, (byte) (from.getBoolean(ordinal) ? 1 : 0));
      case INT8 -> to.put(at, from.getByte(ordinal));
      case INT16 -> to.putShort(at, from.getShort(ordinal));
      case INT32 -> to.putInt(at, from.getInt(ordinal));
      case INT64 -> to.putLong(at, from.getLong(ordinal));
      case FLOAT32 -> to.putFloat(at, from.getFloat(ordinal));
      case FLOAT64 -> to.putDouble(at, from.getDouble(ordinal));
      case UINT8 -> to.put(at, (byte) checked(from.getShort(ordinal), 0xffL));
      case UINT16 -> to.putShort(at, (short) checked(from.getInt(ordinal), 0xffffL));
      case UINT32 -> to.putInt(at, (int) checked(from.getLong(ordinal), 0xffffffffL));
      case FLOAT16 -> to.putShort(at, HalfFloat.fromFloat(from.getFloat(ordinal)));
      case BFLOAT16 -> throw notInFiles();
    }
  }

  /** The bytes of a value that the user gave as text. */
  byte[] parse(String option, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(size()).order(ByteOrder.nativeOrder());
    try {
      switch (element) {
        case BOOLEAN -> bytes.put(parseBoolean(text));
        case INT8 -> bytes.put(Byte.parseByte(text));
        case INT16 -> bytes.putShort(Short.parseShort(text));
        case INT32 -> bytes.putInt(Integer.parseInt(text));
        case INT64 -> bytes.putLong(Long.parseLong(text));
        case FLOAT32 -> bytes.putFloat(Float.parseFloat(text));
        case FLOAT64 -> bytes.putDouble(Double.parseDouble(text));
        case UINT8 -> bytes.put((byte) checked(Long.parseLong(text), 0xffL));
        case UINT16 -> bytes.putShort((short) checked(Long.parseLong(text), 0xffffL));
        case UINT32 -> bytes.putInt((int) checked(Long.parseLong(text), 0xffffffffL));
        case FLOAT16 -> bytes.putShort(HalfFloat.fromFloat(Float.parseFloat(text)));
        case BFLOAT16 -> throw notInFiles();
      }
    } catch (NumberFormatException e) {
      throw SourceErrors.invalidOption(
          option, text, "a value of type " + TensorMapSchema.name(dtype));
    }
    return bytes.array();
  }

  private static byte parseBoolean(String text) {
    return switch (text) {
      case "true" -> 1;
      case "false" -> 0;
      default -> throw new NumberFormatException(text);
    };
  }

  private static IllegalStateException notInFiles() {
    return new IllegalStateException("files have no such type, so that it was not chosen");
  }

  private long checked(long value, long most) {
    if (value < 0 || value > most) {
      throw WriteErrors.valueOutOfRange(
          column, Long.toString(value), TensorMapSchema.name(dtype), most);
    }
    return value;
  }
}

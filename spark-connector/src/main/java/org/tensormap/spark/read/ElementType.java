package org.tensormap.spark.read;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.tensormap.spark.TensorMapSchema;

/** How values of one type are stored in SQL arrays: most as they are, some in a wider type. */
enum ElementType {
  BOOLEAN(DataTypes.BooleanType, 1),
  INT8(DataTypes.ByteType, 1),
  INT16(DataTypes.ShortType, 2),
  INT32(DataTypes.IntegerType, 4),
  INT64(DataTypes.LongType, 8),
  FLOAT32(DataTypes.FloatType, 4),
  FLOAT64(DataTypes.DoubleType, 8),
  UINT8(DataTypes.ShortType, 2) {
    @Override
    void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putShort(at + 2 * i, (short) Byte.toUnsignedInt(from.get(first + i)));
      }
    }
  },
  UINT16(DataTypes.IntegerType, 4) {
    @Override
    void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putInt(at + 4 * i, Short.toUnsignedInt(from.getShort(2 * (first + i))));
      }
    }
  },
  UINT32(DataTypes.LongType, 8) {
    @Override
    void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putLong(at + 8 * i, Integer.toUnsignedLong(from.getInt(4 * (first + i))));
      }
    }
  },
  FLOAT16(DataTypes.FloatType, 4) {
    @Override
    void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putFloat(at + 4 * i, HalfFloat.toFloat(from.getShort(2 * (first + i))));
      }
    }
  },
  BFLOAT16(DataTypes.FloatType, 4) {
    @Override
    void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putInt(at + 4 * i, from.getShort(2 * (first + i)) << 16);
      }
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable, but do not say so.
  private final org.apache.spark.sql.types.DataType sqlType;

  private final int size;

  ElementType(org.apache.spark.sql.types.DataType sqlType, int size) {
    this.sqlType = sqlType;
    this.size = size;
  }

  /** The element type for the values of a schema; if there is none, that of most models. */
  static ElementType of(Optional<TensorMapSchema> schema) {
    return schema.map(TensorMapSchema::dtype).map(ElementType::shown).orElse(FLOAT64);
  }

  /** The element type for values; an error if SQL has no counterpart. */
  static ElementType shown(DataType dtype) {
    for (ElementType type : values()) {
      if (type.name().equals(dtype.name())) {
        return type;
      }
    }
    throw ReadErrors.unsupportedType(TensorMapSchema.name(dtype));
  }

  org.apache.spark.sql.types.DataType sqlType() {
    return sqlType;
  }

  /** The bytes of one element of a SQL array. */
  int size() {
    return size;
  }

  /**
   * Copies values into an array.
   *
   * @param from values in native byte order, from index 0
   * @param first the position of the first value to copy
   * @param count how many values
   * @param to the array, in native byte order
   * @param at the index of the first byte to write
   */
  void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
    to.put(at, from, first * size, count * size);
  }
}

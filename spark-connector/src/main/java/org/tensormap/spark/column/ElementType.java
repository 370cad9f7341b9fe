package org.tensormap.spark.column;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.tensormap.HalfFloat;
import org.tensormap.spark.TensorMapSchema;

/** How values of one type are stored in SQL arrays: most as they are, some in a wider type. */
public enum ElementType {
  /** Booleans, as they are. */
  BOOLEAN(DataTypes.BooleanType, 1),
  /** Signed integers of 8 bits, as they are. */
  INT8(DataTypes.ByteType, 1),
  /** Signed integers of 16 bits, as they are. */
  INT16(DataTypes.ShortType, 2),
  /** Signed integers of 32 bits, as they are. */
  INT32(DataTypes.IntegerType, 4),
  /** Signed integers of 64 bits, as they are. */
  INT64(DataTypes.LongType, 8),
  /** Floating point numbers of 32 bits, as they are. */
  FLOAT32(DataTypes.FloatType, 4),
  /** Floating point numbers of 64 bits, as they are. */
  FLOAT64(DataTypes.DoubleType, 8),
  /** Unsigned integers of 8 bits, as 16 bits. */
  UINT8(DataTypes.ShortType, 2) {
    @Override
    public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putShort(at + 2 * i, (short) Byte.toUnsignedInt(from.get(first + i)));
      }
    }
  },
  /** Unsigned integers of 16 bits, as 32 bits. */
  UINT16(DataTypes.IntegerType, 4) {
    @Override
    public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putInt(at + 4 * i, Short.toUnsignedInt(from.getShort(2 * (first + i))));
      }
    }
  },
  /** Unsigned integers of 32 bits, as 64 bits. */
  UINT32(DataTypes.LongType, 8) {
    @Override
    public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putLong(at + 8 * i, Integer.toUnsignedLong(from.getInt(4 * (first + i))));
      }
    }
  },
  /** Floating point numbers of 16 bits, as 32 bits. */
  FLOAT16(DataTypes.FloatType, 4) {
    @Override
    public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
      for (int i = 0; i < count; i++) {
        to.putFloat(at + 4 * i, HalfFloat.toFloat(from.getShort(2 * (first + i))));
      }
    }
  },
  /** Floating point numbers of 16 bits with the exponent of 32, as 32 bits. */
  BFLOAT16(DataTypes.FloatType, 4) {
    @Override
    public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
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

  /**
   * Returns the element type for the values of a schema.
   *
   * @param schema the schema; if there is none, values are taken to have the type of most models
   * @return how they are stored in SQL arrays
   * @throws org.tensormap.spark.TensorMapException if SQL has no counterpart
   */
  public static ElementType of(Optional<TensorMapSchema> schema) {
    return schema.map(TensorMapSchema::dtype).map(ElementType::shown).orElse(FLOAT64);
  }

  /**
   * Returns the element type for values.
   *
   * @param dtype the type of the values
   * @return how they are stored in SQL arrays
   * @throws org.tensormap.spark.TensorMapException if SQL has no counterpart
   */
  public static ElementType shown(DataType dtype) {
    for (ElementType type : values()) {
      if (type.name().equals(dtype.name())) {
        return type;
      }
    }
    throw ColumnErrors.unsupportedType(TensorMapSchema.name(dtype));
  }

  /**
   * Returns the type of values that are stored in SQL as they are.
   *
   * @param sqlType a type of SQL
   * @return the type in tensor maps; empty if none is stored as this type
   */
  public static Optional<DataType> natural(org.apache.spark.sql.types.DataType sqlType) {
    for (ElementType type : values()) {
      DataType dtype = DataType.valueOf(type.name());
      if (type.sqlType.equals(sqlType) && type.size == dtype.getNumOfBytes()) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the type of the elements of a SQL array.
   *
   * @return the type in SQL
   */
  public org.apache.spark.sql.types.DataType sqlType() {
    return sqlType;
  }

  /**
   * Returns the size of the elements of a SQL array.
   *
   * @return the bytes of one element
   */
  public int size() {
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
  public void copy(ByteBuffer from, int first, int count, ByteBuffer to, int at) {
    to.put(at, from, first * size, count * size);
  }
}

package org.tensormap.spark.layout;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A vector without nulls over memory that somebody else owns; subclasses say what is in it. */
abstract class NonNullVector extends ColumnVector {
  NonNullVector(DataType type) {
    super(type);
  }

  @Override
  public final boolean hasNull() {
    return false;
  }

  @Override
  public final int numNulls() {
    return 0;
  }

  @Override
  public final boolean isNullAt(int row) {
    return false;
  }

  @Override
  public final void close() {}

  @Override
  public boolean getBoolean(int row) {
    throw otherType("booleans");
  }

  @Override
  public byte getByte(int row) {
    throw otherType("bytes");
  }

  @Override
  public short getShort(int row) {
    throw otherType("shorts");
  }

  @Override
  public int getInt(int row) {
    throw otherType("ints");
  }

  @Override
  public long getLong(int row) {
    throw otherType("longs");
  }

  @Override
  public float getFloat(int row) {
    throw otherType("floats");
  }

  @Override
  public double getDouble(int row) {
    throw otherType("doubles");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw otherType("arrays");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw otherType("arrays");
  }

  @Override
  public final ColumnarMap getMap(int row) {
    throw otherType("maps");
  }

  @Override
  public final Decimal getDecimal(int row, int precision, int scale) {
    throw otherType("decimals");
  }

  @Override
  public final UTF8String getUTF8String(int row) {
    throw otherType("strings");
  }

  @Override
  public final byte[] getBinary(int row) {
    throw otherType("binaries");
  }

  private UnsupportedOperationException otherType(String asked) {
    return new UnsupportedOperationException(
        "a vector of type " + dataType().sql() + " has no " + asked);
  }
}

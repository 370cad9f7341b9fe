package org.tensormap.spark.layout;

/**
 * The values of rows of which only some have been read, as a vector of all of them. A value that
 * has not been read is 0: nobody looks at it, but Spark may copy it.
 */
final class ElementsVector extends NonNullVector {
  private final BufferVector values;
  private final int[] places;
  private final int readCount;

  /**
   * Creates a vector.
   *
   * @param values those values of row 0 that have been read, then those of row 1, …
   * @param places for each value of a row, where it is among those that have been read; -1 if it
   *     has not been
   * @param readCount how many values of each row have been read
   */
  ElementsVector(BufferVector values, int[] places, int readCount) {
    super(values.dataType());
    this.values = values;
    this.places = places;
    this.readCount = readCount;
  }

  @Override
  public boolean getBoolean(int row) {
    int place = place(row);
    return place >= 0 && values.getBoolean(place);
  }

  @Override
  public byte getByte(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getByte(place);
  }

  @Override
  public short getShort(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getShort(place);
  }

  @Override
  public int getInt(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getInt(place);
  }

  @Override
  public long getLong(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getLong(place);
  }

  @Override
  public float getFloat(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getFloat(place);
  }

  @Override
  public double getDouble(int row) {
    int place = place(row);
    return place < 0 ? 0 : values.getDouble(place);
  }

  private int place(int row) {
    int place = places[row % places.length];
    return place < 0 ? -1 : row / places.length * readCount + place;
  }
}

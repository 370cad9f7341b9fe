package org.tensormap.arrow;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The types that values can have, and how one value is stored in Arrow.
 *
 * <p>Every one takes as many bytes in Arrow as in an array, in the same order, so values are copied
 * or shared as they are.
 */
enum ValueType {
  FLOAT16(DataType.FLOAT16, "float16", 2),
  FLOAT32(DataType.FLOAT32, "float32", 4),
  FLOAT64(DataType.FLOAT64, "float64", 8),
  INT8(DataType.INT8, "int8", 1),
  INT16(DataType.INT16, "int16", 2),
  INT32(DataType.INT32, "int32", 4),
  INT64(DataType.INT64, "int64", 8),
  UINT8(DataType.UINT8, "uint8", 1),
  UINT16(DataType.UINT16, "uint16", 2),
  UINT32(DataType.UINT32, "uint32", 4),
  UINT64(DataType.UINT64, "uint64", 8),

  /** Arrow's own boolean has eight values in a byte; the canonical extension has one, as arrays. */
  BOOL(DataType.BOOLEAN, "bool", 1),

  /** Arrow has no such type. Two bytes, so that nobody takes the bits for an integer. */
  BFLOAT16(DataType.BFLOAT16, "bfloat16", 2),

  /** Arrow has no such type. The real part, then the imaginary part. */
  COMPLEX64(DataType.COMPLEX64, "complex64", 8);

  private static final Map<DataType, ValueType> BY_DATA_TYPE =
      Arrays.stream(values()).collect(Collectors.toMap(ValueType::dataType, type -> type));

  private final DataType dataType;
  private final String typeName;
  private final int bytes;

  ValueType(DataType dataType, String typeName, int bytes) {
    this.dataType = dataType;
    this.typeName = typeName;
    this.bytes = bytes;
  }

  static ValueType of(DataType dataType) {
    ValueType type = BY_DATA_TYPE.get(dataType);
    if (type == null) {
      throw new IllegalArgumentException(
          "values of type " + dataType + " can not be stored: use one of " + names());
    }
    return type;
  }

  static ValueType named(String name) {
    for (ValueType type : values()) {
      if (type.typeName.equals(name)) {
        return type;
      }
    }
    throw new IpcFormatException(
        "values of type '" + name + "' can not be read: the types are " + names());
  }

  /** The type of arrays that hold such values. */
  DataType dataType() {
    return dataType;
  }

  /** The name that NumPy and PyTorch have for it. */
  String typeName() {
    return typeName;
  }

  /** The size of one value. */
  int bytes() {
    return bytes;
  }

  /** The field of one value. */
  Field arrowField(String name) {
    return switch (this) {
      case BOOL ->
          new Field(
              name,
              new FieldType(
                  false,
                  arrowType(),
                  null,
                  Map.of(
                      ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME,
                      "arrow.bool8",
                      ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA,
                      "")),
              null);
      case COMPLEX64 ->
          new Field(name, FieldType.notNullable(arrowType()), List.of(FLOAT32.arrowField("item")));
      default -> new Field(name, FieldType.notNullable(arrowType()), null);
    };
  }

  private static String names() {
    return Arrays.stream(values()).map(ValueType::typeName).collect(Collectors.joining(", "));
  }

  private ArrowType arrowType() {
    return switch (this) {
      case FLOAT16 -> new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case INT8, INT16, INT32, INT64, BOOL -> new ArrowType.Int(8 * bytes, true);
      case UINT8, UINT16, UINT32, UINT64 -> new ArrowType.Int(8 * bytes, false);
      case BFLOAT16 -> new ArrowType.FixedSizeBinary(bytes);
      case COMPLEX64 -> new ArrowType.FixedSizeList(2);
    };
  }
}

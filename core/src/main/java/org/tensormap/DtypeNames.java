package org.tensormap;

import ai.djl.ndarray.types.DataType;
import java.util.Locale;

/** The names of types in messages: those of the reference, which takes them from DLPack. */
final class DtypeNames {
  private DtypeNames() {}

  static String of(DataType type) {
    return switch (type) {
      case FLOAT16 -> "f16";
      case FLOAT32 -> "f32";
      case FLOAT64 -> "f64";
      case UINT8 -> "u8";
      case INT8 -> "i8";
      case INT32 -> "i32";
      case INT64 -> "i64";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}

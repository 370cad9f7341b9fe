package org.tensormap.spark.model;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.LabelsType;
import org.tensormap.torchscript.ModelType;

/** The SQL types of what models take and return, where SQL has no type of its own for it. */
final class SqlTypes {
  /** Signatures do not say how many axes a tensor has, so it travels flat, with its shape. */
  static final StructType TENSOR =
      new StructType()
          .add("shape", DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private SqlTypes() {}

  /** The type of the column that holds results of a model. */
  static DataType ofResult(ModelType type) {
    if (type instanceof ModelType.TensorMap || type instanceof ModelType.TensorBlock) {
      return DataTypes.BinaryType;
    }
    if (type instanceof ModelType.Tensor) {
      return TENSOR;
    }
    if (type instanceof ModelType.Labels) {
      return LabelsType.TYPE;
    }
    if (type instanceof ModelType.Int) {
      return DataTypes.LongType;
    }
    if (type instanceof ModelType.Float) {
      return DataTypes.DoubleType;
    }
    if (type instanceof ModelType.Bool) {
      return DataTypes.BooleanType;
    }
    if (type instanceof ModelType.Str) {
      return DataTypes.StringType;
    }
    if (type instanceof ModelType.OptionalOf optional) {
      return ofResult(optional.value());
    }
    if (type instanceof ModelType.ListOf list) {
      return new ArrayType(ofResult(list.element()), isNullable(list.element()));
    }
    if (type instanceof ModelType.DictOf dict) {
      return new MapType(DataTypes.StringType, ofResult(dict.value()), isNullable(dict.value()));
    }
    if (type instanceof ModelType.TupleOf tuple) {
      StructType fields = new StructType();
      for (int i = 0; i < tuple.elements().size(); i++) {
        ModelType element = tuple.elements().get(i);
        fields = fields.add("_" + (i + 1), ofResult(element), isNullable(element));
      }
      return fields;
    }
    return DataTypes.NullType;
  }

  private static boolean isNullable(ModelType type) {
    return type instanceof ModelType.OptionalOf || type instanceof ModelType.None;
  }
}

package org.tensormap.spark.model;

import org.tensormap.spark.LabelsType;
import org.tensormap.torchscript.ModelType;

/** Says in words which SQL values fit a type of a model, for error messages. */
final class ArgumentDescription {
  private ArgumentDescription() {}

  static String of(ModelType type) {
    if (type instanceof ModelType.Tensor) {
      return "a number, nested arrays of numbers, or struct<shape, values>";
    }
    if (type instanceof ModelType.TensorMap) {
      return "BINARY with a tensor map";
    }
    if (type instanceof ModelType.TensorBlock) {
      return "BINARY with a tensor map of one block";
    }
    if (type instanceof ModelType.Labels) {
      return LabelsType.TYPE.catalogString();
    }
    if (type instanceof ModelType.Int) {
      return "an integer";
    }
    if (type instanceof ModelType.Float) {
      return "a number";
    }
    if (type instanceof ModelType.Bool) {
      return "a BOOLEAN";
    }
    if (type instanceof ModelType.Str) {
      return "a STRING";
    }
    if (type instanceof ModelType.OptionalOf optional) {
      return "NULL or " + of(optional.value());
    }
    if (type instanceof ModelType.ListOf list) {
      return "an ARRAY, each element " + of(list.element());
    }
    if (type instanceof ModelType.DictOf dict) {
      return "a MAP with string keys, each value " + of(dict.value());
    }
    if (type instanceof ModelType.TupleOf tuple) {
      return "a STRUCT with " + tuple.elements().size() + " fields";
    }
    return "NULL";
  }
}

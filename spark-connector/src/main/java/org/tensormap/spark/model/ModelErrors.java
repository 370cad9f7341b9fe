package org.tensormap.spark.model;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.torchscript.ModelArgument;
import org.tensormap.torchscript.ModelCallException;
import org.tensormap.torchscript.ModelSignature;

/** Every error that a user of models can do something about. */
final class ModelErrors {
  private ModelErrors() {}

  static TensorMapException notFound(String path, Exception cause) {
    return ErrorCondition.TENSORMAP_MODEL_NOT_FOUND.error(
        cause,
        "There is no model at '%s': %s. Give the path of a model saved with torch.jit.save, or the"
            + " name of a file shipped with --files.",
        path,
        reason(cause));
  }

  static TensorMapException directory(String location) {
    return ErrorCondition.TENSORMAP_MODEL_NOT_FOUND.error(
        "The model %s is a directory; give the path of a file saved with torch.jit.save.",
        location);
  }

  static TensorMapException unreadable(String location, Exception cause) {
    return ErrorCondition.TENSORMAP_MODEL_UNREADABLE.error(
        cause,
        "Can not read the model %s: %s. Every executor must be able to read it: put it on storage"
            + " that they share, or ship it with --files and give its name.",
        location,
        reason(cause));
  }

  static TensorMapException changed(String location) {
    return ErrorCondition.TENSORMAP_MODEL_CHANGED.error(
        "The model %s is not the one that the query was planned with: its bytes have changed, or"
            + " executors see another file. Run the query again, and do not replace models that are"
            + " in use.",
        location);
  }

  static TensorMapException invalid(Exception cause) {
    return ErrorCondition.TENSORMAP_MODEL_INVALID.error(cause, "%s.", capitalized(reason(cause)));
  }

  static TensorMapException unknownDevice(String what, String value) {
    return ErrorCondition.TENSORMAP_DEVICE_UNKNOWN.error(
        "The %s is '%s'; use auto, cpu, gpu, or gpu:N with the number of a GPU.", what, value);
  }

  static TensorMapException gpuAddress(String address) {
    return ErrorCondition.TENSORMAP_DEVICE_UNKNOWN.error(
        "Spark gave the task the GPU '%s'; let the discovery script of the cluster print the"
            + " numbers of GPUs, such as 0.",
        address);
  }

  static TensorMapException groupTooLarge(long bytes, long limit, int rows, int size) {
    return ErrorCondition.TENSORMAP_GROUP_TOO_LARGE.error(
        "A group of rows for one call of a model has %s bytes after %s of up to %s rows, and there"
            + " is room for %s. Choose smaller groups, or give executors more memory.",
        bytes, rows, size, limit);
  }

  static TensorMapException groupSize(int size) {
    return ErrorCondition.TENSORMAP_INVALID_GROUP_SIZE.error(
        "A group must have at least 1 row, got %s.", size);
  }

  static TensorMapException inexact(long value) {
    return ErrorCondition.TENSORMAP_RESULT_INEXACT.error(
        "The model returned a tensor with the integer %s, which the type of the result,"
            + " array<double>, can not hold exactly.",
        value);
  }

  static TensorMapException argumentCount(String model, ModelSignature signature, int got) {
    long required = signature.arguments().stream().filter(a -> !a.hasDefault()).count();
    int possible = signature.arguments().size();
    return ErrorCondition.TENSORMAP_MODEL_ARGUMENT_COUNT.error(
        "The model %s takes %s %s, %s, got %s.",
        model,
        required == possible ? possible : required + " to " + possible,
        possible == 1 ? "argument" : "arguments",
        signature,
        got);
  }

  static TensorMapException argumentType(
      String model, int position, ModelArgument argument, DataType got) {
    return ErrorCondition.TENSORMAP_MODEL_ARGUMENT_TYPE.error(
        "%s can not be made from a value of type %s; it takes %s.",
        describe(model, position, argument), got.sql(), ArgumentDescription.of(argument.type()));
  }

  static TensorMapException argumentValue(
      String model, int position, ModelArgument argument, UnfitValueException problem) {
    return ErrorCondition.TENSORMAP_MODEL_ARGUMENT_VALUE.error(
        problem, "%s: %s.", describe(model, position, argument), problem.getMessage());
  }

  static TensorMapException notATensorMap(String model, ModelSignature signature) {
    return ErrorCondition.TENSORMAP_MODEL_RESULT_TYPE.error(
        "Only tensor maps can be written, and the model %s returns %s; call it with the SQL"
            + " function tm_predict.",
        model, signature.result());
  }

  static TensorMapException nullInput(String model) {
    return ErrorCondition.TENSORMAP_MODEL_NULL_ARGUMENT.error(
        "A row for the model %s has NULL in place of an argument.", model);
  }

  static TensorMapException failed(String model, ModelCallException cause) {
    return ErrorCondition.TENSORMAP_MODEL_FAILED.error(
        cause,
        "The model %s %s %s: %s%s",
        model,
        cause.raisedByModel() ? "raised" : "failed with",
        cause.exceptionType(),
        cause.modelMessage(),
        cause.scriptStack().isEmpty() ? "" : "\n" + cause.scriptStack() + "\n");
  }

  private static String describe(String model, int position, ModelArgument argument) {
    return "Argument "
        + (position + 1)
        + " of the model "
        + model
        + ", '"
        + argument.name()
        + "' of type "
        + argument.type();
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}

package org.tensormap.spark.model;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.TensorMapException;
import org.tensormap.torchscript.ModelArgument;
import org.tensormap.torchscript.ModelCallException;
import org.tensormap.torchscript.ModelSignature;

/** Every error that a user of models can do something about. */
final class ModelErrors {
  private ModelErrors() {}

  static TensorMapException notFound(String path, Exception cause) {
    return new TensorMapException(
        "TENSORMAP_MODEL_NOT_FOUND",
        "42K03",
        "There is no model at '"
            + path
            + "': "
            + reason(cause)
            + ". Give the path of a model saved with torch.jit.save, or the name of a file shipped"
            + " with --files.",
        cause);
  }

  static TensorMapException directory(String location) {
    return new TensorMapException(
        "TENSORMAP_MODEL_NOT_FOUND",
        "42K03",
        "The model "
            + location
            + " is a directory; give the path of a file saved with"
            + " torch.jit.save.");
  }

  static TensorMapException unreadable(String location, Exception cause) {
    return new TensorMapException(
        "TENSORMAP_MODEL_UNREADABLE",
        "58030",
        "Can not read the model "
            + location
            + ": "
            + reason(cause)
            + ". Every executor must be able to read it: put it on storage that they share, or ship"
            + " it with --files and give its name.",
        cause);
  }

  static TensorMapException changed(String location) {
    return new TensorMapException(
        "TENSORMAP_MODEL_CHANGED",
        "55000",
        "The model "
            + location
            + " is not the one that the query was planned with: its bytes have changed, or"
            + " executors see another file. Run the query again, and do not replace models that are"
            + " in use.");
  }

  static TensorMapException invalid(Exception cause) {
    return new TensorMapException(
        "TENSORMAP_MODEL_INVALID", "22000", capitalized(reason(cause)) + ".", cause);
  }

  static TensorMapException unknownDevice(String what, String value) {
    return new TensorMapException(
        "TENSORMAP_DEVICE_UNKNOWN",
        "22023",
        "The "
            + what
            + " is '"
            + value
            + "'; use auto, cpu, gpu, or gpu:N with the number of a GPU.");
  }

  static TensorMapException gpuAddress(String address) {
    return new TensorMapException(
        "TENSORMAP_DEVICE_UNKNOWN",
        "22023",
        "Spark gave the task the GPU '"
            + address
            + "'; let the discovery script of the cluster print the numbers of GPUs, such as 0.");
  }

  static TensorMapException groupTooLarge(long bytes, long limit, int rows, int size) {
    return new TensorMapException(
        "TENSORMAP_GROUP_TOO_LARGE",
        "53200",
        "A group of rows for one call of a model has "
            + bytes
            + " bytes after "
            + rows
            + " of up to "
            + size
            + " rows, and there is room for "
            + limit
            + ". Choose smaller groups, or give executors more memory.");
  }

  static TensorMapException groupSize(int size) {
    return new TensorMapException(
        "TENSORMAP_INVALID_GROUP_SIZE",
        "22023",
        "A group must have at least 1 row, got " + size + ".");
  }

  static TensorMapException inexact(long value) {
    return new TensorMapException(
        "TENSORMAP_RESULT_INEXACT",
        "22003",
        "The model returned a tensor with the integer "
            + value
            + ", which the type of the result, array<double>, can not hold exactly.");
  }

  static TensorMapException argumentCount(String model, ModelSignature signature, int got) {
    long required = signature.arguments().stream().filter(a -> !a.hasDefault()).count();
    int possible = signature.arguments().size();
    return new TensorMapException(
        "TENSORMAP_MODEL_ARGUMENT_COUNT",
        "42605",
        "The model "
            + model
            + " takes "
            + (required == possible ? possible : required + " to " + possible)
            + (possible == 1 ? " argument, " : " arguments, ")
            + signature
            + ", got "
            + got
            + ".");
  }

  static TensorMapException argumentType(
      String model, int position, ModelArgument argument, DataType got) {
    return new TensorMapException(
        "TENSORMAP_MODEL_ARGUMENT_TYPE",
        "42K09",
        describe(model, position, argument)
            + " can not be made from a value of type "
            + got.sql()
            + "; it takes "
            + ArgumentDescription.of(argument.type())
            + ".");
  }

  static TensorMapException argumentValue(
      String model, int position, ModelArgument argument, UnfitValueException problem) {
    return new TensorMapException(
        "TENSORMAP_MODEL_ARGUMENT_VALUE",
        "22023",
        describe(model, position, argument) + ": " + problem.getMessage() + ".",
        problem);
  }

  static TensorMapException notATensorMap(String model, ModelSignature signature) {
    return new TensorMapException(
        "TENSORMAP_MODEL_RESULT_TYPE",
        "42K09",
        "Only tensor maps can be written, and the model "
            + model
            + " returns "
            + signature.result()
            + "; call it with the SQL function tm_predict.");
  }

  static TensorMapException nullInput(String model) {
    return new TensorMapException(
        "TENSORMAP_MODEL_NULL_ARGUMENT",
        "22004",
        "A row for the model " + model + " has NULL in place of an argument.");
  }

  static TensorMapException failed(String model, ModelCallException cause) {
    return new TensorMapException(
        "TENSORMAP_MODEL_FAILED",
        "38000",
        "The model "
            + model
            + (cause.raisedByModel() ? " raised " : " failed with ")
            + cause.exceptionType()
            + ": "
            + cause.modelMessage()
            + (cause.scriptStack().isEmpty() ? "" : "\n" + cause.scriptStack() + "\n"),
        cause);
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

package org.tensormap.spark.maintenance;

import java.util.Collection;
import org.tensormap.spark.TensorMapException;

/** Every error that a procedure has for its user. */
final class MaintenanceErrors {
  private MaintenanceErrors() {}

  static TensorMapException unknownProcedure(String name, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_PROCEDURE",
        "42883",
        "The procedure '" + name + "' is not known. Call one of " + known + ".");
  }

  static TensorMapException nullArgument(String procedure, String parameter) {
    return new TensorMapException(
        "TENSORMAP_INVALID_ARGUMENT",
        "22004",
        "The parameter '"
            + parameter
            + "' of the procedure '"
            + procedure
            + "' is null. Give a value, or leave it out if it has a default.");
  }

  static TensorMapException outOfRange(String parameter, long value, long least) {
    return new TensorMapException(
        "TENSORMAP_INVALID_ARGUMENT",
        "22023",
        "The parameter '" + parameter + "' must be at least " + least + ", got " + value + ".");
  }

  static TensorMapException unsafeRetention(int hours, int least) {
    return new TensorMapException(
        "TENSORMAP_UNSAFE_RETENTION",
        "22023",
        "A vacuum that retains "
            + hours
            + " hours would delete the files of a write that has run longer than that and not"
            + " committed yet. Retain at least "
            + least
            + " hours, or set no_running_writers => true if nobody is writing to the dataset.");
  }
}

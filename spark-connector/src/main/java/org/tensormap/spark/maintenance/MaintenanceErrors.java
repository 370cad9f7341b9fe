package org.tensormap.spark.maintenance;

import java.util.Collection;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error that a procedure has for its user. */
final class MaintenanceErrors {
  private MaintenanceErrors() {}

  static TensorMapException unknownProcedure(String name, Collection<String> known) {
    return ErrorCondition.TENSORMAP_UNKNOWN_PROCEDURE.error(
        "The procedure '%s' is not known. Call one of %s.", name, known);
  }

  static TensorMapException nullArgument(String procedure, String parameter) {
    return ErrorCondition.TENSORMAP_INVALID_ARGUMENT.error(
        "The parameter '%s' of the procedure '%s' is null. Give a value, or leave it out if it has"
            + " a default.",
        parameter, procedure);
  }

  static TensorMapException outOfRange(String parameter, long value, long least) {
    return ErrorCondition.TENSORMAP_INVALID_ARGUMENT.error(
        "The parameter '%s' must be at least %s, got %s.", parameter, least, value);
  }

  static TensorMapException unsafeRetention(int hours, int least) {
    return ErrorCondition.TENSORMAP_UNSAFE_RETENTION.error(
        "A vacuum that retains %s hours would delete the files of a write that has run longer than"
            + " that and not committed yet. Retain at least %s hours, or set no_running_writers =>"
            + " true if nobody is writing to the dataset.",
        hours, least);
  }

  static TensorMapException damagedShard(String path, long expected, long actual) {
    return ErrorCondition.TENSORMAP_CORRUPT_FILE.error(
        "The file %s has the checksum %s, but it had %s when it was written: it was changed."
            + " Restore it.",
        path, actual, expected);
  }
}

package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.log.Garbage;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.Vacuum;

/**
 * {@code CALL tensormap.vacuum('/data/features', retain_hours => 168, retain_versions => 10,
 * dry_run => true)}: deletes the files of a dataset that nobody needs.
 */
final class VacuumProcedure extends DatasetProcedure {
  /** A week. */
  private static final String DEFAULT_RETAIN_HOURS = "168";

  /** A write that runs longer than this is not unusual enough to lose its files to a default. */
  private static final int MIN_RETAIN_HOURS = 24;

  private static final StructType RESULT =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("kind", DataTypes.StringType, false)
          .add("bytes", DataTypes.LongType, false);

  VacuumProcedure() {
    super(
        "vacuum",
        "Deletes the files of a dataset that no version names, and versions that are not wanted any"
            + " more. Returns the files.",
        ProcedureParameter.in("retain_hours", DataTypes.IntegerType)
            .defaultValue(DEFAULT_RETAIN_HOURS)
            .comment(
                "Keep files that were written in the last hours, since a running write may still"
                    + " commit them, and versions that were replaced in the last hours, since a"
                    + " query may still read them.")
            .build(),
        ProcedureParameter.in("retain_versions", DataTypes.IntegerType)
            .defaultValue("NULL")
            .comment("How many of the latest versions to keep; all versions, if not given.")
            .build(),
        ProcedureParameter.in("dry_run", DataTypes.BooleanType)
            .defaultValue("false")
            .comment("Whether to return the files without deleting them.")
            .build(),
        ProcedureParameter.in("no_running_writers", DataTypes.BooleanType)
            .defaultValue("false")
            .comment(
                "Promises that nobody is writing to the dataset, so that less than "
                    + MIN_RETAIN_HOURS
                    + " hours may be retained.")
            .build());
  }

  @Override
  LocalRows run(Storage storage, InternalRow arguments) throws IOException {
    int retainHours = arguments.getInt(1);
    OptionalInt retainVersions =
        arguments.isNullAt(2) ? OptionalInt.empty() : OptionalInt.of(arguments.getInt(2));
    boolean dryRun = arguments.getBoolean(3);
    boolean noRunningWriters = arguments.getBoolean(4);
    if (retainHours < 0) {
      throw MaintenanceErrors.outOfRange("retain_hours", retainHours, 0);
    }
    if (retainVersions.isPresent() && retainVersions.getAsInt() < 1) {
      throw MaintenanceErrors.outOfRange("retain_versions", retainVersions.getAsInt(), 1);
    }
    if (retainHours < MIN_RETAIN_HOURS && !dryRun && !noRunningWriters) {
      throw MaintenanceErrors.unsafeRetention(retainHours, MIN_RETAIN_HOURS);
    }
    long before = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(retainHours);
    Vacuum vacuum = new Vacuum(storage, before, retainVersions);
    List<Garbage> garbage = dryRun ? vacuum.list() : vacuum.run();
    return new LocalRows(RESULT, garbage.stream().map(VacuumProcedure::row).toList());
  }

  private static InternalRow row(Garbage garbage) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(garbage.path()),
          UTF8String.fromString(garbage.kind().toString()),
          garbage.bytes()
        });
  }
}

package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.log.Storage;

/**
 * {@code CALL tensormap.compact('/data/features', target_bytes => 268435456)}: joins small shards
 * of a dataset to larger ones.
 */
final class CompactProcedure extends DatasetProcedure {
  /** 128 MiB, as much as a task reads by default. */
  private static final String DEFAULT_TARGET_BYTES = "134217728";

  private static final StructType RESULT =
      new StructType()
          .add("version", DataTypes.LongType, false)
          .add("shards_removed", DataTypes.LongType, false)
          .add("shards_added", DataTypes.LongType, false)
          .add("bytes_removed", DataTypes.LongType, false)
          .add("bytes_added", DataTypes.LongType, false);

  CompactProcedure() {
    super(
        "compact",
        "Joins the small shards of a dataset to larger ones with the same rows, in one commit."
            + " Returns the version of the dataset after it.",
        ProcedureParameter.in("target_bytes", DataTypes.LongType)
            .defaultValue(DEFAULT_TARGET_BYTES)
            .comment("The size that shards should have, and none that is made exceeds.")
            .build());
  }

  @Override
  LocalRows run(Storage storage, InternalRow arguments) throws IOException {
    long targetBytes = arguments.getLong(1);
    if (targetBytes < 1) {
      throw MaintenanceErrors.outOfRange("target_bytes", targetBytes, 1);
    }
    Compaction.Result result = new Compaction(storage, targetBytes).run();
    return new LocalRows(
        RESULT,
        List.of(
            new GenericInternalRow(
                new Object[] {
                  result.version(),
                  result.removed().shards(),
                  result.added().shards(),
                  result.removed().bytes(),
                  result.added().bytes()
                })));
  }
}

package org.tensormap.spark.maintenance;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Storage;

/** {@code CALL tensormap.history('/data/features')}: the versions of a dataset. */
final class HistoryProcedure extends DatasetProcedure {
  HistoryProcedure() {
    super("history", "Lists the versions of a dataset, the latest one first.");
  }

  @Override
  LocalRows run(Storage storage, InternalRow arguments) throws IOException {
    return HistoryRows.of(new DatasetLog(storage));
  }
}

package org.tensormap.spark.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What one task counts while it reads.
 *
 * @param bytesRead the bytes of files that it asked for
 * @param shardsOpened the files that it opened
 * @param blocksSkipped the blocks in them of which no value was wanted because of a filter
 * @param filesIgnored the missing and damaged files that it was told to ignore
 */
public record ReadCounters(
    LongAdder bytesRead, LongAdder shardsOpened, LongAdder blocksSkipped, LongAdder filesIgnored) {
  /** Creates counters that have counted nothing yet. */
  public ReadCounters() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }

  /**
   * Returns the counts so far.
   *
   * @return the counts, for Spark
   */
  public CustomTaskMetric[] metrics() {
    return new CustomTaskMetric[] {
      new TaskMetric(BytesReadMetric.NAME, bytesRead.sum()),
      new TaskMetric(ShardsOpenedMetric.NAME, shardsOpened.sum()),
      new TaskMetric(BlocksSkippedMetric.NAME, blocksSkipped.sum()),
      new TaskMetric(FilesIgnoredMetric.NAME, filesIgnored.sum())
    };
  }
}

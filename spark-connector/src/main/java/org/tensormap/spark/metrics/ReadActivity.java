package org.tensormap.spark.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What the scans of this JVM have read since it started. */
public final class ReadActivity {
  private static final LongAdder BYTES = new LongAdder();

  private ReadActivity() {}

  static void add(long bytes) {
    BYTES.add(bytes);
  }

  /**
   * Returns how much was read.
   *
   * @return the number of bytes that scans asked files for
   */
  public static long bytes() {
    return BYTES.sum();
  }
}

package org.tensormap.spark.model;

import java.util.concurrent.atomic.LongAdder;

/** What the models of this JVM have done since it started. */
public final class ModelActivity {
  private static final LongAdder LOADED = new LongAdder();
  private static final LongAdder CALLS = new LongAdder();
  private static final LongAdder NANOSECONDS = new LongAdder();

  private ModelActivity() {}

  static void addLoaded() {
    LOADED.increment();
  }

  static void addCall(long nanoseconds) {
    CALLS.increment();
    NANOSECONDS.add(nanoseconds);
  }

  /**
   * Returns how often a model has been loaded.
   *
   * @return the number, which counts a model again if it had to make room for others
   */
  public static long loaded() {
    return LOADED.sum();
  }

  /**
   * Returns how often models have been called.
   *
   * @return the number of calls that have ended
   */
  public static long calls() {
    return CALLS.sum();
  }

  /**
   * Returns the time inside of models.
   *
   * @return the nanoseconds that calls took, added up over all threads
   */
  public static long nanoseconds() {
    return NANOSECONDS.sum();
  }
}

package org.tensormap.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.tensormap.PyTorch;
import org.tensormap.arrow.ArrowMemory;

/**
 * The settings that count for a whole JVM, executor or driver, because the libraries that they are
 * for exist once in it.
 */
public final class NativeSettings {
  /**
   * How many threads compute one operation of a model. Without it, as many as Spark counts cores
   * for a task, so that all tasks together have a thread for each core.
   */
  public static final String THREADS = "spark.tensormap.threads";

  /** How many bytes Arrow vectors may take, for example {@code 4g}; without it, any number. */
  public static final String ARROW_MEMORY_LIMIT = "spark.tensormap.arrow.memoryLimit";

  private NativeSettings() {}

  /**
   * Returns the settings of this JVM.
   *
   * @return those of the application; those of system properties if Spark does not run
   */
  public static SparkConf settings() {
    return SparkEnv.get() == null ? new SparkConf() : SparkEnv.get().conf();
  }

  /**
   * Makes the settings count. Whoever is about to start a library calls it; more calls do no harm.
   *
   * @param settings the settings of the application
   * @throws TensorMapException if a setting makes no sense
   */
  public static void apply(SparkConf settings) {
    PyTorch.setThreads(count(settings, THREADS, settings.getInt("spark.task.cpus", 1), 1));
    String limit = settings.get(ARROW_MEMORY_LIMIT, null);
    if (limit != null && System.getProperty(ArrowMemory.LIMIT_PROPERTY) == null) {
      System.setProperty(ArrowMemory.LIMIT_PROPERTY, limit);
    }
  }

  /**
   * Returns a setting that is a number.
   *
   * @param settings the settings of the application
   * @param name the name of the setting
   * @param missing the number if it is not set
   * @param least the least number that makes sense
   * @return the number
   * @throws TensorMapException if it is not a number, or less than that
   */
  public static int count(SparkConf settings, String name, int missing, int least) {
    String value = settings.get(name, Integer.toString(missing)).trim();
    int count = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
    if (count < least) {
      throw SourceErrors.invalidSetting(name, value, "a whole number from " + least);
    }
    return count;
  }
}

package org.tensormap.endtoend;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The driver of endless appends and overwrites of a dataset, to be killed. It says on its standard
 * output what it begins and what it has done.
 */
public final class GenerationWriter {
  /** One in so many generations replaces all others. */
  private static final int OVERWRITE_EVERY = 4;

  private GenerationWriter() {}

  /** Whether a generation is written over the others, or beside them. */
  static SaveMode mode(int generation) {
    return generation % OVERWRITE_EVERY == 0 ? SaveMode.Overwrite : SaveMode.Append;
  }

  /**
   * Writes until the process is killed.
   *
   * @param arguments the dataset, and the first generation to write
   */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    for (int generation = Integer.parseInt(arguments[1]); ; generation++) {
      System.out.println("begin " + generation);
      Generations.write(spark, arguments[0], generation, mode(generation));
      System.out.println("done " + generation);
    }
  }
}

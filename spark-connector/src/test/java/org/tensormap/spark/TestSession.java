package org.tensormap.spark;

import org.apache.spark.sql.SparkSession;

/** The Spark session of all tests of this JVM. */
public final class TestSession {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("tensormap tests")
          .config("spark.ui.enabled", false)
          .config("spark.driver.host", "localhost")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", 2)
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .getOrCreate();

  private TestSession() {}

  /** The session, which nobody stops. */
  public static SparkSession get() {
    return SESSION;
  }
}

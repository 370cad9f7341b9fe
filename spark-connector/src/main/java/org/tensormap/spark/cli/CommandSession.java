package org.tensormap.spark.cli;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark for one command: stopped at its end, unless it was there before. */
final class CommandSession implements AutoCloseable {
  private final SparkSession spark;
  private final boolean started;

  private CommandSession(SparkSession spark, boolean started) {
    this.spark = spark;
    this.started = started;
  }

  /**
   * Finds the session of this process, or starts one: that of {@code spark-submit}, or one inside
   * this process.
   *
   * @param name what Spark's own pages call it
   * @param master where Spark runs; null for the default
   * @param settings the user's settings
   */
  static CommandSession start(String name, String master, Map<String, String> settings) {
    boolean running = SparkSession.getDefaultSession().isDefined();
    SparkConf conf = configure(new SparkConf(), name, master, settings);
    return new CommandSession(SparkSession.builder().config(conf).getOrCreate(), !running);
  }

  /**
   * Adds what the user said to the settings that are there, and then, if {@code spark-submit} did
   * not start this process, what fits to it.
   */
  static SparkConf configure(
      SparkConf conf, String name, String master, Map<String, String> settings) {
    boolean submitted = conf.contains("spark.master");
    if (master != null) {
      conf.setMaster(master);
    }
    settings.forEach(conf::set);
    conf.setIfMissing("spark.app.name", name);
    if (!submitted) {
      embed(conf);
    }
    return conf;
  }

  SparkSession spark() {
    return spark;
  }

  /**
   * Stops Spark, if it was started for this command.
   *
   * @throws CommandException if Spark is stopped already, which explains whatever failed before
   */
  @Override
  public void close() {
    if (spark.sparkContext().isStopped()) {
      throw new CommandException(
          "Spark was stopped before the command was done, as when a cluster kills an application;"
              + " see the log of the driver or of the cluster for the reason");
    }
    if (started) {
      spark.stop();
    }
  }

  /** Defaults for a short-lived Spark on somebody's machine. */
  private static void embed(SparkConf conf) {
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Nothing of ours makes tables there, but Spark wants a place, and its default litters.
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "tensormap-warehouse").toUri().toString());
    if (conf.get("spark.master").startsWith("local")) {
      // A laptop's own host name often does not resolve.
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      // Progress inside of tasks is reported with heartbeats.
      conf.setIfMissing("spark.executor.heartbeatInterval", "3s");
    }
  }
}

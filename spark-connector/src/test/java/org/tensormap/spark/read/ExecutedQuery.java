package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.tensormap.spark.metrics.BlocksSkippedMetric;
import org.tensormap.spark.metrics.BytesReadMetric;
import org.tensormap.spark.metrics.FilesIgnoredMetric;
import org.tensormap.spark.metrics.ShardsOpenedMetric;
import org.tensormap.spark.metrics.ShardsSkippedMetric;
import scala.jdk.javaapi.CollectionConverters;

/** A query that has run: its rows, how Spark explains it, and what its scans counted. */
public final class ExecutedQuery {
  private final List<Row> rows;
  private final String explained;
  private final List<BatchScanExec> scans = new ArrayList<>();

  private ExecutedQuery(List<Row> rows, QueryExecution execution) {
    this.rows = rows;
    this.explained = execution.toString();
    addScans(execution.executedPlan());
  }

  public static ExecutedQuery of(Dataset<Row> query) {
    QueryExecution execution = ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution();
    return new ExecutedQuery(query.collectAsList(), execution);
  }

  public List<Row> rows() {
    return rows;
  }

  /** What {@code EXPLAIN EXTENDED} shows, after the query has run. */
  public String explained() {
    return explained;
  }

  public List<BatchScanExec> scans() {
    return scans;
  }

  public long bytesRead() {
    return sum(new BytesReadMetric().name());
  }

  public long shardsOpened() {
    return sum(new ShardsOpenedMetric().name());
  }

  public long shardsSkipped() {
    return sum(new ShardsSkippedMetric().name());
  }

  public long blocksSkipped() {
    return sum(new BlocksSkippedMetric().name());
  }

  public long filesIgnored() {
    return sum(new FilesIgnoredMetric().name());
  }

  private long sum(String metric) {
    return scans.stream().mapToLong(scan -> scan.metrics().apply(metric).value()).sum();
  }

  private void addScans(SparkPlan plan) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      addScans(adaptive.executedPlan());
    } else if (plan instanceof QueryStageExec stage) {
      addScans(stage.plan());
    } else {
      if (plan instanceof BatchScanExec scan) {
        scans.add(scan);
      }
      CollectionConverters.asJava(plan.children()).forEach(this::addScans);
    }
  }
}

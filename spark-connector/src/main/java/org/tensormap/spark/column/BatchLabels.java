package org.tensormap.spark.column;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.tensormap.spark.KeyedColumnLabels;

/**
 * The labels of what the present batches of streaming queries read, in the driver that plans and
 * commits them.
 *
 * <p>An array does not say what its labels are, and those that its dataset has by now need not be
 * those of a shard that was added, and maybe replaced, before. So the source of a stream leaves
 * here what it reads, and whoever writes the rows of the batch finds it.
 */
public final class BatchLabels {
  /** What Spark sets in the thread that runs the batches of a query. */
  private static final String QUERY = "sql.streaming.queryId";

  private static final Map<Object, Batch> BATCHES = new ConcurrentHashMap<>();

  private record Batch(String query, String dataset, KeyedColumnLabels labels) {}

  private BatchLabels() {}

  /**
   * Returns the streaming query whose batch is being processed, also if it is by a function.
   *
   * @return the identifier of the query that this thread works for; empty if it works for none
   */
  public static Optional<String> query() {
    return Optional.ofNullable(SparkSession.active().sparkContext().getLocalProperty(QUERY));
  }

  /**
   * Returns the labels of what the present batch of a query reads from a dataset.
   *
   * @param query the identifier of the query
   * @param dataset where the dataset is
   * @return the labels of each of the sources that the query has for the dataset
   */
  public static List<KeyedColumnLabels> of(String query, String dataset) {
    return BATCHES.values().stream()
        .filter(batch -> batch.query.equals(query) && batch.dataset.equals(dataset))
        .map(Batch::labels)
        .toList();
  }

  /**
   * Says what the present batch of this thread's query reads.
   *
   * @param source what reads it, in place of what it read before
   * @param dataset where the dataset is
   * @param labels the labels of the shards
   */
  public static void put(Object source, String dataset, KeyedColumnLabels labels) {
    query().ifPresent(query -> BATCHES.put(source, new Batch(query, dataset, labels)));
  }

  /**
   * Forgets a source that reads no more.
   *
   * @param source what read
   */
  public static void remove(Object source) {
    BATCHES.remove(source);
  }
}

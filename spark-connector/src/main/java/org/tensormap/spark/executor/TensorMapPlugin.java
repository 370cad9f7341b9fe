package org.tensormap.spark.executor;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Prepares executors for models, and reports what models do through Spark's metrics. Named in
 * {@code spark.plugins}; nothing needs it.
 *
 * <p>Executors load PyTorch and the models in {@code spark.tensormap.preload}, paths with commas
 * between them, as soon as they start, so that the first tasks find them loaded or wait for the
 * rest. Tasks run meanwhile, and what can not be loaded is logged and tried again by the tasks that
 * want it. The metrics, in the namespace {@code
 * plugin.org.tensormap.spark.executor.TensorMapPlugin} of each executor, are totals since it
 * started:
 *
 * <table>
 * <caption>Metrics of an executor</caption>
 * <tr><th>name</th><th>what it is</th></tr>
 * <tr><td>{@code modelsLoaded}</td><td>how often a model was loaded</td></tr>
 * <tr><td>{@code modelCalls}</td><td>how often a model was called</td></tr>
 * <tr><td>{@code modelTimeNanos}</td><td>the time inside of models, of all tasks together</td></tr>
 * <tr><td>{@code bytesRead}</td><td>the bytes that were read from shards</td></tr>
 * <tr><td>{@code arrowBytes}, {@code arrowPeakBytes}</td><td>the memory outside of the heap that
 *     Arrow vectors take now, and took at most</td></tr>
 * </table>
 */
public final class TensorMapPlugin implements SparkPlugin {

  /** Creates the plugin; Spark does. */
  public TensorMapPlugin() {}

  /**
   * The driver needs nothing.
   *
   * @return null
   */
  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPreparation();
  }
}

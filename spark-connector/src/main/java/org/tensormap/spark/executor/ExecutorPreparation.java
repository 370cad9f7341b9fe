package org.tensormap.spark.executor;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensormap.PyTorch;
import org.tensormap.arrow.ArrowMemory;
import org.tensormap.spark.NativeSettings;
import org.tensormap.spark.metrics.ReadActivity;
import org.tensormap.spark.model.ModelActivity;
import org.tensormap.spark.model.PreloadedModel;

/** Does in one executor what {@link TensorMapPlugin} says. */
final class ExecutorPreparation implements ExecutorPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorPreparation.class);
  private static final String PRELOAD = "spark.tensormap.preload";

  @Override
  public void init(PluginContext context, Map<String, String> unused) {
    register(context.metricRegistry());
    Configuration configuration = SparkHadoopUtil.get().newConfiguration(context.conf());
    List<String> models = paths(context.conf().get(PRELOAD, ""));
    // Spark waits for plugins, and takes executors that are silent for long for dead.
    Thread preloading =
        new Thread(() -> preload(context, models, configuration), "tensormap-preload");
    preloading.setDaemon(true);
    preloading.start();
  }

  private static List<String> paths(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).filter(p -> !p.isEmpty()).toList();
  }

  private static void register(MetricRegistry metrics) {
    Map<String, Gauge<Long>> gauges =
        Map.of(
            "modelsLoaded", ModelActivity::loaded,
            "modelCalls", ModelActivity::calls,
            "modelTimeNanos", ModelActivity::nanoseconds,
            "bytesRead", ReadActivity::bytes,
            "arrowBytes", ArrowMemory::currentBytes,
            "arrowPeakBytes", ArrowMemory::peakBytes);
    gauges.forEach(metrics::register);
  }

  private static void preload(
      PluginContext context, List<String> models, Configuration configuration) {
    attempt(
        "PyTorch",
        () -> {
          NativeSettings.apply(context.conf());
          PyTorch.engine();
        });
    Map<String, ResourceInformation> resources = context.resources();
    for (String model : models) {
      attempt(model, () -> PreloadedModel.load(model, configuration, resources));
    }
  }

  private static void attempt(String what, Runnable loading) {
    try {
      loading.run();
      LOG.info("Preloaded {}", what);
    } catch (RuntimeException | Error e) {
      LOG.warn("{} can not be preloaded; tasks that need it will try again", what, e);
    }
  }
}

package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;

/** What commands say if Spark ends before they do, as when a cluster kills the application. */
class LostSparkTest {
  @TempDir Path directory;

  /** Stops Spark in the middle of a job, as a driver does when its cluster kills it. */
  public static final class Killer extends SparkListener {
    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      SparkContext context = SparkContext.getOrCreate();
      // Not a child of this thread, which Spark would recognize as one that must not stop it.
      boolean inherit = false;
      new Thread(null, context::stop, "killer", 0, inherit).start();
    }
  }

  @Test
  void theErrorSaysThatSparkWasStopped() throws Exception {
    CommandRun run =
        CommandProcess.run(
            directory,
            Map.of(),
            "featurize",
            "--model",
            Fixtures.molecules("featurizer.pt").toString(),
            "--input",
            Fixtures.molecules("molecules.jsonl").toString(),
            "--output",
            directory.resolve("features").toString(),
            "--conf",
            "spark.extraListeners=" + Killer.class.getName());

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.errorLines().stream().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .startsWith("error: Spark was stopped before the command was done");
  }
}

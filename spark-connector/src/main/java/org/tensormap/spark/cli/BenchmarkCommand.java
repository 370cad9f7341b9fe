package org.tensormap.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.tensormap.spark.model.BatchInference;
import org.tensormap.spark.model.CallMetrics;
import org.tensormap.spark.model.PlannedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures the whole path: reading rows, the featurizer, writing shards, reading them, the energy
 * model, writing.
 */
@Command(
    name = "benchmark",
    sortOptions = false,
    description = {
      "Measure how many systems per second this machine featurizes and predicts.",
      "",
      "The sample molecules are repeated with displaced atoms, written as Parquet, featurized, and"
          + " their energies predicted, reading and writing of files included. The first runs warm"
          + " up.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap benchmark --repeat 20 --runs 3 --master local[4]"})
final class BenchmarkCommand extends CommonOptions {
  /** The furthest that an atom is moved along an axis, in the unit of the positions (Å). */
  private static final double DISPLACEMENT = 0.05;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many copies of the molecules. Default: ${DEFAULT-VALUE}.")
  private int repeat;

  @Option(
      names = "--group-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many molecules one call gets. Default: ${DEFAULT-VALUE}.")
  private int groupSize;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often to run both steps. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    for (int value : new int[] {repeat, groupSize, runs}) {
      if (value < 1) {
        throw usageError("--repeat, --group-size and --runs must be at least 1, got " + value);
      }
    }
    Path directory = new Path(Files.createTempDirectory("tensormap-benchmark").toUri());
    try (CommandSession session = startSpark()) {
      Result result = measure(session.spark(), directory);
      if (format.isJson()) {
        format.ifJson(out(), result);
      } else {
        print(result);
      }
    } finally {
      directory.getFileSystem(new Configuration()).delete(directory, true);
    }
    return 0;
  }

  private Result measure(SparkSession spark, Path directory) throws IOException {
    Sample.copyTo(directory, spark.sessionState().newHadoopConf());
    PlannedModel featurizer = PlannedModel.read(file(directory, Sample.FEATURIZER), spark);
    PlannedModel energy = PlannedModel.read(file(directory, Sample.ENERGY), spark);
    String systems = file(directory, "systems.parquet");
    displacedCopies(spark, file(directory, Sample.MOLECULES)).write().parquet(systems);
    long count = spark.read().parquet(systems).count();
    String features = file(directory, "features");
    Step featurize =
        new Step(
            featurizer,
            metrics ->
                BatchInference.perGroup(
                    featurizer,
                    new InputTable(spark, List.of(systems))
                        .read(List.of("types", "positions", "system")),
                    groupSize,
                    metrics),
            features);
    Step predict =
        new Step(
            energy,
            metrics ->
                BatchInference.perRow(
                    energy, PredictCommand.tensorMaps(spark, List.of(features)), metrics),
            file(directory, "energies"));
    List<Measurement> featurized = new ArrayList<>();
    List<Measurement> predicted = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      featurized.add(featurize.run(spark.sparkContext()));
      predicted.add(predict.run(spark.sparkContext()));
      err().println("Run " + run + " of " + runs + " is done");
    }
    return new Result(
        count, groupSize, spark.version(), spark.sparkContext().master(), featurized, predicted);
  }

  private void print(Result result) {
    out()
        .printf(
            Locale.ROOT,
            "%,d systems in groups of %d, Spark %s on %s%n",
            result.systems(),
            result.groupSize(),
            result.spark(),
            result.master());
    TextTable table =
        new TextTable(
            List.of(
                "run",
                "featurize (systems/s)",
                "in the model",
                "predict (systems/s)",
                "in the model"),
            List.of(true, true, true, true, true));
    for (int run = 0; run < result.featurize().size(); run++) {
      addRow(
          table,
          Integer.toString(run + 1),
          result.systems(),
          result.featurize().get(run),
          result.predict().get(run));
    }
    addRow(
        table,
        "best",
        result.systems(),
        Collections.min(result.featurize()),
        Collections.min(result.predict()));
    table.print(out());
    out().println("In the model: the part of the time of all cores, planning and commit");
    out().println("included, that calls of the model took.");
  }

  private static void addRow(
      TextTable table, String run, long systems, Measurement featurize, Measurement predict) {
    table.add(
        List.of(
            run,
            featurize.rate(systems),
            featurize.percent(),
            predict.rate(systems),
            predict.percent()));
  }

  /**
   * A job that is run again and again.
   *
   * @param results makes the dataset that does the work when it is written
   * @param output the dataset to write
   */
  private record Step(
      PlannedModel model, Function<CallMetrics, Dataset<Row>> results, String output) {
    Measurement run(SparkContext context) {
      CallMetrics metrics = CallMetrics.register(context, model);
      long start = System.nanoTime();
      results.apply(metrics).write().format("tensormap").mode(SaveMode.Overwrite).save(output);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Measurement(seconds, metrics.seconds() / (seconds * context.defaultParallelism()));
    }
  }

  /** All runs of both steps, as programs read them. */
  private record Result(
      long systems,
      int groupSize,
      String spark,
      String master,
      List<Measurement> featurize,
      List<Measurement> predict) {}

  /**
   * How long a job took.
   *
   * @param inModel the part of the time of all cores that calls of the model took
   */
  private record Measurement(double seconds, double inModel) implements Comparable<Measurement> {
    @Override
    public int compareTo(Measurement other) {
      return Double.compare(seconds, other.seconds);
    }

    String rate(long systems) {
      return String.format(Locale.ROOT, "%,.0f", systems / seconds);
    }

    String percent() {
      return String.format(Locale.ROOT, "%.0f %%", 100 * inModel);
    }
  }

  /**
   * Displacements come from a hash, so that every run on every machine computes the same systems.
   */
  private Dataset<Row> displacedCopies(SparkSession spark, String molecules) {
    String displaced =
        "transform(positions, (atom, i) -> transform(atom, (x, axis) -> x + "
            + DISPLACEMENT
            + " * (hash(copy, system, i, axis) / 2147483648D)))";
    return spark
        .range(repeat)
        .toDF("copy")
        .crossJoin(spark.read().json(molecules))
        .selectExpr(
            "copy * (SELECT max(system) + 1 FROM json.`" + molecules + "`) + system AS system",
            "types",
            displaced + " AS positions")
        .repartitionByRange(spark.sparkContext().defaultParallelism(), functions.col("system"))
        .sortWithinPartitions("system");
  }

  private static String file(Path directory, String name) {
    return new Path(directory, name).toString();
  }
}

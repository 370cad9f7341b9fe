package org.tensormap.spark.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.model.BatchInference;
import org.tensormap.spark.model.PlannedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole path on sample molecules: molecules, features, energies. */
@Command(
    name = "quickstart",
    sortOptions = false,
    description = {
      "See it work: sample molecules become features and energies, with two models exported from"
          + " Python that come with this program.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap quickstart --output molecules"})
final class QuickstartCommand extends CommonOptions {
  private static final int GROUP_SIZE = 64;
  private static final String FEATURES = "features";
  private static final String ENERGIES = "energies";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "tensormap-quickstart",
      description = "Where to put everything. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Mixin private WriteOptions write;

  @Mixin private FormatOption format;

  /** What there is now, as programs read it. */
  private record Result(InferenceJob.Result features, InferenceJob.Result energies) {}

  @Override
  public Integer call() throws IOException {
    if (format.isJson()) {
      try (CommandSession session = startSpark()) {
        SparkSession spark = session.spark();
        Sample.copyTo(new Path(output), spark.sessionState().newHadoopConf());
        InferenceJob.Result features = featurize(spark, model(spark, Sample.FEATURIZER));
        InferenceJob.Result energies = predict(spark, model(spark, Sample.ENERGY));
        format.ifJson(out(), new Result(features, energies));
      }
      return 0;
    }
    try (CommandSession session = startSpark()) {
      SparkSession spark = session.spark();
      Sample.copyTo(new Path(output), spark.sessionState().newHadoopConf());
      PlannedModel featurizer = model(spark, Sample.FEATURIZER);
      PlannedModel energy = model(spark, Sample.ENERGY);

      title("1. Sample molecules, and two models exported from Python");
      out().println(file(Sample.MOLECULES));
      out().println(file(Sample.FEATURIZER) + ": " + featurizer.signature());
      out().println(file(Sample.ENERGY) + ": " + energy.signature());

      title("2. Features: " + Sample.FEATURIZER + " on groups of " + GROUP_SIZE + " molecules");
      featurize(spark, featurizer);
      printFeatures(spark);

      title("3. Energies: " + Sample.ENERGY + " on each group of features");
      predict(spark, energy);
      out().println(energies());
      new RowPrinter(spark.sql(energies())).printTable(out());
    }
    printNext();
    return 0;
  }

  private void title(String text) {
    out().println();
    out().println(text);
  }

  private PlannedModel model(SparkSession spark, String name) throws IOException {
    return PlannedModel.read(file(name), spark);
  }

  private InferenceJob.Result featurize(SparkSession spark, PlannedModel model) {
    Dataset<Row> rows =
        new InputTable(spark, List.of(file(Sample.MOLECULES)))
            .read(List.of("types", "positions", "system"));
    InferenceJob job = new InferenceJob(spark, model, err(), "molecules");
    return job.write(
        BatchInference.perGroup(model, rows, GROUP_SIZE, job.metrics()),
        file(FEATURES),
        write.saveMode());
  }

  private InferenceJob.Result predict(SparkSession spark, PlannedModel model) {
    InferenceJob job = new InferenceJob(spark, model, err(), "tensor maps");
    return job.write(
        BatchInference.perRow(
            model, PredictCommand.tensorMaps(spark, List.of(file(FEATURES))), job.metrics()),
        file(ENERGIES),
        write.saveMode());
  }

  private void printFeatures(SparkSession spark) {
    byte[] first = PredictCommand.tensorMaps(spark, List.of(file(FEATURES))).first().getAs(0);
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap features = TensorMapBinary.decode(first, manager)) {
      out().println(features.print(4));
      out().println();
      out().println("Carbon atoms, with respect to the hydrogen atoms around them:");
      new BlockText(features.block(Map.of("center_type", 6, "neighbor_type", 1)))
          .printValues(out(), 4);
    }
  }

  private void printNext() {
    String command = System.getProperty("tensormap.command", "tensormap");
    out().println();
    out().println("Everything is in " + output + ". What to try next:");
    out().println("  " + command + " show " + file(FEATURES) + " --key center_type=8");
    out().println("  " + command + " sql \"" + energies().replace("`", "\\`") + "\"");
    out().println("  " + command + " featurize --help   (your own molecules and models)");
    out().println("Python opens the .mts files in these directories with metatensor.load.");
  }

  /** The energies with the names of the molecules. */
  private String energies() {
    return "SELECT system, name, values[0] AS energy FROM tensormap.`"
        + file(ENERGIES)
        + "` JOIN json.`"
        + file(Sample.MOLECULES)
        + "` USING (system) ORDER BY energy LIMIT 8";
  }

  private String file(String name) {
    return new Path(output, name).toString();
  }
}

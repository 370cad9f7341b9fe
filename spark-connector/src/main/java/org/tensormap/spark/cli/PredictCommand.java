package org.tensormap.spark.cli;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tensormap.spark.model.BatchInference;
import org.tensormap.spark.model.PlannedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Calls a model on each tensor map of a dataset, and writes its results as another. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Run a model over tensor maps and write the tensor maps that it returns.",
      "",
      "Each shard of the dataset, each group of rows that was written, and each .mts file is one"
          + " call.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap predict --model energy.pt --input features --output energies"})
final class PredictCommand extends CommonOptions {
  @Option(
      names = "--model",
      paramLabel = "M.pt",
      required = true,
      description =
          "The model, saved in Python with torch.jit.save; it takes a TensorMap and returns one.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = "A dataset, or .mts files: one, a directory or a glob.")
  private List<String> inputs;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The dataset to write.")
  private String output;

  @Mixin private WriteOptions write;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    try (CommandSession session = startSpark()) {
      SparkSession spark = session.spark();
      PlannedModel planned = PlannedModel.read(model, spark);
      InferenceJob job = new InferenceJob(spark, planned, err(), "tensor maps");
      InferenceJob.Result result =
          job.write(
              BatchInference.perRow(planned, tensorMaps(spark, inputs), job.metrics()),
              output,
              write.saveMode());
      format.ifJson(out(), result);
    }
    return 0;
  }

  /** The tensor maps of a dataset or of files, one per row: as they were written. */
  static Dataset<Row> tensorMaps(SparkSession spark, List<String> paths) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(paths.toArray(String[]::new))
        .select("tensormap");
  }
}

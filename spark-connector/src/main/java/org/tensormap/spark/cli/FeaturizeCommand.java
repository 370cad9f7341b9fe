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

/** Calls a model on groups of rows of a table, and writes its tensor maps as a dataset. */
@Command(
    name = "featurize",
    sortOptions = false,
    description = {
      "Run a model over the rows of a table and write the tensor maps that it returns.",
      "",
      "Each call gets a group of rows: a column becomes a list, or a tensor with one more axis,"
          + " whichever the model takes.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tensormap featurize --model featurizer.pt --input molecules.jsonl \\",
      "    --columns types,positions,system --output features"
    })
final class FeaturizeCommand extends CommonOptions {
  @Option(
      names = "--model",
      paramLabel = "M.pt",
      required = true,
      description = "The model, saved in Python with torch.jit.save; it returns a TensorMap.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description =
          "The rows: a file, directory or glob that Spark reads by its extension (json, jsonl,"
              + " parquet, orc, csv, tsv, avro).")
  private List<String> inputs;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The dataset to write.")
  private String output;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "types,positions,system",
      description = "The columns for the model's arguments, in order. Default: ${DEFAULT-VALUE}.")
  private List<String> columns;

  @Option(
      names = "--group-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many rows one call gets. Default: ${DEFAULT-VALUE}.")
  private int groupSize;

  @Mixin private WriteOptions write;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    if (groupSize < 1) {
      throw usageError("--group-size must be at least 1, got " + groupSize);
    }
    try (CommandSession session = startSpark()) {
      SparkSession spark = session.spark();
      PlannedModel planned = PlannedModel.read(model, spark);
      Dataset<Row> rows = new InputTable(spark, inputs).read(columns);
      InferenceJob job = new InferenceJob(spark, planned, err(), "rows");
      InferenceJob.Result result =
          job.write(
              BatchInference.perGroup(planned, rows, groupSize, job.metrics()),
              output,
              write.saveMode());
      format.ifJson(out(), result);
    }
    return 0;
  }
}

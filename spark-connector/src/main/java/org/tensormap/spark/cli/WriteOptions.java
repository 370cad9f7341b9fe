package org.tensormap.spark.cli;

import org.apache.spark.sql.SaveMode;
import picocli.CommandLine.Option;

/** What commands that write a dataset have in common. */
final class WriteOptions {
  /** What to do with a dataset that is there already. */
  enum Mode {
    error(SaveMode.ErrorIfExists),
    append(SaveMode.Append),
    overwrite(SaveMode.Overwrite);

    private final SaveMode saveMode;

    Mode(SaveMode saveMode) {
      this.saveMode = saveMode;
    }
  }

  @Option(
      names = "--mode",
      defaultValue = "error",
      order = 90,
      description =
          "If there is a dataset at the output: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private Mode mode;

  SaveMode saveMode() {
    return mode.saveMode;
  }
}

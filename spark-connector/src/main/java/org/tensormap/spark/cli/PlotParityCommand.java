package org.tensormap.spark.cli;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tensormap.spark.plot.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws predictions against references. */
@Command(
    name = "parity",
    sortOptions = false,
    description = {
      "Draw predictions against references: the second column of a query against its first.",
      "",
      "The names of the columns are the names of the axes; put units there. Errors are those of all"
          + " rows; of more than 5000, some are drawn.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tensormap plot parity --output parity.png \\",
      "    'SELECT energy AS `DFT (eV)`, values[0] AS `model (eV)`",
      "     FROM tensormap.`energies` JOIN parquet.`dft` USING (system)'"
    })
final class PlotParityCommand extends CommonOptions {
  @Parameters(paramLabel = "QUERY", description = "A query in Spark SQL, in quotes.")
  private String query;

  @Mixin private PlotOptions plot;

  @Override
  public Integer call() throws IOException {
    plot.check();
    try (CommandSession session = startSpark()) {
      Dataset<Row> rows = session.spark().sql(query);
      String[] columns = rows.columns();
      if (columns.length < 2) {
        throw new CommandException(
            "the query needs two columns to plot, a reference and a prediction; it has "
                + columns.length);
      }
      plot.write(() -> Plot.parity(rows, columns[0], columns[1]), err());
    }
    return 0;
  }
}

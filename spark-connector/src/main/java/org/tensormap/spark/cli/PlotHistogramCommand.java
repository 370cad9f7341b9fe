package org.tensormap.spark.cli;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tensormap.spark.plot.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws how often values occur. */
@Command(
    name = "histogram",
    sortOptions = false,
    description = {
      "Draw how often the values in the first column of a query occur.",
      "",
      "The name of the column is the name of the axis; put units there.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tensormap plot histogram --output energies.png \\",
      "    'SELECT values[0] AS `energy (eV)` FROM tensormap.`energies`'"
    })
final class PlotHistogramCommand extends CommonOptions {
  @Parameters(paramLabel = "QUERY", description = "A query in Spark SQL, in quotes.")
  private String query;

  @Mixin private PlotOptions plot;

  @Override
  public Integer call() throws IOException {
    plot.check();
    try (CommandSession session = startSpark()) {
      Dataset<Row> rows = session.spark().sql(query);
      if (rows.columns().length == 0) {
        throw new CommandException("the query has no columns to plot");
      }
      plot.write(() -> Plot.histogram(rows, rows.columns()[0]), err());
    }
    return 0;
  }
}

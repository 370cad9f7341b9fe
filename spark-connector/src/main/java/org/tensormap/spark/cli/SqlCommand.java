package org.tensormap.spark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a query and prints its rows. */
@Command(
    name = "sql",
    sortOptions = false,
    description = {
      "Run a query in Spark SQL and print its rows.",
      "",
      "Datasets and .mts files are tables: SELECT * FROM tensormap.`DIR`. There are functions for"
          + " tensor maps, see SHOW FUNCTIONS LIKE 'tm_*'.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  tensormap sql 'SELECT count(*) FROM tensormap.`features`'")
final class SqlCommand extends CommonOptions {
  /** How rows are printed. */
  enum Format {
    table,
    csv,
    json
  }

  @Parameters(paramLabel = "QUERY", description = "The query, in quotes.")
  private String query;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "How to print rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    try (CommandSession session = startSpark()) {
      RowPrinter rows = new RowPrinter(session.spark().sql(query));
      switch (format) {
        case table -> rows.printTable(out());
        case csv -> rows.printCsv(out());
        case json -> rows.printJson(out());
      }
    }
    return 0;
  }
}

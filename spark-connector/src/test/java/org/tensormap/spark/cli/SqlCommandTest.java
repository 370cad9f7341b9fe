package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensormap.spark.Fixtures;

class SqlCommandTest {
  private static final String ROWS =
      "SELECT * FROM VALUES (1, 'a,\"b\"', array(1.5D), X'00ff'), (2, NULL, NULL, NULL)"
          + " AS t(n, text, list, bytes)";

  @Test
  void rowsArePrintedAsATable() {
    assertThat(CommandRun.of("sql", ROWS).out())
        .isEqualTo(
            """
            n  text   list   bytes
            -  -----  -----  ---------
            1  a,"b"  [1.5]  (2 bytes)
            2  NULL   NULL   NULL
            """);
  }

  @Test
  void rowsArePrintedAsCommaSeparatedValues() {
    assertThat(CommandRun.of("sql", ROWS, "--format", "csv").out())
        .isEqualTo(
            """
            n,text,list,bytes
            1,"a,""b""\",[1.5],AP8=
            2,,,
            """);
  }

  @Test
  void rowsArePrintedAsJson() {
    assertThat(CommandRun.of("sql", ROWS, "--format", "json").out())
        .isEqualTo(
            """
            {"n":1,"text":"a,\\"b\\"","list":[1.5],"bytes":"AP8="}
            {"n":2,"text":null,"list":null,"bytes":null}
            """);
  }

  @Test
  void columnsMayHaveTheSameName() {
    assertThat(CommandRun.of("sql", "SELECT 1 AS x, 2 AS x", "--format", "csv").out())
        .isEqualTo("x,x\n1,2\n");
  }

  @Test
  void longTablesAreCutAndSaySo() {
    CommandRun run = CommandRun.of("sql", "SELECT id FROM range(1500)");
    CommandRun all = CommandRun.of("sql", "SELECT id FROM range(1500)", "--format", "csv");

    assertThat(run.out().lines()).hasSize(2 + 1000 + 1).last().asString().startsWith("… and more");
    assertThat(all.out().lines()).hasSize(1501);
  }

  @Test
  void aSingleTextOfSeveralLinesIsPrintedAsItIs() {
    CommandRun run =
        CommandRun.of("sql", "SELECT concat('first', char(10), '  ', repeat('x', 100), char(10))");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines()).containsExactly("first", "  " + "x".repeat(100));
    assertThat(CommandRun.of("sql", "EXPLAIN SELECT 1").out().lines())
        .startsWith("== Physical Plan ==")
        .hasSizeGreaterThan(1);
  }

  @Test
  void statementsWithoutRowsPrintNothing() {
    assertThat(CommandRun.of("sql", "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1").out())
        .isEmpty();
  }

  @Test
  void tensorMapsAreTables() {
    CommandRun run =
        CommandRun.of(
            "sql",
            "SELECT count(DISTINCT system) AS systems FROM tensormap.`"
                + Fixtures.molecules("features")
                + "`",
            "--format",
            "json");

    assertThat(run.out()).isEqualTo("{\"systems\":162}\n");
  }

  @Test
  void aWrongQueryIsAnErrorOfOneLine() {
    CommandRun unknown = CommandRun.of("sql", "SELECT nothing FROM range(1)");
    CommandRun garbled = CommandRun.of("sql", "SELEC 1");

    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("nothing");
    assertThat(garbled.errorLines()).singleElement().asString().contains("SELEC");
  }

  @Test
  void verboseShowsWhereItHappened() {
    assertThat(CommandRun.of("sql", "SELECT nothing", "--verbose").err())
        .startsWith("error: ")
        .contains("\tat org.apache.spark");
  }
}

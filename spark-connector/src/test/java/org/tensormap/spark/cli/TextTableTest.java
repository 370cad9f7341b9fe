package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final String COLUMNS = "tensormap.columns";

  @AfterEach
  void forgetTheTerminal() {
    System.clearProperty(COLUMNS);
  }

  @Test
  void theWidestColumnsAreCutUntilLinesFitInTheTerminal() {
    TextTable table = new TextTable(List.of("name", "signature"), List.of(false, false));
    table.add(List.of("energy", "x".repeat(60)));

    assertThat(printed(table).lines()).contains("energy  " + "x".repeat(60));
    System.setProperty(COLUMNS, "30");
    assertThat(printed(table).lines())
        .contains("energy  " + "x".repeat(21) + "…")
        .allMatch(line -> line.length() <= 30);
  }

  @Test
  void manyColumnsStayReadableInANarrowTerminal() {
    System.setProperty(COLUMNS, "10");
    TextTable table = new TextTable(List.of("first column", "second"), List.of(false, true));
    table.add(List.of("a long text", "123456"));

    assertThat(printed(table).lines()).contains("a lon…  123456");
  }

  private static String printed(TextTable table) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true));
    return text.toString();
  }
}

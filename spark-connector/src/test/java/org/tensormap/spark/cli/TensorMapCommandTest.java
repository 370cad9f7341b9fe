package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorMapCommandTest {
  @Test
  void withoutACommandTheCommandsAreListed() {
    CommandRun run = CommandRun.of();

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("quickstart", "featurize", "predict", "show", "sql");
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart, --output --mode",
    "featurize, --model --input --output --columns --group-size --mode",
    "predict, --model --input --output --mode",
    "show, --key",
    "sql, --format",
    "portable, OUT.pt"
  })
  void everyCommandHasHelp(String command, String options) {
    CommandRun run = CommandRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(options.split(" "))
        .contains("--master", "--conf", "--verbose", "--help");
  }

  @Test
  void aWrongCommandLineIsAnErrorOfOneLine() {
    CommandRun unknown = CommandRun.of("featurise");
    CommandRun incomplete = CommandRun.of("predict", "--model", "m.pt");

    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errorLines()).singleElement().asString().contains("featurise");
    assertThat(incomplete.status()).isEqualTo(2);
    assertThat(incomplete.errorLines())
        .singleElement()
        .asString()
        .contains("--input", "--output", "'tensormap predict --help'");
  }
}

package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    "quickstart, --output --mode --format",
    "featurize, --model --input --output --columns --group-size --mode --format",
    "predict, --model --input --output --mode --format",
    "benchmark, --repeat --format",
    "show, --key --html --format",
    "sql, --format",
    "portable, OUT.pt",
    "plot occupancy, --output --title",
    "plot spectra, --output --key",
    "plot histogram, QUERY",
    "plot parity, QUERY"
  })
  void everyCommandHasHelp(String command, String options) {
    CommandRun run = CommandRun.of((Object[]) (command + " --help").split(" "));

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(options.split(" "))
        .contains("--master", "--conf", "--verbose", "--help")
        .containsPattern("Examples?:\n  tensormap " + command)
        .contains("Exit status:", "0   all went well", "1   something failed");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void theScriptForShellsCompletesCommandsAndOptions() throws Exception {
    CommandRun run = CommandRun.of("completion");

    assertThat(run.status()).isZero();
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                run.out()
                    + "\nCOMP_WORDS=(tensormap pl); COMP_CWORD=1;"
                    + " _complete_tensormap; echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    String reply = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(reply).isZero();
    assertThat(reply.strip()).isEqualTo("plot");
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

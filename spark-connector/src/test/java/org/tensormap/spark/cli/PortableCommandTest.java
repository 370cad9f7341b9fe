package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;

class PortableCommandTest {
  @TempDir Path directory;

  @Test
  void theRewrittenModelIsLoadedByPlainPyTorch() throws Exception {
    Path output = directory.resolve("energy.pt");

    CommandRun run = CommandRun.of("portable", Fixtures.molecules("energy.pt"), output);

    assertThat(run.status()).as(run.err()).isZero();
    try (Model model = Model.newInstance("energy", Device.cpu(), "PyTorch")) {
      model.load(directory, "energy");
      assertThat(model.getBlock()).isNotNull();
    }
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path output = Files.writeString(directory.resolve("mine.pt"), "mine");

    CommandRun run = CommandRun.of("portable", Fixtures.molecules("energy.pt"), output);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errorLines()).singleElement().asString().contains("mine.pt");
    assertThat(output).hasContent("mine");
  }

  @Test
  void whatIsNoModelIsNamed() {
    CommandRun missing = CommandRun.of("portable", "no.pt", directory.resolve("out.pt"));
    CommandRun table =
        CommandRun.of(
            "portable", Fixtures.molecules("molecules.jsonl"), directory.resolve("out.pt"));

    assertThat(missing.errorLines()).containsExactly("error: there is no file no.pt");
    assertThat(table.errorLines()).singleElement().asString().contains("molecules.jsonl");
    assertThat(directory.resolve("out.pt")).doesNotExist();
  }
}

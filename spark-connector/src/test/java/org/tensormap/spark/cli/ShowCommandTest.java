package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.Fixtures;

class ShowCommandTest {
  private static final Path FEATURES = Fixtures.molecules("features");
  private static final Path FILE = FEATURES.resolve("part-00000.mts");

  @TempDir Path directory;

  @Test
  void aFileIsShownAsTheReferencePrintsIt() throws IOException {
    CommandRun run = CommandRun.of("show", FILE);

    assertThat(run.status()).isZero();
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap map = Mts.load(FILE, manager);
      assertThat(run.out()).isEqualTo(FILE + "\n" + map.print(-1) + "\n");
    }
  }

  @Test
  void filesAreShownAsOneTensorMapWithAllTheirSamples() throws IOException {
    CommandRun run = CommandRun.of("show", FEATURES);

    int samples = 0;
    try (HostNDManager manager = HostNDManager.newManager()) {
      for (int part = 0; part < 4; part++) {
        Path file = FEATURES.resolve("part-0000" + part + ".mts");
        samples += Mts.load(file, manager).block(0).size();
      }
    }
    assertThat(run.out())
        .startsWith("4 files, from ")
        .contains("=> TensorBlock with shape (" + samples + ", 12)");
  }

  @Test
  void severalFilesCanBeNamedAsShellsDoForAPattern() {
    CommandRun one = CommandRun.of("show", FEATURES + "/part-0000[01].mts");
    CommandRun two = CommandRun.of("show", FILE, FEATURES.resolve("part-00001.mts"));

    assertThat(two.out().lines().skip(1))
        .containsExactlyElementsOf(one.out().lines().skip(1).toList());
  }

  @Test
  void filesThatAreNotPartsOfOneTensorMapAreNamed() throws IOException {
    Path other = Fixtures.recorded("map_accessors", "in1.mts");
    Path deeper = directory.resolve("deeper.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = Mts.load(FILE, manager)) {
      TensorBlock block = map.block(0);
      Mts.save(
          deeper,
          new TensorMap(
              map.keys().entries(new int[] {0}),
              List.of(
                  new TensorBlock(
                      manager.zeros(new Shape(1, 1, 1), DataType.FLOAT64),
                      block.samples().entries(new int[] {0}),
                      List.of(Labels.range("m", 1)),
                      block.properties().entries(new int[] {0})))));
    }

    assertThat(CommandRun.of("show", FILE, other).errorLines())
        .singleElement()
        .asString()
        .contains(FILE + " and " + other)
        .contains("different key dimensions, [center_type, neighbor_type] and [");
    assertThat(CommandRun.of("show", FILE, deeper).errorLines())
        .singleElement()
        .asString()
        .contains("different numbers of axes, 2 and 3");
  }

  @Test
  void blocksOfAKeyAreShownWithLabelsAndValues() {
    CommandRun run =
        CommandRun.of("show", FILE, "--key", "center_type=6", "--key", "neighbor_type=1");

    assertThat(run.out())
        .startsWith("(center_type=6, neighbor_type=1) in " + FILE)
        .contains("samples: [system, atom]")
        .contains("system  atom          n=0")
        .contains("     2     1    0.0112769    0.552031")
        .contains("… 6 more")
        .contains("… 46 more samples");
  }

  @Test
  void componentsAreInTheNamesOfTheColumns() {
    CommandRun run =
        CommandRun.of("show", Fixtures.recorded("map_accessors", "in1.mts"), "--key", "center=6");

    assertThat(run.out()).contains("components: [m]").contains("m=-1 n=0 l=0");
  }

  @Test
  void infoIsShown() {
    assertThat(CommandRun.of("show", Fixtures.recorded("map_info", "out1.mts")).out())
        .contains("    info:\n      unit: eV\n");
  }

  @Test
  void aModelIsShownByItsSignature() {
    assertThat(CommandRun.of("show", Fixtures.molecules("energy.pt")).out())
        .isEqualTo("forward(features: TensorMap) -> TensorMap\n");
  }

  @Test
  void aPageForBrowsersIsWrittenForAllFilesTogether() throws IOException {
    Path page = directory.resolve("features.html");

    CommandRun run = CommandRun.of("show", FEATURES, "--html", page);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(page)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("with 194 blocks", "423 × 12", "2.30643E-13", "417 more samples");
    CommandRun.of("show", FEATURES, "--html", page, "--key", "center_type=6");
    assertThat(page).content().contains("with 14 blocks");
  }

  @Test
  void programsGetALineOfJsonPerBlock() {
    CommandRun run = CommandRun.of("show", FEATURES, "--format", "json", "--key", "center_type=8");

    assertThat(run.out().lines())
        .hasSize(14)
        .first()
        .isEqualTo(
            "{\"key\":{\"center_type\":8,\"neighbor_type\":1},\"shape\":[59,12],\"dtype\":\"float64\","
                + "\"samples\":[\"system\",\"atom\"],\"components\":[],\"properties\":[\"n\"],"
                + "\"gradients\":[]}");
    assertThat(CommandRun.of("show", FEATURES, "--format", "json").out().lines()).hasSize(194);
    assertThat(CommandRun.of("show", Fixtures.molecules("energy.pt"), "--format", "json").out())
        .contains("\"signature\":\"forward(features: TensorMap) -> TensorMap\"");
  }

  @Test
  void whatIsMissingOrNoTensorMapIsAnErrorOfOneLine() throws IOException {
    Path text = Files.writeString(directory.resolve("text.mts"), "nothing");
    byte[] bytes = Files.readAllBytes(FILE);
    Path cut = Files.write(directory.resolve("cut.mts"), Arrays.copyOf(bytes, 100_000));

    assertThat(CommandRun.of("show", directory.resolve("missing.mts")).errorLines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("missing.mts");
    assertThat(CommandRun.of("show", text).errorLines())
        .singleElement()
        .asString()
        .contains(text.toString());
    assertThat(CommandRun.of("show", cut).errorLines())
        .singleElement()
        .asString()
        .contains(cut.toString());
    assertThat(CommandRun.of("show", cut).status()).isEqualTo(1);
  }

  @Test
  void keysThatAreNotThereAreNamed() {
    assertThat(CommandRun.of("show", FILE, "--key", "species=6").errorLines())
        .containsExactly(
            "error: there is no key dimension 'species', there are [center_type, neighbor_type]");
    assertThat(CommandRun.of("show", FILE, "--key", "center_type=600").errorLines())
        .containsExactly("error: there is no block with the key {center_type=600}");
    assertThat(CommandRun.of("show", FILE, "--key", "center_type=C").status()).isEqualTo(2);
  }
}

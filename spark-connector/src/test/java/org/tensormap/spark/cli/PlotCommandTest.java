package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;

class PlotCommandTest {
  private static final Path FEATURES = Fixtures.molecules("features");

  @TempDir Path directory;

  @Test
  void tensorMapsAreDrawnWithoutSpark() throws IOException {
    Path occupancy = directory.resolve("occupancy.svg");
    Path spectra = directory.resolve("spectra.png");

    CommandRun first = CommandRun.of("plot", "occupancy", FEATURES, "--output", occupancy);
    CommandRun second =
        CommandRun.of("plot", "spectra", FEATURES, "--key", "center_type=6", "--output", spectra);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(first.err()).startsWith("Wrote " + occupancy);
    assertThat(Files.readString(occupancy)).contains("<svg");
    assertThat(colors(spectra)).isGreaterThan(2);
  }

  @Test
  void columnsOfQueriesAreDrawn() throws IOException {
    Path histogram = directory.resolve("histogram.png");
    Path parity = directory.resolve("parity.png");

    CommandRun first =
        CommandRun.of("plot", "histogram", "SELECT id AS x FROM range(9)", "--output", histogram);
    CommandRun second =
        CommandRun.of("plot", "parity", "SELECT id, id * 2 AS y FROM range(9)", "--output", parity);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(colors(histogram)).isGreaterThan(2);
    assertThat(colors(parity)).isGreaterThan(2);
    assertThat(Files.mismatch(histogram, parity)).isNotNegative();
  }

  private static long colors(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    int width = image.getWidth();
    return IntStream.of(image.getRGB(0, 0, width, image.getHeight(), null, 0, width))
        .distinct()
        .count();
  }

  @Test
  void withoutFontsAnErrorOfOneLineSaysWhatToInstall() throws Exception {
    Path none = Files.writeString(directory.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    Path file = directory.resolve("plot.png");

    CommandRun run =
        CommandProcess.run(
            directory,
            // In the home directory, Java keeps what it has found about fonts before.
            Map.of(
                "FONTCONFIG_FILE",
                none.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Duser.home=" + directory),
            "plot",
            "occupancy",
            FEATURES.resolve("part-00000.mts").toString(),
            "--output",
            file.toString());

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.errorLines().stream().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains("no fonts", "Install fontconfig");
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatCanNotBeDrawnIsAnErrorOfOneLine() {
    Path file = directory.resolve("plot.png");

    assertThat(CommandRun.of("plot").status()).isEqualTo(2);
    assertThat(CommandRun.of("plot").err()).contains("occupancy, spectra, histogram, parity");
    CommandRun extension = CommandRun.of("plot", "occupancy", FEATURES, "--output", "plot.gif");
    assertThat(extension.status()).isEqualTo(2);
    assertThat(extension.err()).contains(".png or .svg, got plot.gif");
    assertThat(
            CommandRun.of("plot", "occupancy", FEATURES, "--output", directory + "/no/plot.png")
                .errorLines())
        .containsExactly("error: there is no directory " + directory.resolve("no"));
    assertThat(CommandRun.of("plot", "parity", "SELECT 1 AS x", "--output", file).errorLines())
        .singleElement()
        .asString()
        .contains("needs two columns");
    assertThat(CommandRun.of("plot", "histogram", "SELECT 'a' AS x", "--output", file).errorLines())
        .singleElement()
        .asString()
        .contains("'x'", "STRING");
    assertThat(file).doesNotExist();
  }
}

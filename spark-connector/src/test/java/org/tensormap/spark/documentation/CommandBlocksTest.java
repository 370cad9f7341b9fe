package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.cli.TensorMapCommand;
import picocli.CommandLine;

/**
 * The uses of the command line in the documentation: all can be parsed, those with an output below
 * print it, and those with a picture below draw one like it.
 */
class CommandBlocksTest {
  /** What {@code bin/tensormap quickstart} makes, with which examples work. */
  private static final String SAMPLE = "tensormap-quickstart";

  /** Where files of Python are, in the repository and seen from this module. */
  private static final String DATA = "core/src/test/resources";

  private static final String DATA_FROM_HERE = "../" + DATA;

  private static final long LARGEST_PICTURE = 150_000;

  @TempDir private static Path directory;

  @BeforeAll
  static void makeSample() {
    TestSession.get();
    CommandLines.Run run =
        CommandLines.run(List.of("quickstart", "--output", directory.resolve(SAMPLE).toString()));
    assertThat(run.status()).as(run.err()).isZero();
  }

  @TestFactory
  Stream<DynamicTest> everyUseIsParsed() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks("")) {
        if (CommandLines.isIn(block)) {
          for (List<String> arguments : CommandLines.of(block)) {
            tests.add(
                dynamicTest(
                    page.name() + ":" + block.line() + " " + arguments.get(0),
                    () ->
                        new CommandLine(new TensorMapCommand())
                            .parseArgs(arguments.toArray(String[]::new))));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyUseWithAnOutputBelowPrintsIt() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks("")) {
        if (CommandLines.isIn(block) && isPrinted(block.output())) {
          tests.add(
              dynamicTest(
                  page.name() + ":" + block.line(),
                  () -> assertThat(printed(block)).isEqualTo(block.output().strip())));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyPictureIsSmallAndDrawnByTheCommandAboveIt() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<Path> shown = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Page.Picture picture : page.pictures()) {
        shown.add(picture.file());
        tests.add(dynamicTest(picture.toString(), () -> compare(page, picture)));
      }
    }
    try (Stream<Path> files = Files.list(Page.ROOT.resolve("docs/pictures"))) {
      assertThat(shown).containsAll(files.toList());
    }
    return tests.stream();
  }

  /** Letters differ from machine to machine; size and background do not. */
  private static void compare(Page page, Page.Picture picture) throws IOException {
    assertThat(picture.file()).exists();
    assertThat(Files.size(picture.file())).isLessThan(LARGEST_PICTURE);
    assertThat(picture.alternative()).isNotBlank();
    String name = Page.ROOT.relativize(picture.file()).toString();
    Path drawn = directory.resolve(picture.file().getFileName());

    List<List<String>> commands = CommandLines.of(page.blockEndingAt(picture.line() - 2));
    assertThat(commands).hasSize(1);
    assertThat(commands.get(0)).containsSequence("--output", name);
    run(commands.get(0).stream().map(word -> word.equals(name) ? drawn.toString() : word).toList());

    BufferedImage stored = ImageIO.read(picture.file().toFile());
    BufferedImage made = ImageIO.read(drawn.toFile());
    assertThat(made.getWidth()).isEqualTo(stored.getWidth());
    assertThat(made.getHeight()).isEqualTo(stored.getHeight());
    assertThat(made.getRGB(0, 0)).isEqualTo(stored.getRGB(0, 0));
  }

  /** The help of a command is not what the example before it prints. */
  private static boolean isPrinted(String output) {
    return output != null && !output.startsWith("Usage: ");
  }

  private static String printed(Page.Block block) throws IOException {
    StringBuilder out = new StringBuilder();
    for (List<String> arguments : CommandLines.of(block)) {
      out.append(run(arguments).out());
    }
    return out.toString().replace(directory + "/", "").replace(DATA_FROM_HERE, DATA).strip();
  }

  private static CommandLines.Run run(List<String> arguments) {
    String sample = directory.resolve(SAMPLE).toString();
    CommandLines.Run run =
        CommandLines.run(
            arguments.stream()
                .map(word -> word.replace(SAMPLE, sample).replace(DATA, DATA_FROM_HERE))
                .toList());
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }
}

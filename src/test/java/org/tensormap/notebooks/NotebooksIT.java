package org.tensormap.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensormap.spark.TestSession;

/**
 * Every cell of every notebook runs, and prints what is stored in the notebook.
 *
 * <p>With {@code -Dnotebooks=store} the outputs are stored instead of compared. Cells with the tag
 * {@code volatile} print times, and are not compared.
 */
class NotebooksIT {
  private static final Path DIRECTORY = Path.of("../notebooks");
  private static final boolean STORE = "store".equals(System.getProperty("notebooks"));

  @BeforeAll
  static void startSpark() {
    TestSession.get();
  }

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void everyCellRunsAndPrintsWhatIsStored(Path file) throws IOException {
    Notebook notebook = Notebook.read(file);
    try (NotebookKernel kernel = new NotebookKernel()) {
      int count = 0;
      for (Notebook.Cell cell : notebook.cells()) {
        count++;
        List<Output> outputs = kernel.run(cell.code());
        if (STORE) {
          cell.store(count, outputs);
        } else {
          compare(cell, outputs);
        }
      }
      FileUtils.deleteDirectory(((Path) kernel.variable("data")).toFile());
    }
    if (STORE) {
      notebook.write();
    }
  }

  private static void compare(Notebook.Cell cell, List<Output> outputs) throws IOException {
    List<Output> stored = cell.outputs();
    assertThat(outputs.stream().map(Output::type))
        .as(cell.code())
        .containsExactlyElementsOf(stored.stream().map(Output::type).toList());
    if (cell.isVolatile()) {
      return;
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).isPicture()) {
        compare(picture(outputs.get(i)), picture(stored.get(i)), cell.code());
      } else {
        assertThat(outputs.get(i)).as(cell.code()).isEqualTo(stored.get(i));
      }
    }
  }

  /** Letters differ from machine to machine; size and background do not. */
  private static void compare(BufferedImage picture, BufferedImage stored, String code) {
    assertThat(picture.getWidth()).as(code).isEqualTo(stored.getWidth());
    assertThat(picture.getHeight()).as(code).isEqualTo(stored.getHeight());
    assertThat(picture.getRGB(0, 0)).as(code).isEqualTo(stored.getRGB(0, 0));
  }

  private static BufferedImage picture(Output output) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(output.data())));
  }
}

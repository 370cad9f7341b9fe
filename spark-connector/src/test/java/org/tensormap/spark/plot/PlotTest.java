package org.tensormap.spark.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.TestSession;

class PlotTest {
  private final SparkSession spark = TestSession.get();
  private final HostNDManager manager = HostNDManager.newManager();

  @TempDir Path directory;

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void histogramsCountEveryFiniteValueInIntervalsThatReadWell() {
    Dataset<Row> rows =
        spark.sql(
            "SELECT CASE WHEN id < 90 THEN id / 10D WHEN id = 90 THEN double('NaN')"
                + " WHEN id = 91 THEN double('-Infinity') END AS x FROM range(93)");

    Histogram histogram = Histogram.of(rows, "x");

    assertThat(histogram.step()).isCloseTo(0.2, within(1e-12));
    assertThat(histogram.counts()).hasSize(45).containsOnly(2L);
    assertThat(histogram.leftOut()).isEqualTo(3);
  }

  @Test
  void oneValueIsAHistogramToo() {
    Histogram histogram = Histogram.of(spark.sql("SELECT -7 AS x FROM range(5)"), "x");

    assertThat(histogram.counts()).contains(5L);
    assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1e308, 1e308", "0, 5e-324"})
  void valuesThatNoIntervalsOfEqualWidthHoldAreRefused(String values) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT double(x) AS x FROM VALUES (" + values.replace(", ", "), (") + ") AS t(x)");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Histogram.of(rows, "x"))
        .withMessageContaining("the values of the column 'x' are between");
  }

  @Test
  void columnsThatCanNotBePlottedAreNamed() {
    Dataset<Row> rows = spark.sql("SELECT 'a' AS text, double('NaN') AS nan");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.histogram(rows, "x"))
        .withMessage("there is no column 'x' to plot, there are [text, nan]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.histogram(rows, "text"))
        .withMessageContaining("'text'", "STRING");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.histogram(rows, "nan"))
        .withMessageContaining("no finite number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.parity(rows, "nan", "nan"))
        .withMessageContaining("no row");
  }

  @Test
  void errorsAreThoseOfAllRowsAndPointsAreFew() {
    Dataset<Row> rows =
        spark.sql(
            "SELECT double(id) AS reference, id + IF(id % 2 = 0, 3, -1) AS p FROM range(20000)");

    Parity parity = Parity.of(rows, "reference", "p");

    assertThat(parity.rows()).isEqualTo(20_000);
    assertThat(parity.points()).hasSize(5000);
    assertThat(parity.meanAbsoluteError()).isCloseTo(2, within(1e-12));
    assertThat(parity.rootMeanSquareError()).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(Parity.of(rows, "reference", "p")).isEqualTo(parity);
  }

  @Test
  void blocksAreCellsSortedByTheirKeys() {
    Labels keys = new Labels(List.of("a", "b", "c"), new int[] {2, 0, 5, 1, 7, 3, 1, 0, 5});

    Occupancy occupancy = new Occupancy(keys, new long[] {4, 5, 6});

    assertThat(occupancy.columnAxis()).isEqualTo("c");
    assertThat(occupancy.columns()).containsExactly("3", "5");
    assertThat(occupancy.rowAxis()).isEqualTo("a, b");
    assertThat(occupancy.rows()).containsExactly("1, 0", "1, 7", "2, 0");
    assertThat(occupancy.cells())
        .containsExactly(
            new Occupancy.Cell(1, 2, 4), new Occupancy.Cell(0, 1, 5), new Occupancy.Cell(1, 0, 6));
  }

  @Test
  void moreBlocksThanCanBeToldApartAreCutAndTheTitleSaysSo() {
    Labels keys = Labels.range("key", 1000);

    Occupancy occupancy = new Occupancy(keys, new long[1000]);

    assertThat(occupancy.columns()).hasSize(100);
    assertThat(occupancy.description()).isEqualTo("1,000 blocks, of which 100 are drawn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plot.occupancy(Labels.empty(List.of("key")), new long[0]))
        .withMessageContaining("no blocks");
  }

  @Test
  void spectraAreMeansOverAllPiecesOfABlock() {
    Labels keys = Labels.range("key", 1);
    MeanSpectra spectra = new MeanSpectra();
    spectra.add(keys.entry(0), block(new double[] {1, 2, 3, 4}, new Shape(2, 2)));
    spectra.add(keys.entry(0), block(new double[] {8, 9}, new Shape(1, 2)));

    assertThat(spectra.largest(8).get(keys.entry(0))).containsExactly(4, 5);
  }

  @Test
  void componentsAreReplacedByTheirNorm() {
    MeanSpectra spectra = new MeanSpectra();
    Labels keys = Labels.range("key", 1);
    spectra.add(keys.entry(0), block(new double[] {3, 0, -4, 1}, new Shape(1, 2, 2)));

    assertThat(spectra.largest(8).get(keys.entry(0))).containsExactly(5, 1);
  }

  @Test
  void spectraOfOtherPropertiesAreRefused() {
    MeanSpectra spectra = new MeanSpectra();
    Labels keys = Labels.range("key", 2);
    spectra.add(keys.entry(0), block(new double[] {3, 0}, new Shape(1, 2)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> spectra.add(keys.entry(1), block(new double[] {3}, new Shape(1, 1))))
        .withMessageContaining("(key=1)", "(key=0)");
    assertThatIllegalArgumentException().isThrownBy(() -> Plot.spectra(new MeanSpectra()));
  }

  @Test
  void plotsAreWrittenAsPngAndSvg() throws Exception {
    TensorMap map =
        new TensorMap(
            Labels.range("key", 1), List.of(block(new double[] {1, 2, 3, 4}, new Shape(2, 2))));
    Dataset<Row> rows = spark.sql("SELECT id AS `energy (eV)`, id + 1 AS other FROM range(10)");
    List<Plot> plots =
        List.of(
            Plot.occupancy(map),
            Plot.spectra(map),
            Plot.spectra(map.block(0)),
            Plot.parity(rows, "energy (eV)", "other"),
            Plot.histogram(rows, "energy (eV)").title("<Energies>"));

    for (Plot plot : plots) {
      plot.save(directory.resolve("plot.png"));
      plot.save(directory.resolve("plot.SVG"));

      BufferedImage file = ImageIO.read(directory.resolve("plot.png").toFile());
      assertThat(file.getWidth()).isEqualTo(2 * plot.image().getWidth());
      assertThat(colors(file)).isGreaterThan(2);
      var svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(directory.resolve("plot.SVG").toFile());
      assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    }
    assertThat(plots.get(4).svg()).doesNotContain("<Energies>", "DOCTYPE");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plots.get(0).save(directory.resolve("plot.jpg")))
        .withMessageContaining("plot.jpg");
    assertThat(Files.exists(directory.resolve("plot.jpg"))).isFalse();
  }

  private static long colors(BufferedImage image) throws IOException {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).distinct().count();
  }

  private TensorBlock block(double[] values, Shape shape) {
    List<Labels> components =
        shape.dimension() == 3 ? List.of(Labels.range("m", (int) shape.get(1))) : List.of();
    return new TensorBlock(
        manager.create(values, shape),
        Labels.range("system", (int) shape.get(0)),
        components,
        Labels.range("n", (int) shape.get(shape.dimension() - 1)));
  }
}

package org.tensormap.spark.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.knowm.xchart.internal.chartpart.Chart;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * A plot: a picture for a notebook, or a file. Colors can be told apart in grey, and with color
 * blindness.
 *
 * <p>Whatever makes a plot throws a {@link org.tensormap.spark.TensorMapException} with the
 * condition {@code TENSORMAP_NO_FONTS} on machines without fonts, such as minimal containers.
 */
public final class Plot {
  /** Files get more pixels than pictures on a screen, so that they can be printed and enlarged. */
  private static final int FILE_SCALE = 2;

  private final Chart<?, ?> chart;

  private Plot(Supplier<Chart<?, ?>> chart) {
    Fonts.require();
    this.chart = chart.get();
  }

  /**
   * Shows how often values occur. Missing values and those that are no finite numbers are left out,
   * and counted below the plot.
   *
   * @param rows the values; Spark counts them
   * @param column a column of {@code rows}, of numbers; the name of the axis
   * @return the plot
   * @throws IllegalArgumentException if the column is not there or has no finite number
   */
  public static Plot histogram(Dataset<Row> rows, String column) {
    return new Plot(() -> HistogramChart.of(Histogram.of(rows, column), column));
  }

  /**
   * Compares predictions with references: a point per row, the line where both are equal, and the
   * errors of all rows. At most 5000 points are drawn, chosen at random but always the same.
   *
   * @param rows the values; Spark computes the errors
   * @param reference a column of numbers; the name of the horizontal axis
   * @param prediction a column of numbers; the name of the vertical axis
   * @return the plot
   * @throws IllegalArgumentException if a column is not there, or no row has finite numbers in both
   */
  public static Plot parity(Dataset<Row> rows, String reference, String prediction) {
    return new Plot(
        () -> ParityChart.of(Parity.of(rows, reference, prediction), reference, prediction));
  }

  /**
   * Shows which blocks a tensor map has, and how many samples are in each: a cell per key, with the
   * last dimension of the keys to the right and the others upwards.
   *
   * @param map the tensor map
   * @return the plot
   * @throws IllegalArgumentException if there are no blocks
   */
  public static Plot occupancy(TensorMap map) {
    return occupancy(map.keys(), map.blocks().stream().mapToLong(TensorBlock::size).toArray());
  }

  /**
   * Shows which blocks there are, and how many samples are in each, as {@link
   * #occupancy(TensorMap)}.
   *
   * @param keys the keys
   * @param samples the number of samples of each block, in the order of the keys
   * @return the plot
   * @throws IllegalArgumentException if there are no blocks, or not as many numbers as keys
   */
  public static Plot occupancy(Labels keys, long[] samples) {
    return new Plot(() -> OccupancyChart.of(new Occupancy(keys, samples)));
  }

  /**
   * Shows the values over the properties: the mean over the samples, a line per block, of up to
   * eight blocks with the most samples.
   *
   * @param map the tensor map, with the same properties in all blocks that have samples
   * @return the plot
   * @throws IllegalArgumentException if no block has values, or properties differ
   */
  public static Plot spectra(TensorMap map) {
    MeanSpectra spectra = new MeanSpectra();
    map.items().forEach(item -> spectra.add(item.getKey(), item.getValue()));
    return spectra(spectra);
  }

  /**
   * Shows the values over the properties: the mean over the samples of each block.
   *
   * @param spectra what has been averaged
   * @return the plot
   * @throws IllegalArgumentException if nothing has been added that has values
   */
  public static Plot spectra(MeanSpectra spectra) {
    return new Plot(() -> SpectraChart.of(spectra));
  }

  /**
   * Shows the values over the properties: a line per sample, of the first eight.
   *
   * @param block the block
   * @return the plot
   * @throws IllegalArgumentException if the block has no values
   */
  public static Plot spectra(TensorBlock block) {
    return new Plot(() -> SpectraChart.ofSamples(block));
  }

  /**
   * Sets the title.
   *
   * @param title the title
   * @return this plot
   */
  public Plot title(String title) {
    chart.setTitle(title);
    return this;
  }

  /**
   * Draws the picture for a screen.
   *
   * @return the picture, which notebooks show
   */
  public BufferedImage image() {
    return draw(1);
  }

  /**
   * Draws the picture as vectors.
   *
   * @return an SVG document
   */
  public String svg() {
    return SvgDocument.draw(
        chart.getWidth(),
        chart.getHeight(),
        graphics -> chart.paint(graphics, chart.getWidth(), chart.getHeight()));
  }

  /**
   * Draws the picture as a file, with twice the pixels of {@link #image()}.
   *
   * @return the content of a PNG file
   */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(draw(FILE_SCALE), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the picture to a file, PNG or SVG by the extension of its name.
   *
   * @param file the file, which is replaced if it is there
   * @throws IllegalArgumentException if the name ends in neither {@code .png} nor {@code .svg}
   * @throws IOException if the file can not be written
   */
  public void save(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      Files.write(file, png());
    } else if (name.endsWith(".svg")) {
      Files.write(file, svg().getBytes(StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException(
          "the name of the file of a plot ends in .png or .svg, got " + file);
    }
  }

  private BufferedImage draw(int scale) {
    BufferedImage image =
        new BufferedImage(
            chart.getWidth() * scale, chart.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(scale, scale);
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
    } finally {
      graphics.dispose();
    }
    return image;
  }
}

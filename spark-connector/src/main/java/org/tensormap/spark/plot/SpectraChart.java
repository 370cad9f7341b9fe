package org.tensormap.spark.plot;

import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;

/** Draws values over properties. */
final class SpectraChart {
  /** With more properties, points hide the line. */
  private static final int MOST_POINTS = 40;

  private final XYChart chart;
  private final double[] positions;
  private int lines;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  private SpectraChart(Labels properties, String values, String title) {
    this.positions = positions(properties);
    this.chart =
        new XYChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(ChartStyle.HEIGHT)
            .title(title)
            .xAxisTitle(axis(properties))
            .yAxisTitle(values)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setMarkerSize(5);
    if (positions.length <= MOST_POINTS) {
      chart.getStyler().setXAxisDecimalPattern("0");
    }
  }

  static XYChart of(MeanSpectra spectra) {
    Labels properties = spectra.properties();
    Map<LabelsEntry, double[]> means = spectra.largest(ChartStyle.mostSeries());
    String title =
        "Mean over samples"
            + (means.size() < spectra.size()
                ? ", of the " + means.size() + " largest of " + spectra.size() + " blocks"
                : "");
    SpectraChart drawing =
        new SpectraChart(
            properties, spectra.hasComponents() ? "norm over components" : "value", title);
    means.forEach((key, mean) -> drawing.add(text(key), mean));
    return drawing.finished();
  }

  static XYChart ofSamples(TensorBlock block) {
    if (block.size() == 0 || block.properties().size() == 0) {
      throw new IllegalArgumentException("there are no values to plot");
    }
    int samples = Math.min(ChartStyle.mostSeries(), block.size());
    String title =
        samples < block.size() ? "The first " + samples + " of " + block.size() + " samples" : "";
    SpectraChart drawing =
        new SpectraChart(
            block.properties(),
            block.components().isEmpty() ? "value" : "norm over components",
            title);
    double[][] spectra = SampleSpectra.of(block, samples);
    for (int sample = 0; sample < samples; sample++) {
      drawing.add(text(block.samples().entry(sample)), spectra[sample]);
    }
    return drawing.finished();
  }

  private void add(String name, double[] values) {
    int index = lines++;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    XYSeries line = chart.addSeries(name, positions, values);
    line.setLineColor(ChartStyle.series(index));
    line.setLineWidth(1.8f);
    line.setMarkerColor(ChartStyle.series(index));
    line.setMarker(positions.length <= MOST_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  private XYChart finished() {
    chart.getStyler().setYAxisTickLabelsFormattingFunction(AxisNumbers.between(min, max));
    return chart;
  }

  /** The one dimension of the properties if it increases, else the position. */
  private static double[] positions(Labels properties) {
    boolean label = isIncreasing(properties);
    double[] positions = new double[properties.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = label ? properties.get(i, 0) : i;
    }
    return positions;
  }

  private static String axis(Labels properties) {
    return isIncreasing(properties)
        ? properties.names().get(0)
        : "position of (" + String.join(", ", properties.names()) + ")";
  }

  private static boolean isIncreasing(Labels properties) {
    if (properties.dimensions() != 1) {
      return false;
    }
    for (int i = 1; i < properties.size(); i++) {
      if (properties.get(i, 0) <= properties.get(i - 1, 0)) {
        return false;
      }
    }
    return true;
  }

  /** A key or sample for the legend: one {@code name=value} per line would be too tall. */
  private static String text(LabelsEntry entry) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < entry.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(entry.names().get(i)).append('=').append(entry.values()[i]);
    }
    return text.toString();
  }
}

package org.tensormap.spark.plot;

import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how often values occur. */
final class HistogramChart {
  /** Room for numbers with a sign and decimals. */
  private static final int TICK_SPACING = 65;

  private HistogramChart() {}

  static XYChart of(Histogram histogram, String axis) {
    XYChart chart =
        new XYChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(ChartStyle.HEIGHT)
            .xAxisTitle(axis + leftOut(histogram.leftOut()))
            .yAxisTitle("count")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_SPACING);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart
        .getStyler()
        .setXAxisTickLabelsFormattingFunction(
            AxisNumbers.between(histogram.edge(0), histogram.edge(histogram.counts().size())));
    XYSeries bars = chart.addSeries(axis, edges(histogram), heights(histogram));
    bars.setMarker(SeriesMarkers.NONE);
    bars.setLineColor(ChartStyle.series(0));
    bars.setLineWidth(1.2f);
    bars.setFillColor(ChartStyle.translucent(ChartStyle.series(0), 110));
    return chart;
  }

  private static String leftOut(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "   (%,d missing or not finite)", count);
  }

  /** Each interval is a bar: up at its left edge, down at its right one. */
  private static double[] edges(Histogram histogram) {
    int intervals = histogram.counts().size();
    double[] edges = new double[4 * intervals];
    for (int i = 0; i < intervals; i++) {
      edges[4 * i] = histogram.edge(i);
      edges[4 * i + 1] = histogram.edge(i);
      edges[4 * i + 2] = histogram.edge(i + 1);
      edges[4 * i + 3] = histogram.edge(i + 1);
    }
    return edges;
  }

  private static double[] heights(Histogram histogram) {
    int intervals = histogram.counts().size();
    double[] heights = new double[4 * intervals];
    for (int i = 0; i < intervals; i++) {
      heights[4 * i + 1] = histogram.counts().get(i);
      heights[4 * i + 2] = histogram.counts().get(i);
    }
    return heights;
  }
}

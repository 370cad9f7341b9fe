package org.tensormap.spark.plot;

import java.util.Locale;
import java.util.stream.DoubleStream;
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
    XYSeries bars = chart.addSeries(axis, positions(histogram), heights(histogram));
    bars.setMarker(SeriesMarkers.NONE);
    bars.setLineColor(ChartStyle.series(0));
    bars.setLineWidth(1.2f);
    bars.setFillColor(ChartStyle.translucent(ChartStyle.series(0), 110));
    return chart;
  }

  private static String leftOut(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "   (%,d missing or not finite)", count);
  }

  /**
   * Each interval is a bar: up at its left edge, down at its right one. XChart labels points that
   * are equally far apart, as many as fit without a gap; one more point, on top of the first bar,
   * makes it choose round numbers instead.
   */
  private static double[] positions(Histogram histogram) {
    DoubleStream.Builder positions = DoubleStream.builder();
    for (int i = 0; i < histogram.counts().size(); i++) {
      positions.add(histogram.edge(i)).add(histogram.edge(i));
      if (i == 0) {
        positions.add(histogram.edge(0) + histogram.step() / 3);
      }
      positions.add(histogram.edge(i + 1)).add(histogram.edge(i + 1));
    }
    return positions.build().toArray();
  }

  private static double[] heights(Histogram histogram) {
    DoubleStream.Builder heights = DoubleStream.builder();
    for (int i = 0; i < histogram.counts().size(); i++) {
      double count = histogram.counts().get(i).doubleValue();
      heights.add(0).add(count);
      if (i == 0) {
        heights.add(count);
      }
      heights.add(count).add(0);
    }
    return heights.build().toArray();
  }
}

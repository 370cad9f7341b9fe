package org.tensormap.spark.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws predictions against references. */
final class ParityChart {
  private static final int SIZE = 560;

  private ParityChart() {}

  static XYChart of(Parity parity, String reference, String prediction) {
    double min = both(parity).min().getAsDouble();
    double max = both(parity).max().getAsDouble();
    double margin = max > min ? (max - min) * 0.04 : Math.max(1, Math.abs(max)) * 0.04;
    double low = min - margin;
    double high = max + margin;

    XYChart chart =
        new XYChartBuilder()
            .width(SIZE + 40)
            .height(SIZE)
            .xAxisTitle(reference)
            .yAxisTitle(prediction)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    chart.getStyler().setXAxisMin(low).setXAxisMax(high).setYAxisMin(low).setYAxisMax(high);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(AxisNumbers.between(low, high));
    chart.getStyler().setYAxisTickLabelsFormattingFunction(AxisNumbers.between(low, high));
    chart.getStyler().setMarkerSize(7);

    XYSeries equal = chart.addSeries("equal", new double[] {low, high}, new double[] {low, high});
    equal.setMarker(SeriesMarkers.NONE);
    equal.setLineColor(Color.GRAY);
    equal.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0));

    XYSeries points =
        chart.addSeries(
            describe(parity),
            parity.points().stream().mapToDouble(Parity.Point::reference).toArray(),
            parity.points().stream().mapToDouble(Parity.Point::prediction).toArray());
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(ChartStyle.translucent(ChartStyle.series(0), 130));
    return chart;
  }

  private static String describe(Parity parity) {
    String drawn =
        parity.points().size() < parity.rows()
            ? String.format(Locale.ROOT, " (%,d drawn)", parity.points().size())
            : "";
    return String.format(
        Locale.ROOT,
        "%,d rows%s\nMAE %.3g, RMSE %.3g",
        parity.rows(),
        drawn,
        parity.meanAbsoluteError(),
        parity.rootMeanSquareError());
  }

  private static DoubleStream both(Parity parity) {
    return parity.points().stream()
        .flatMapToDouble(point -> DoubleStream.of(point.reference(), point.prediction()));
  }
}

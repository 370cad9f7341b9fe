package org.tensormap.spark.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** Draws which blocks there are, colored by their number of samples, on a logarithmic scale. */
final class OccupancyChart {
  private static final int CELL = 20;

  /** About the width of a digit beside an axis. */
  private static final int DIGIT = 8;

  /** Light to dark, as viridis reversed: also in grey, and for all kinds of color vision. */
  private static final Color[] COLORS = {
    new Color(0xfd, 0xe7, 0x25),
    new Color(0x7a, 0xd1, 0x51),
    new Color(0x22, 0xa8, 0x84),
    new Color(0x2a, 0x78, 0x8e),
    new Color(0x41, 0x44, 0x87),
    new Color(0x44, 0x01, 0x54)
  };

  private OccupancyChart() {}

  static HeatMapChart of(Occupancy occupancy) {
    int digits = occupancy.columns().stream().mapToInt(String::length).max().orElse(1);
    int cellWidth = Math.max(CELL, DIGIT * (digits + 1));
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(Math.max(ChartStyle.WIDTH, 260 + cellWidth * occupancy.columns().size()))
            .height(Math.max(ChartStyle.HEIGHT, 130 + CELL * occupancy.rows().size()))
            .title("Samples per block (" + occupancy.description() + ")")
            .xAxisTitle(occupancy.columnAxis())
            .yAxisTitle(occupancy.rowAxis())
            .build();
    HeatMapStyler styler = chart.getStyler();
    ChartStyle.apply(styler);
    styler.setRangeColors(COLORS);
    styler.setPiecewise(true);
    styler.setSplitNumber(COLORS.length);
    styler.setPlotContentSize(1);
    styler.setXAxisTickMarkSpacingHint(CELL - 2);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotBackgroundColor(new Color(0xf1, 0xf2, 0xf4));
    styler.setHeatMapDecimalValueFormatter(
        logarithm -> String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, logarithm))));
    List<Number[]> cells = new ArrayList<>();
    for (Occupancy.Cell cell : occupancy.cells()) {
      cells.add(
          new Number[] {
            cell.column(), cell.row(), Math.log10((double) Math.max(1, cell.samples()))
          });
    }
    styler.setMin(0);
    styler.setMax(
        Math.max(1, cells.stream().mapToDouble(cell -> cell[2].doubleValue()).max().orElse(1)));
    chart.addSeries("samples", occupancy.columns(), occupancy.rows(), cells);
    return chart;
  }
}

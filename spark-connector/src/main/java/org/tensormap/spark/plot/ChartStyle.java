package org.tensormap.spark.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;

/** How all charts look. */
final class ChartStyle {
  static final int WIDTH = 760;
  static final int HEIGHT = 460;

  private static final Color TEXT = new Color(0x26, 0x29, 0x2e);

  /** For what is behind the plot: a color there may hide the line of an axis. */
  private static final Color TRANSPARENT = new Color(0xff, 0xff, 0xff, 0);

  private static final Color GRID = new Color(0xe3, 0xe5, 0xe8);

  /**
   * Okabe and Ito, "Color Universal Design" (2008), without the yellow, which is faint on white.
   */
  private static final Color[] SERIES = {
    new Color(0x00, 0x72, 0xb2),
    new Color(0xd5, 0x5e, 0x00),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0xe6, 0x9f, 0x00),
    new Color(0x56, 0xb4, 0xe9),
    new Color(0x00, 0x00, 0x00),
    new Color(0x8c, 0x8c, 0x8c)
  };

  private ChartStyle() {}

  /** How many lines can be told apart. */
  static int mostSeries() {
    return SERIES.length;
  }

  static Color series(int index) {
    return SERIES[index];
  }

  static Color translucent(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  static void apply(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(font(Font.PLAIN, 13));
    styler.setChartTitleFont(font(Font.BOLD, 15));
    styler.setAxisTitleFont(font(Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
    styler.setLegendFont(font(Font.PLAIN, 12));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(TRANSPARENT);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartFontColor(TEXT);
    styler.setChartTitleFontColor(TEXT);
    styler.setAxisTickLabelsColor(TEXT);
    styler.setAxisTickMarksColor(TEXT);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(12);
    styler.setChartPadding(14);
    styler.setAxisTitlePadding(10);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    styler.setPlotMargin(0);
    styler.setSeriesColors(SERIES);
  }

  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}

package org.tensormap.spark.plot;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** The letters that charts are drawn with. Java takes them from the operating system. */
final class Fonts {
  private static final String SAMPLE = "x";

  private Fonts() {}

  /**
   * Refuses to draw where there are no letters, as in minimal containers. Java then fails in ways
   * that differ from version to version, and fails in others the second time.
   *
   * @throws TensorMapException if letters can not be drawn
   */
  static void require() {
    try {
      Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      graphics.getFontMetrics(ChartStyle.font(Font.PLAIN, 12)).stringWidth(SAMPLE);
      graphics.dispose();
    } catch (RuntimeException | LinkageError | InternalError | AWTError failure) {
      throw missing(failure);
    }
  }

  private static TensorMapException missing(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return ErrorCondition.TENSORMAP_NO_FONTS.error(
        failure,
        "Java finds no fonts to draw a plot with (%s). Install fontconfig and a font, for example"
            + " the packages fontconfig and fonts-dejavu-core of Debian and Ubuntu, fontconfig and"
            + " dejavu-sans-fonts of Fedora, fontconfig and ttf-dejavu of Alpine.",
        cause.getMessage());
  }
}

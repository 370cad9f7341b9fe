package org.tensormap.spark.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;

/** A picture as vectors, for whatever draws on Java's graphics. */
final class SvgDocument {
  private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>\\s*");

  private SvgDocument() {}

  static String draw(int width, int height, Consumer<Graphics2D> painter) {
    SVGGraphics2D graphics = new SVGGraphics2D(emptyDocument());
    graphics.setSVGCanvasSize(new Dimension(width, height));
    painter.accept(graphics);
    StringWriter text = new StringWriter();
    try {
      boolean styleAsCss = true;
      graphics.stream(text, styleAsCss);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException(e);
    }
    // Names a file elsewhere that some programs would load.
    return DOCTYPE.matcher(text.getBuffer()).replaceFirst("");
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}

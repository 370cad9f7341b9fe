package org.tensormap.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Pieces of HTML that all elements are made of. */
final class Elements {
  private static final String STYLE = style();

  private Elements() {}

  /** The outermost element, with the style of what is inside. */
  static String styled(String content) {
    return "<div class=\"tensormap\">\n<style>\n" + STYLE + "</style>\n" + content + "</div>\n";
  }

  /** Text between tags or in an attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(character);
      }
    }
    return escaped.toString();
  }

  /** What it is, and a few words about it, which are escaped here. */
  static String title(String kind, String about) {
    return "<p class=\"tm-title\"><strong>" + kind + "</strong> " + escape(about) + "</p>\n";
  }

  /** A remark in smaller print, which is escaped here. */
  static String note(String text) {
    return "<p class=\"tm-note\">" + escape(text) + "</p>\n";
  }

  /** A count with the name of what is counted. */
  static String count(long count, String singular) {
    return number(count) + " " + singular + (count == 1 ? "" : "s");
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String style() {
    try (InputStream resource = Elements.class.getResourceAsStream("style.css")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

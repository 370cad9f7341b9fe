package org.tensormap.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The global metadata of a tensor map: a JSON object whose values are all strings. */
final class InfoJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private InfoJson() {}

  static Map<String, String> read(ByteBuffer bytes, EntryLocation location) throws IOException {
    byte[] text = new byte[bytes.remaining()];
    bytes.duplicate().get(text);
    Map<String, String> info = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw location.problem("it should be a JSON object");
      }
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw location.problem("the value of '" + key + "' should be a string");
        }
        info.put(key, parser.getText());
      }
      if (parser.nextToken() != null) {
        throw location.problem("there is something behind the JSON object");
      }
      return info;
    } catch (JsonProcessingException e) {
      throw location.problem("it is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes the object as the reference does: two blanks of indent, no new line at the end. */
  static ByteBuffer write(Map<String, String> info) {
    StringJoiner lines = new StringJoiner(",\n", "{\n", "\n}");
    info.forEach((key, value) -> lines.add("  " + quoted(key) + ": " + quoted(value)));
    return StandardCharsets.UTF_8.encode(lines.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\t' -> quoted.append("\\t");
        case '\n' -> quoted.append("\\n");
        case '\f' -> quoted.append("\\f");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : c);
      }
    }
    return quoted.append('"').toString();
  }
}

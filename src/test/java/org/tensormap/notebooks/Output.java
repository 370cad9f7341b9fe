package org.tensormap.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that a cell gave.
 *
 * @param kind {@code stream} for what was printed, else {@code execute_result}, the last value
 * @param type the MIME type; plain text for what was printed
 * @param data the text, or base64 for pictures
 */
record Output(String kind, String type, String data) {
  private static final String STREAM = "stream";
  private static final String RESULT = "execute_result";
  private static final String PLAIN = "text/plain";
  private static final String PNG = "image/png";

  static Output printed(String text) {
    return new Output(STREAM, PLAIN, text);
  }

  static Output result(String type, String data) {
    return new Output(RESULT, type, data);
  }

  static Output of(JsonNode json) {
    if (json.get("output_type").asText().equals(STREAM)) {
      return printed(Notebook.text(json.get("text")));
    }
    JsonNode data = json.get("data");
    String type = data.fieldNames().next();
    return result(type, Notebook.text(data.get(type)));
  }

  boolean isPicture() {
    return type.equals(PNG);
  }

  ObjectNode json(ObjectMapper mapper, int count) {
    ObjectNode json = mapper.createObjectNode();
    if (kind.equals(STREAM)) {
      json.put("name", "stdout");
      json.put("output_type", STREAM);
      json.set("text", lines(mapper));
      return json;
    }
    ObjectNode content = json.putObject("data");
    if (isPicture()) {
      content.put(type, data);
    } else {
      content.set(type, lines(mapper));
    }
    json.put("execution_count", count);
    json.putObject("metadata");
    json.put("output_type", RESULT);
    return json;
  }

  private ArrayNode lines(ObjectMapper mapper) {
    ArrayNode lines = mapper.createArrayNode();
    int start = 0;
    while (start < data.length()) {
      int end = data.indexOf('\n', start) + 1;
      end = end == 0 ? data.length() : end;
      lines.add(data.substring(start, end));
      start = end;
    }
    return lines;
  }
}

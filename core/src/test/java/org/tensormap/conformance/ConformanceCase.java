package org.tensormap.conformance;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensormap.io.Mts;

/**
 * A recorded call: what went in, and what came out.
 *
 * @param folder where its files are
 * @param description the content of {@code case.json}
 */
record ConformanceCase(Path folder, JsonNode description) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  static ConformanceCase read(Path folder) throws IOException {
    return new ConformanceCase(folder, JSON.readTree(folder.resolve("case.json").toFile()));
  }

  String name() {
    return folder.getParent().getFileName() + "/" + folder.getFileName();
  }

  /** Whether a model was called, rather than a function of the library. */
  boolean isModel() {
    return Files.exists(folder.resolve("model.pt"));
  }

  Path model() {
    return folder.resolve("model.pt");
  }

  /** The method of the model that was called. */
  String method() {
    return description.path("method").asText("forward");
  }

  /** The function of the library that was called. */
  String call() {
    return description.path("call").asText();
  }

  JsonNode expected() {
    return description.get("expected");
  }

  /** The arguments without a name, in order. */
  List<Object> inputs(NDManager manager) throws IOException {
    List<Object> inputs = new ArrayList<>();
    for (JsonNode input : description.get("inputs")) {
      inputs.add(value(input, manager));
    }
    return inputs;
  }

  /** The arguments with a name. */
  Map<String, Object> named(NDManager manager) throws IOException {
    return values(description.path("named"), manager);
  }

  /** Reads a described value, as the Java type that stands for its type. */
  Object value(JsonNode node, NDManager manager) throws IOException {
    String type = node.get("type").asText();
    return switch (type) {
      case "TensorMap" -> Mts.load(file(node), manager);
      case "TensorBlock" -> Mts.loadBlock(file(node), manager);
      case "Labels" -> Mts.loadLabels(file(node));
      case "Tensor" -> NpyArrays.load(file(node), manager);
      case "int" -> node.get("value").asLong();
      case "float" -> number(node.get("value").asText());
      case "bool" -> node.get("value").asBoolean();
      case "str" -> node.get("value").asText();
      case "None" -> null;
      case "List", "Tuple" -> {
        List<Object> items = new ArrayList<>();
        for (JsonNode item : node.get("items")) {
          items.add(value(item, manager));
        }
        yield items;
      }
      case "Dict" -> values(node.get("items"), manager);
      default -> throw new IOException(folder + ": unknown type '" + type + "'");
    };
  }

  private Map<String, Object> values(JsonNode nodes, NDManager manager) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> node : nodes.properties()) {
      values.put(node.getKey(), value(node.getValue(), manager));
    }
    return values;
  }

  /** A number as Python or JSON writes it. */
  private static Double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  private Path file(JsonNode node) {
    return folder.resolve(node.get("file").asText());
  }
}

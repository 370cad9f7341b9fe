package org.tensormap.notebooks;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A file of Jupyter (nbformat 4): its cells of code, with the outputs that are stored. */
final class Notebook {
  /** The tag of cells that print times and the like, which are different every time. */
  private static final String VOLATILE = "volatile";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A cell of code. */
  record Cell(ObjectNode json) {

    /** The code, without the lines that only a kernel understands: what begins with {@code %}. */
    String code() {
      return text(json.get("source"))
          .lines()
          .filter(line -> !line.startsWith("%"))
          .collect(Collectors.joining("\n"));
    }

    boolean isVolatile() {
      return StreamSupport.stream(json.at("/metadata/tags").spliterator(), false)
          .anyMatch(tag -> tag.asText().equals(VOLATILE));
    }

    List<Output> outputs() {
      return StreamSupport.stream(json.get("outputs").spliterator(), false)
          .map(Output::of)
          .toList();
    }

    void store(int count, List<Output> outputs) {
      json.put("execution_count", count);
      ArrayNode stored = json.putArray("outputs");
      outputs.forEach(output -> stored.add(output.json(JSON, count)));
    }
  }

  private final Path file;
  private final JsonNode json;

  private Notebook(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  static Notebook read(Path file) throws IOException {
    return new Notebook(file, JSON.readTree(file.toFile()));
  }

  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : json.get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        cells.add(new Cell((ObjectNode) cell));
      }
    }
    return cells;
  }

  /**
   * Writes the file as Jupyter does, so that a notebook saved there differs only where it has to.
   */
  void write() throws IOException {
    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    Files.writeString(file, JSON.writer(printer).writeValueAsString(json) + "\n");
  }

  /** Text in Jupyter's files is a string, or a list of lines. */
  static String text(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining())
        : node.asText();
  }
}

package org.tensormap.spark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether people or programs read what a command prints. */
final class FormatOption {
  /** Who reads. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      order = 95,
      description = "How to print results: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  boolean isJson() {
    return format == Format.json;
  }

  /** Prints a result as one line of JSON, if that is wanted. */
  void ifJson(PrintWriter out, Object result) {
    if (isJson()) {
      out.println(json(result));
    }
  }

  private static String json(Object result) {
    try {
      return new ObjectMapper().writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

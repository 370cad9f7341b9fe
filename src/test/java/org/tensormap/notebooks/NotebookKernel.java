package org.tensormap.notebooks;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;

/**
 * Runs cells as the kernel JJava does: in JShell, with its imports and its function {@code render},
 * and with the last value as the result. The code runs in this JVM, with its class path.
 */
public final class NotebookKernel implements AutoCloseable {
  private static final String PREPARATION =
      """
      import java.util.*;
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.time.*;
      import java.util.concurrent.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      import static org.tensormap.notebooks.NotebookKernel.render;
      """;

  /** The last value of the cell that runs, as the code in JShell hands it over. */
  private static Object result;

  /** What {@link #render} makes. */
  private record Rendered(String type, String data) {}

  private final JShell shell;

  NotebookKernel() {
    shell = JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();
    shell.addToClasspath(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    PREPARATION.lines().forEach(this::evaluate);
  }

  /**
   * Shows text as something else than plain text, as the function of the same name of the kernel.
   *
   * @param value the text
   * @param type its MIME type
   * @return what the kernel shows if it is the last value of a cell
   */
  public static Object render(Object value, String type) {
    return new Rendered(type, value.toString());
  }

  /**
   * Takes the last value of a cell.
   *
   * @param value the value
   */
  public static void take(Object value) {
    result = value;
  }

  /**
   * Runs a cell.
   *
   * @return what it printed, and its result, if there are any
   * @throws AssertionError if it does not compile or throws
   */
  List<Output> run(String code) {
    result = null;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
    PrintStream console = System.out;
    System.setOut(capture);
    try {
      // Scala, with which Spark shows tables, remembers the standard output that was there first.
      scala.Console.withOut(capture, () -> evaluateCell(code));
    } finally {
      System.setOut(console);
    }
    List<Output> outputs = new ArrayList<>();
    if (printed.size() > 0) {
      outputs.add(Output.printed(printed.toString(StandardCharsets.UTF_8)));
    }
    if (result != null) {
      outputs.add(shown(result));
    }
    return outputs;
  }

  /** The value of a variable of the notebook. */
  Object variable(String name) {
    evaluate("org.tensormap.notebooks.NotebookKernel.take(" + name + ");");
    return result;
  }

  /** Runs a cell and takes its last value, if it has one. */
  private Snippet evaluateCell(String code) {
    Snippet last = evaluateAll(code);
    return last == null || valueName(last) == null
        ? last
        : evaluate("org.tensormap.notebooks.NotebookKernel.take(" + valueName(last) + ");");
  }

  private Snippet evaluateAll(String code) {
    Snippet last = null;
    String rest = code;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (!next.completeness().isComplete()) {
        throw new AssertionError("this is not complete: " + rest);
      }
      last = evaluate(next.source());
      rest = next.remaining();
    }
    return last;
  }

  private Snippet evaluate(String source) {
    Snippet last = null;
    for (SnippetEvent event : shell.eval(source)) {
      if (event.causeSnippet() != null) {
        continue;
      }
      if (event.status() != Snippet.Status.VALID) {
        throw new AssertionError(source + "\n" + diagnostics(event.snippet()));
      }
      if (event.exception() != null) {
        throw new AssertionError(source + "\n" + describe(event.exception()), event.exception());
      }
      last = event.snippet();
    }
    return last;
  }

  private String diagnostics(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  private static String describe(Exception exception) {
    return exception instanceof EvalException thrown
        ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
        : exception.toString();
  }

  /** The name under which JShell keeps the value of an expression; null for other snippets. */
  private static String valueName(Snippet snippet) {
    return switch (snippet.subKind()) {
      case TEMP_VAR_EXPRESSION_SUBKIND -> ((VarSnippet) snippet).name();
      case VAR_VALUE_SUBKIND -> ((ExpressionSnippet) snippet).name();
      default -> null;
    };
  }

  private static Output shown(Object value) {
    if (value instanceof Rendered rendered) {
      return Output.result(rendered.type(), rendered.data());
    }
    return value instanceof RenderedImage image
        ? Output.result("image/png", png(image))
        : Output.result("text/plain", value.toString());
  }

  private static String png(RenderedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @Override
  public void close() {
    shell.close();
  }
}

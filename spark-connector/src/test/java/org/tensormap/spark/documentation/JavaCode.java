package org.tensormap.spark.documentation;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;

/**
 * Java of the documentation: the statements of a method. The imports below are taken for granted,
 * and so is a session, {@code spark}.
 */
final class JavaCode {
  private static final String CLASS = "Statements";
  private static final String METHOD = "run";

  private static final List<String> IMPORTS =
      List.of(
          "ai.djl.Device",
          "ai.djl.ndarray.NDArray",
          "ai.djl.ndarray.index.NDIndex",
          "ai.djl.ndarray.types.Shape",
          "java.nio.file.Path",
          "java.util.*",
          "org.apache.spark.ml.*",
          "org.apache.spark.sql.*",
          "org.apache.spark.sql.streaming.Trigger",
          "org.tensormap.*",
          "org.tensormap.display.Html",
          "org.tensormap.io.*",
          "org.tensormap.operations.*",
          "org.tensormap.spark.ml.*",
          "org.tensormap.spark.plot.*",
          "org.tensormap.torchscript.*");

  private final Path classes;

  private JavaCode(Path classes) {
    this.classes = classes;
  }

  /**
   * Compiles statements.
   *
   * @param place where they are, for messages
   * @param code the statements, the first line of which is line 2 in messages
   * @param classes a directory to make, for the result
   */
  static JavaCode compile(String place, String code, Path classes) throws IOException {
    Files.createDirectory(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(messages, null, null)) {
      boolean compiles =
          compiler
              .getTask(null, files, messages, options(classes), null, List.of(source(code)))
              .call();
      if (!compiles) {
        throw new AssertionError(place + "\n" + text(messages.getDiagnostics()));
      }
    }
    return new JavaCode(classes);
  }

  private static List<String> options(Path classes) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of("-d", classes.toString(), "-classpath", classPath, "-proc:none");
  }

  private static JavaFileObject source(String statements) {
    String imports =
        IMPORTS.stream().map(name -> "import " + name + "; ").collect(Collectors.joining());
    String text =
        imports
            + ("public final class " + CLASS + " { public static void " + METHOD)
            + "(SparkSession spark) throws Exception {\n"
            + statements
            + "\n}}";
    URI name = URI.create("string:///" + CLASS + JavaFileObject.Kind.SOURCE.extension);
    return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static String text(List<Diagnostic<? extends JavaFileObject>> messages) {
    return messages.stream()
        .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  /** Runs the statements. */
  void run(SparkSession spark) throws Exception {
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, JavaCode.class.getClassLoader())) {
      loader.loadClass(CLASS).getMethod(METHOD, SparkSession.class).invoke(null, spark);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }
}

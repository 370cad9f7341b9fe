package org.tensormap.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Spark as it is installed on a cluster: the jars of the Spark that these tests run with, and
 * nothing of ours.
 *
 * @param directory what {@code SPARK_HOME} would name
 */
record SparkHome(Path directory) {
  /** How the jars on the class path of these tests are called that are not a part of Spark. */
  private static final Pattern NOT_OF_SPARK =
      Pattern.compile(
          "(tensormap|api-|pytorch|jna|picocli|junit|assertj|jmh|hadoop-client-minicluster).*");

  /**
   * Makes an installation of links to the jars in Maven's repository.
   *
   * @param directory where to make it
   */
  static SparkHome install(Path directory) throws IOException {
    Path jars = Files.createDirectories(directory.resolve("jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      String name = jar.getFileName().toString();
      if (name.endsWith(".jar") && !NOT_OF_SPARK.matcher(name).matches()) {
        Files.createSymbolicLink(jars.resolve(name), jar);
      }
    }
    return new SparkHome(directory);
  }

  /**
   * Starts one of Spark's own programs.
   *
   * @param log where its output goes
   * @param mainClass the program
   * @param arguments its arguments
   */
  Process start(Path log, String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forSpark());
    command.add("-Xmx512m");
    command.addAll(List.of("-cp", directory.resolve("jars") + File.separator + "*", mainClass));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", directory.toString(),
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_SCALA_VERSION", System.getProperty("tensormap.scala")));
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}

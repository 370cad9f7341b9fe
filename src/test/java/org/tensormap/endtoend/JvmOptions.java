package org.tensormap.endtoend;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The options of the JVM that these tests run in, for JVMs that they start. */
final class JvmOptions {
  private JvmOptions() {}

  /** What Spark needs to run on Java 17 and later, without sizes of memory and agents. */
  static List<String> forSpark() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-Xm") && !argument.startsWith("-javaagent"))
        .toList();
  }
}

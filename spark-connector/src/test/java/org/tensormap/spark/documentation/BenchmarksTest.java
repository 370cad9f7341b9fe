package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The benchmarks on the page about performance, compared with those that there are. */
class BenchmarksTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Benchmark)`");
  private static final Pattern FILE = Pattern.compile("(\\w+Benchmark)\\.java");

  @Test
  void everyBenchmarkIsOnThePageAndNoOther() throws IOException {
    Set<String> named = new TreeSet<>();
    NAMED
        .matcher(Page.of("docs/performance.md").text())
        .results()
        .forEach(match -> named.add(match.group(1)));

    assertThat(named).containsExactlyInAnyOrderElementsOf(benchmarks());
  }

  private static Set<String> benchmarks() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String module : new String[] {"core", "arrow-io", "spark-connector"}) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        found.addAll(
            files
                .map(file -> FILE.matcher(file.getFileName().toString()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toSet()));
      }
    }
    return found;
  }
}

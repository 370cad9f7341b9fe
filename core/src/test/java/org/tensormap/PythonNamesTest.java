package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensormap.operations.Arithmetic;
import org.tensormap.operations.BlockSelection;
import org.tensormap.operations.Checks;
import org.tensormap.operations.Comparisons;
import org.tensormap.operations.Creation;
import org.tensormap.operations.Dimensions;
import org.tensormap.operations.Gradients;
import org.tensormap.operations.Joining;
import org.tensormap.operations.Layout;
import org.tensormap.operations.LinearAlgebra;
import org.tensormap.operations.Metadata;
import org.tensormap.operations.Reductions;
import org.tensormap.operations.Slicing;
import org.tensormap.operations.Sorting;

/**
 * The tables in package documentation from Python names to Java names; the compiler checks that the
 * Java names exist.
 */
class PythonNamesTest {
  private static final Pattern ROW =
      Pattern.compile("<tr><td>\\{@code ([^}]+)\\}</td><td>\\{@link ([^}]+)\\}</td></tr>");

  /** The reference's conversion between kinds of arrays and devices is a method of maps. */
  private static final Set<String> WITHOUT_PYTHON_NAME = Set.of("Layout#to");

  @Test
  void everyClassOfPythonIsInTheTable() throws Exception {
    assertThat(column(table("src/main/java/org/tensormap/package-info.java"), 1))
        .containsAll(names("core.txt"));
  }

  @Test
  void everyOperationOfPythonIsInTheTable() throws Exception {
    assertThat(column(table("src/main/java/org/tensormap/operations/package-info.java"), 1))
        .containsExactlyInAnyOrderElementsOf(names("operations.txt"));
  }

  @Test
  void everyOperationOfJavaIsInTheTable() throws Exception {
    Set<String> methods =
        Stream.of(
                Arithmetic.class,
                BlockSelection.class,
                Checks.class,
                Comparisons.class,
                Creation.class,
                Dimensions.class,
                Gradients.class,
                Joining.class,
                Layout.class,
                LinearAlgebra.class,
                Metadata.class,
                Reductions.class,
                Slicing.class,
                Sorting.class)
            .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(PythonNamesTest::name)
            .filter(name -> !WITHOUT_PYTHON_NAME.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> linked =
        new TreeSet<>(column(table("src/main/java/org/tensormap/operations/package-info.java"), 2));
    linked.remove("NotEqualException");
    assertThat(linked).isEqualTo(methods);
  }

  @Test
  void theDocumentationHasTheSameTables() throws Exception {
    Set<String> rows = new TreeSet<>();
    for (String file :
        List.of(
            "src/main/java/org/tensormap/package-info.java",
            "src/main/java/org/tensormap/operations/package-info.java")) {
      table(file)
          .results()
          .map(row -> "| `" + row.group(1) + "` | `" + plainName(row.group(2)) + "` |")
          .forEach(rows::add);
    }
    assertThat(Files.readAllLines(Path.of("../docs/java-api.md"))).containsAll(rows);
  }

  /** A link of Javadoc as somebody would write it: without packages, and a dot before a method. */
  private static String plainName(String link) {
    return link.replaceAll("[a-z]+\\.(?=[a-zA-Z])", "")
        .replaceAll("\\b(\\w+)#\\1\\b", "new $1")
        .replace('#', '.');
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "#" + method.getName();
  }

  private static Matcher table(String file) throws IOException {
    String text = Files.readString(Path.of(file)).replaceAll("\\n \\* ?", " ");
    return ROW.matcher(text);
  }

  private static List<String> column(Matcher rows, int group) {
    return rows.results().map(row -> row.group(group)).toList();
  }

  private static List<String> names(String resource) throws IOException, URISyntaxException {
    return Files.readAllLines(
        Path.of(PythonNamesTest.class.getResource("/python-names/" + resource).toURI()));
  }
}

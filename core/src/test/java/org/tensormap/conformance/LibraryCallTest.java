package org.tensormap.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;

/** That a recorded call of any function of the reference can be replayed. */
class LibraryCallTest {
  /** A type of exceptions, and what changes the state of the whole process. */
  private static final Set<String> NO_RECORDED_OPERATIONS =
      Set.of("NotEqualError", "unsafe_enable_checks", "unsafe_disable_checks");

  @Test
  void everyOperationOfPythonIsMapped() throws Exception {
    assertThat(LibraryCall.all())
        .extracting(LibraryCall::name)
        .doesNotHaveDuplicates()
        .containsAll(
            names("operations.txt")
                .filter(name -> !NO_RECORDED_OPERATIONS.contains(name))
                .map(name -> "operations." + name)
                .toList());
  }

  @Test
  void everyMethodOfPythonWithRecordableValuesIsMapped() throws Exception {
    assertThat(LibraryCall.all())
        .extracting(LibraryCall::name)
        .containsAll(names("core.txt").filter(LibraryCallTest::hasRecordableValues).toList());
  }

  /** Cases have no entries of labels, files, iterators and types of values. */
  private static boolean hasRecordableValues(String name) {
    return !name.startsWith("LabelsEntry.")
        && !name.matches("(load|save)(_.*)?|.*\\.(load|save|dtype|items|entry|to)")
        && !name.matches(".*\\.__(copy|deepcopy|iter|getitem|repr)__");
  }

  @Test
  void argumentsAreBoundByPositionAndName() throws IOException {
    try (HostNDManager manager = HostNDManager.newManager()) {
      LibraryCall range = LibraryCall.find("Labels.range").orElseThrow();

      assertThat(range.replay(List.of("a"), Map.of("end", 3L), manager))
          .isEqualTo(Labels.range("a", 3));
      assertThatThrownBy(() -> range.replay(List.of("a"), Map.of("stop", 3L), manager))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not mapped");
      assertThatThrownBy(() -> range.replay(List.of("a", 3L, 1L), Map.of(), manager))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not mapped");
    }
  }

  private static Stream<String> names(String resource) throws IOException, URISyntaxException {
    return Files.readAllLines(
        Path.of(LibraryCallTest.class.getResource("/python-names/" + resource).toURI()))
        .stream();
  }
}

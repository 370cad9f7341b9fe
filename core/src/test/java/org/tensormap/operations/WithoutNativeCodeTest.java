package org.tensormap.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorMap;

/** Runs a JVM that moves values in host memory, and then tells which libraries it has. */
@EnabledOnOs(OS.LINUX)
class WithoutNativeCodeTest {
  @TempDir Path directory;

  @Test
  void movingValuesInHostMemoryLoadsNoLibtorch() throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    assertThat(lines).anyMatch(line -> line.contains("libjvm"));
    assertThat(lines).noneMatch(line -> line.matches(".*(torch|djl).*\\.so.*"));
  }

  /** What is run in a JVM of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (HostNDManager manager = HostNDManager.newManager()) {
        TensorMap map = new RandomMaps(1, manager).alike().map();
        map.keysToProperties("center");
        map.keysToSamples("center");
        map.componentsToProperties("m");
        map.copy();
        Labels system = new Labels(List.of("system"), new int[][] {{1}, {2}});
        TensorMap slice = Slicing.slice(map, Axis.SAMPLES, system);
        Joining.join(List.of(slice, map), Axis.SAMPLES, DifferentKeys.ERROR, "which");
        Sorting.sort(map, EnumSet.of(Axis.KEYS, Axis.SAMPLES, Axis.PROPERTIES), true);
        Dimensions.appendDimension(map, Axis.SAMPLES, "new", 1);
        BlockSelection.dropEmptyBlocks(map);
        Gradients.removeGradients(map);
        Metadata.uniqueMetadata(map, Axis.SAMPLES, List.of("system"));
        Creation.onesLike(map);
      }
      try (Stream<String> libraries = Files.lines(Path.of("/proc/self/maps"))) {
        libraries.forEach(System.out::println);
      }
    }
  }
}

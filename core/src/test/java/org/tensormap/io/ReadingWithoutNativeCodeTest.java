package org.tensormap.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Runs a JVM that loads, looks at and saves a map, and then tells which libraries it has. */
@EnabledOnOs(OS.LINUX)
class ReadingWithoutNativeCodeTest {
  private static final String FEATURES = "src/test/resources/molecules/features/part-00000.mts";

  @TempDir Path directory;

  @Test
  void loadingValuesAndSavingThemLoadsNoLibtorch() throws Exception {
    List<String> withoutComputing = run("read");
    List<String> withComputing = run("compute");

    assertThat(withoutComputing).anyMatch(line -> line.contains("libjvm"));
    assertThat(withoutComputing).noneMatch(line -> line.matches(".*(torch|djl).*\\.so.*"));
    assertThat(withComputing).anyMatch(line -> line.matches(".*torch.*\\.so.*"));
  }

  private List<String> run(String what) throws IOException, InterruptedException {
    Path output = directory.resolve(what + ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                what,
                FEATURES,
                directory.resolve("copy.mts").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  /** What is run in a JVM of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (HostNDManager manager = HostNDManager.newManager()) {
        TensorMap map = Mts.load(Path.of(arguments[1]), manager);
        double sum = 0;
        for (TensorBlock block : map.blocks()) {
          for (double value : block.values().toDoubleArray()) {
            sum += value;
          }
        }
        Mts.save(Path.of(arguments[2]), map);
        Mts.loadBuffer(ByteBuffer.wrap(Mts.saveBuffer(map)), manager).close();
        System.out.println(map + "\nsum of all values: " + sum);
        if (arguments[0].equals("compute")) {
          System.out.println(map.block(0).values().sum());
        }
      }
      try (Stream<String> libraries = Files.lines(Path.of("/proc/self/maps"))) {
        libraries.forEach(System.out::println);
      }
    }
  }
}

package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.cli.TensorMapCommand;

/** A write for which there is not enough room. */
@EnabledOnOs(OS.LINUX)
class FullDiskIT {
  /** No file may be longer: enough for what Spark writes, too little for a shard of features. */
  private static final int KILOBYTES = 128;

  @TempDir private Path directory;

  /** Unpacks PyTorch's libraries, if nobody has done so before: they are larger. */
  @BeforeAll
  static void unpackLibraries() {
    Engine.getEngine("PyTorch");
  }

  @Test
  void aWriteThatFailsLeavesTheDatasetAsItWas() throws Exception {
    Path dataset = directory.resolve("dataset");
    Generations.write(TestSession.get(), dataset.toString(), 7, SaveMode.ErrorIfExists);
    List<Path> before = files(dataset);

    Path log = directory.resolve("command.log");
    int status = overwriteWithFeatures(dataset, log);

    assertThat(status).as(Files.readString(log)).isEqualTo(1);
    assertThat(Files.readString(log)).contains("error: ").contains("File too large");
    assertThat(files(dataset)).isEqualTo(before);
    assertThat(Generations.read(TestSession.get(), dataset.toString())).containsExactly(7);
  }

  /** Featurizes in a process whose files can not grow beyond the limit. */
  private static int overwriteWithFeatures(Path dataset, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -f " + KILOBYTES + " && exec \"$@\"", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forSpark());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            TensorMapCommand.class.getName(),
            "featurize",
            "--model",
            Molecules.FEATURIZER.toString(),
            "--input",
            Molecules.INPUT.toString(),
            "--columns",
            "types,positions,system",
            "--mode",
            "overwrite",
            "--output",
            dataset.toString(),
            "--master",
            "local[2]"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }

  private static List<Path> files(Path dataset) throws IOException {
    try (var files = Files.walk(dataset)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

package org.tensormap.io;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Time to load and save files in the page cache: 256 MB in 8 blocks, and 10 MB in 2,000 blocks.
 *
 * <p>Run it with
 *
 * <pre>{@code
 * mvn -B -ntp -q -pl core test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-cp %classpath org.openjdk.jmh.Main MtsBenchmark"
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class MtsBenchmark {
  private Path directory;
  private Path large;
  private Path small;
  private Path target;
  private HostNDManager manager;
  private NDManager pyTorch;
  private TensorMap largeMap;
  private TensorMap smallMap;

  /**
   * Writes the files.
   *
   * @throws IOException if there is no room for them
   */
  @Setup
  public void writeFiles() throws IOException {
    directory = Files.createTempDirectory("mts-benchmark");
    large = directory.resolve("large.mts");
    small = directory.resolve("small.mts");
    target = directory.resolve("target.mts");
    manager = HostNDManager.newManager();
    pyTorch = NDManager.newBaseManager("PyTorch");
    largeMap = map(8, 8192, 512);
    smallMap = map(2000, 40, 16);
    Mts.save(large, largeMap);
    Mts.save(small, smallMap);
  }

  /**
   * Removes the files.
   *
   * @throws IOException if they can not be removed
   */
  @TearDown
  public void removeFiles() throws IOException {
    manager.close();
    pyTorch.close();
    for (Path file : List.of(large, small, target, directory)) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Loads 256 MB from a mapped file and reads every value.
   *
   * @return something that depends on every value
   * @throws IOException if the file can not be read
   */
  @Benchmark
  public long loadLargeAndTouchEveryValue() throws IOException {
    try (HostNDManager scope = HostNDManager.newManager()) {
      long result = 0;
      for (TensorBlock block : Mts.load(large, scope).blocks()) {
        LongBuffer values = block.values().toByteBuffer(true).asLongBuffer();
        for (int i = 0; i < values.limit(); i++) {
          result += values.get(i);
        }
      }
      return result;
    }
  }

  /**
   * Loads 256 MB into PyTorch's memory.
   *
   * @return the number of blocks
   * @throws IOException if the file can not be read
   */
  @Benchmark
  public int loadLargeIntoPyTorch() throws IOException {
    try (NDManager scope = pyTorch.newSubManager()) {
      return Mts.load(large, scope).size();
    }
  }

  /**
   * Loads 2,000 blocks from a mapped file.
   *
   * @return the number of blocks
   * @throws IOException if the file can not be read
   */
  @Benchmark
  public int loadSmall() throws IOException {
    try (HostNDManager scope = HostNDManager.newManager()) {
      return Mts.load(small, scope).size();
    }
  }

  /** A name that no file has. */
  @State(Scope.Benchmark)
  public static class NewFile {
    private Path path;

    /**
     * Removes the file of the last call.
     *
     * @throws IOException if it can not be removed
     */
    @Setup(Level.Invocation)
    public void remove() throws IOException {
      if (path == null) {
        path = Files.createTempFile("mts-benchmark", ".mts");
      }
      Files.deleteIfExists(path);
    }

    /**
     * Removes the file.
     *
     * @throws IOException if it can not be removed
     */
    @TearDown
    public void removeLast() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Saves 256 MB to a new file.
   *
   * @param file the file
   * @throws IOException if the file can not be written
   */
  @Benchmark
  public void saveLarge(NewFile file) throws IOException {
    Mts.save(file.path, largeMap);
  }

  /**
   * Replaces a file of 256 MB. Some file systems, ext4 among them, start to write the new file to
   * the disk before they let go of the old one, which takes longer than all the rest.
   *
   * @throws IOException if the file can not be written
   */
  @Benchmark
  public void replaceLarge() throws IOException {
    Mts.save(target, largeMap);
  }

  /**
   * Saves 2,000 blocks.
   *
   * @throws IOException if the file can not be written
   */
  @Benchmark
  public void saveSmall() throws IOException {
    Mts.save(target, smallMap);
  }

  private TensorMap map(int blockCount, int samples, int properties) {
    List<TensorBlock> blocks = new ArrayList<>();
    for (int block = 0; block < blockCount; block++) {
      int[] rows = new int[2 * samples];
      for (int i = 0; i < samples; i++) {
        rows[2 * i] = block;
        rows[2 * i + 1] = i;
      }
      blocks.add(
          new TensorBlock(
              TestMaps.random(manager, DataType.FLOAT64, samples, properties),
              new Labels(List.of("system", "atom"), rows),
              List.of(),
              Labels.range("n", properties)));
    }
    return new TensorMap(Labels.range("key", blockCount), blocks);
  }
}

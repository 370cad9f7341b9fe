package org.tensormap;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Merging of blocks whose values are in host memory: eight blocks of 32 MB, or two thousand of 5 kB
 * that become twenty.
 *
 * <p>Run it with
 *
 * <pre>{@code
 * mvn -B -ntp -q -pl core test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-cp %classpath org.openjdk.jmh.Main KeysMoveBenchmark"
 * }</pre>
 *
 * <p>The memory is limited, so that calls use that of earlier ones again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms600m", "-Xmx600m", "-XX:MaxDirectMemorySize=1g"})
public class KeysMoveBenchmark {
  /** How many blocks there are. */
  @Param({"8", "2000"})
  public int blocks;

  private HostNDManager manager;
  private TensorMap map;

  @Setup
  public void makeMap() {
    manager = HostNDManager.newManager();
    int samples = blocks == 8 ? 20_000 : 40;
    int properties = blocks == 8 ? 200 : 16;
    int kept = blocks == 8 ? 1 : 20;
    int[] keys = new int[2 * blocks];
    for (int i = 0; i < blocks; i++) {
      keys[2 * i] = i % kept;
      keys[2 * i + 1] = i / kept;
    }
    Labels blockProperties = Labels.range("n", properties);
    map =
        new TensorMap(
            new Labels(List.of("center", "neighbor"), keys),
            IntStream.range(0, blocks).mapToObj(i -> block(samples, blockProperties, i)).toList());
  }

  private TensorBlock block(int samples, Labels properties, int number) {
    int[] entries = new int[2 * samples];
    for (int i = 0; i < samples; i++) {
      // Every block lacks some samples that others have.
      entries[2 * i] = (i + i / 50 + number % 2) / 20;
      entries[2 * i + 1] = (i + i / 50 + number % 2) % 20;
    }
    return new TensorBlock(
        manager.create(new Shape(samples, properties.size()), DataType.FLOAT64),
        new Labels(List.of("system", "atom"), entries),
        List.of(),
        properties);
  }

  /** Makes properties of a dimension of the keys. */
  @Benchmark
  public long keysToProperties() {
    try (TensorMap moved = map.keysToProperties("neighbor")) {
      return moved.block(0).values().size();
    }
  }

  /** Makes samples of a dimension of the keys. */
  @Benchmark
  public long keysToSamples() {
    try (TensorMap moved = map.keysToSamples("neighbor")) {
      return moved.block(0).values().size();
    }
  }
}

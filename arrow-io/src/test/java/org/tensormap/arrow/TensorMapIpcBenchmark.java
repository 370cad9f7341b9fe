package org.tensormap.arrow;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
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
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * How long it takes to write and read a tensor map, and to copy as many bytes.
 *
 * <p>Run with:
 *
 * <pre>{@code
 * mvn -q -pl arrow-io -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp arrow-io/target/test-classes:arrow-io/target/classes:$(cat arrow-io/target/classpath) \
 *     org.openjdk.jmh.Main TensorMapIpcBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class TensorMapIpcBenchmark {
  private static final int PROPERTIES = 12;

  /** The blocks of the map: like those of atomistic features, or fewer and larger. */
  @Param({"121", "8"})
  public int blocks;

  /** The samples of each block; several blocks share them. */
  @Param({"20", "10000"})
  public int samples;

  private TensorMap map;
  private byte[] bytes;

  /** Makes the map and its bytes. */
  @Setup
  public void setUp() {
    NDManager manager = HostNDManager.newManager();
    Labels properties = Labels.range("n", PROPERTIES);
    List<Labels> sampleLabels =
        IntStream.range(0, 11)
            .mapToObj(
                center ->
                    new Labels(
                        List.of("system", "atom"),
                        IntStream.range(0, 2 * samples)
                            .map(i -> i % 2 == 0 ? i / 8 : center + i)
                            .toArray()))
            .toList();
    List<TensorBlock> all = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      all.add(
          Maps.block(
              manager,
              DataType.FLOAT64,
              sampleLabels.get(i % sampleLabels.size()),
              List.of(),
              properties,
              i));
    }
    map = new TensorMap(Labels.range("center_type", blocks), all);
    bytes = TensorMapIpc.toBytes(map);
  }

  /**
   * Writes the map.
   *
   * @return the stream
   */
  @Benchmark
  public byte[] encode() {
    return TensorMapIpc.toBytes(map);
  }

  /**
   * Reads the map, and closes it.
   *
   * @return the number of blocks
   */
  @Benchmark
  public int decode() {
    try (NDManager manager = HostNDManager.newManager();
        TensorMap read = TensorMapIpc.fromBytes(bytes, manager)) {
      return read.size();
    }
  }

  /**
   * Copies the bytes of the stream: what reading and writing can not be faster than.
   *
   * @return the copy
   */
  @Benchmark
  public byte[] copy() {
    return bytes.clone();
  }
}

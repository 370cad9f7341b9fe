package org.tensormap.arrow;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

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
  /** Features of molecules in 121 small blocks, or 8 blocks of 8 MB each. */
  @Param({"molecules", "large"})
  public String kind;

  private TensorMap map;
  private byte[] bytes;

  /**
   * Makes the map and its bytes.
   *
   * @throws IOException if the molecules can not be read
   */
  @Setup
  public void setUp() throws IOException {
    NDManager manager = HostNDManager.newManager();
    map =
        kind.equals("molecules")
            ? Mts.loadBuffer(ByteBuffer.wrap(Maps.moleculesMts("part-00000.mts")), manager)
            : Maps.features(manager, 8, 10_000, 100);
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
   * Reads the map, and closes its manager.
   *
   * @return the number of blocks
   */
  @Benchmark
  public int decode() {
    try (NDManager manager = HostNDManager.newManager()) {
      return TensorMapIpc.fromBytes(bytes, manager).size();
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

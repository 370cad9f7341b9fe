package org.tensormap;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Labels in host memory: creation, set operations and selection of a million entries.
 *
 * <p>Run it with
 *
 * <pre>{@code
 * mvn -B -ntp -q -pl core test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-cp %classpath org.openjdk.jmh.Main LabelsBenchmark"
 * }</pre>
 *
 * <p>Every call of a set operation gets labels that were never searched before, so that the time of
 * building tables is counted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class LabelsBenchmark {
  private static final int ENTRIES = 1_000_000;
  private static final List<String> NAMES = List.of("system", "atom");

  /** Entries on a grid (as systems and atoms are), or far apart. */
  @Param({"grid", "sparse"})
  public String kind;

  private int[] sorted;
  private int[] shuffled;
  private int[] wanted;
  private Labels first;
  private Labels second;
  private Labels selection;

  @Setup
  public void makeValues() {
    sorted = new int[2 * ENTRIES];
    shuffled = new int[ENTRIES];
    Random random = new Random(1);
    for (int i = 0; i < ENTRIES; i++) {
      sorted[2 * i] = kind.equals("grid") ? i / 100 : i / 100 * 1000 + random.nextInt(1000);
      sorted[2 * i + 1] = kind.equals("grid") ? i % 100 : i % 100 * 70_000;
      if (i % 100 != 0) {
        sorted[2 * i] = sorted[2 * i - 2];
      }
    }
    int[] order = random.ints(0, ENTRIES * 2).distinct().limit(ENTRIES / 2).toArray();
    for (int i = 0; i < ENTRIES / 2; i++) {
      int row = order[i];
      boolean known = row < ENTRIES;
      shuffled[2 * i] = known ? sorted[2 * row] : sorted[2 * (row - ENTRIES)];
      shuffled[2 * i + 1] =
          known
              ? sorted[2 * row + 1]
              : sorted[2 * (row - ENTRIES) + 1] + (kind.equals("grid") ? 100 : 1);
    }
    wanted = new int[7_000];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = sorted[2 * (i * 140)];
    }
  }

  @Setup(Level.Invocation)
  public void makeLabels() {
    first = Labels.assumeUnique(NAMES, sorted);
    second = Labels.assumeUnique(NAMES, shuffled);
    selection = Labels.assumeUnique(List.of("system"), wanted);
  }

  @Benchmark
  public Labels create() {
    return new Labels(NAMES, sorted);
  }

  @Benchmark
  public Labels createShuffled() {
    return new Labels(NAMES, shuffled);
  }

  @Benchmark
  public LabelsMapping unionAndMapping() {
    return first.unionAndMapping(second);
  }

  @Benchmark
  public Labels intersection() {
    return first.intersection(second);
  }

  @Benchmark
  public Labels difference() {
    return first.difference(second);
  }

  @Benchmark
  public int[] select() {
    return first.select(selection);
  }
}

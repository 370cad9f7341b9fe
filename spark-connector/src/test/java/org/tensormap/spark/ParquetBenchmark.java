package org.tensormap.spark;

import static org.apache.spark.sql.functions.col;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/**
 * Compares scans and writes of tensor maps with those of Parquet files that hold the same data, in
 * one session, best of several runs each. On a busy machine the time of the processor tells more
 * than that of the clock.
 *
 * <p>Run with the directory for the data (about 1 GB) as the argument, and with the names of lines
 * if only these are wanted:
 *
 * <pre>{@code
 * mvn -q -pl spark-connector -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java $(mvn -q help:evaluate -Dexpression=spark.jvm.options -DforceStdout) -Xmx3g \
 *     -cp spark-connector/target/test-classes:spark-connector/target/classes:$(cat spark-connector/target/classpath) \
 *     org.tensormap.spark.ParquetBenchmark DIR [LINE ...]
 * }</pre>
 */
public final class ParquetBenchmark {
  private static final int ROWS = 100_000;
  private static final int PROPERTIES = 1000;
  private static final int BLOCKS = 100;
  private static final int SHARDS = 8;
  private static final int LEAST_RUNS = 8;

  /** Short queries are repeated until the JVM has compiled what they use. */
  private static final double LEAST_SECONDS = 10;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final SparkSession spark;
  private final Path tensormap;
  private final Path parquet;

  /** The rows of the first shard, a row per value. */
  private final Path parquetValues;

  private final Path copies;

  /** The lines to print; none for all. */
  private final List<String> lines;

  private ParquetBenchmark(SparkSession spark, Path directory, List<String> lines) {
    this.spark = spark;
    this.lines = lines;
    this.tensormap = directory.resolve("tensormap");
    this.parquet = directory.resolve("parquet");
    this.parquetValues = directory.resolve("parquet-values");
    this.copies = directory.resolve("copies");
  }

  /**
   * Runs comparisons and prints one line for each.
   *
   * @param arguments the directory for the data, which is made if it is missing, and the names of
   *     the lines that are wanted; all if there are none
   * @throws IOException if the data can not be written
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.log.level", "WARN")
            .getOrCreate();
    ParquetBenchmark benchmark =
        new ParquetBenchmark(
            spark, Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
    benchmark.prepare();
    benchmark.run();
    spark.stop();
  }

  private void prepare() throws IOException {
    if (!Files.exists(tensormap)) {
      Files.createDirectories(tensormap);
      for (int shard = 0; shard < SHARDS; shard++) {
        writeShard(shard);
      }
    }
    if (!Files.exists(parquet)) {
      samples().write().parquet(parquet.toString());
    }
    if (!Files.exists(parquetValues)) {
      values().write().parquet(parquetValues.toString());
    }
  }

  private void run() {
    Dataset<Row> columns = spark.read().parquet(parquet.toString());
    System.out.printf(
        Locale.ROOT,
        "a query without data takes %.3f s%n",
        best(() -> spark.range(ROWS).selectExpr("sum(id)").collect()).seconds);
    compare("full scan", ParquetBenchmark::drain, samples(), columns);
    compare(
        "one property", data -> data.selectExpr("sum(values[3])").collect(), samples(), columns);
    compare("one key", data -> drain(data.where("key = 7")), samples(), columns);
    compare("labels", data -> data.selectExpr("sum(atom)").collect(), samples(), columns);
    compare(
        "values",
        data -> data.groupBy("key").avg("value").collect(),
        values(),
        spark.read().parquet(parquetValues.toString()));
    compare(
        "shuffle maps",
        () -> drain(tensorMaps().repartition(col("bounds.atom.min"))),
        () -> drain(columns.repartition(col("atom"))));
    compare(
        "shuffle blocks",
        () -> drain(blocks().repartition(col("key"))),
        () -> drain(columns.repartition(col("key"))));
    for (String distribution : List.of("none", "hash")) {
      compare(
          "write " + distribution,
          () -> write(columns, distribution),
          () -> columns.write().mode("overwrite").parquet(copies.resolve("parquet").toString()));
    }
  }

  /** Files of earlier runs do not stay, as they would where old versions can be read. */
  private void write(Dataset<Row> rows, String distribution) {
    Path target = copies.resolve("tensormap");
    FileUtil.fullyDelete(target.toFile());
    rows.write()
        .format("tensormap")
        .option("distribution", distribution)
        .option("keys", "key")
        .option("samples", "system,atom")
        .save(target.toString());
  }

  private void compare(
      String what,
      java.util.function.Consumer<Dataset<Row>> work,
      Dataset<Row> ours,
      Dataset<Row> theirs) {
    compare(what, () -> work.accept(ours), () -> work.accept(theirs));
  }

  private void compare(String what, Runnable ours, Runnable theirs) {
    if (!lines.isEmpty() && !lines.contains(what)) {
      return;
    }
    Cost cost = best(ours);
    Cost parquetCost = best(theirs);
    System.out.printf(
        Locale.ROOT,
        "%-15s %.3f s, parquet %.3f s: %.1f times as fast (processor %.3f s, %.3f s: %.1f)%n",
        what,
        cost.seconds,
        parquetCost.seconds,
        parquetCost.seconds / cost.seconds,
        cost.processorSeconds,
        parquetCost.processorSeconds,
        parquetCost.processorSeconds / cost.processorSeconds);
  }

  /** The least of several runs. */
  private static Cost best(Runnable work) {
    double seconds = Double.MAX_VALUE;
    double processorSeconds = Double.MAX_VALUE;
    long first = System.nanoTime();
    for (int run = 0; run < LEAST_RUNS || secondsSince(first) < LEAST_SECONDS; run++) {
      long processorStart = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      seconds = Math.min(seconds, secondsSince(start));
      processorSeconds =
          Math.min(processorSeconds, (PROCESS.getProcessCpuTime() - processorStart) / 1e9);
    }
    return new Cost(seconds, processorSeconds);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private record Cost(double seconds, double processorSeconds) {}

  private static void drain(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private Dataset<Row> samples() {
    return spark.read().format("tensormap").load(tensormap.toString());
  }

  /** A row per value of the first shard. */
  private Dataset<Row> values() {
    return inLayout("values").load(tensormap.resolve("part-0.mts").toString());
  }

  /** A row per number of an atom and shard, with a tensor map of its samples. */
  private Dataset<Row> tensorMaps() {
    return inLayout("tensormap").option("groupBy", "atom").load(tensormap.toString());
  }

  /** A row per block. */
  private Dataset<Row> blocks() {
    return inLayout("blocks").load(tensormap.toString());
  }

  private DataFrameReader inLayout(String layout) {
    return spark.read().format("tensormap").option("layout", layout);
  }

  private void writeShard(int shard) throws IOException {
    int rows = ROWS / SHARDS / BLOCKS;
    SplittableRandom random = new SplittableRandom(shard);
    try (HostNDManager manager = HostNDManager.newManager()) {
      Labels properties = Labels.range("property", PROPERTIES);
      List<TensorBlock> blocks =
          IntStream.range(0, BLOCKS)
              .mapToObj(
                  block -> {
                    ByteBuffer values =
                        ByteBuffer.allocateDirect(4 * rows * PROPERTIES)
                            .order(ByteOrder.nativeOrder());
                    while (values.hasRemaining()) {
                      values.putFloat((float) random.nextDouble());
                    }
                    int[][] samples =
                        IntStream.range(0, rows)
                            .mapToObj(row -> new int[] {shard, row})
                            .toArray(int[][]::new);
                    return new TensorBlock(
                        manager.create(
                            values.rewind(), new Shape(rows, PROPERTIES), DataType.FLOAT32),
                        new Labels(List.of("system", "atom"), samples),
                        List.of(),
                        properties);
                  })
              .toList();
      try (TensorMap map = new TensorMap(Labels.range("key", BLOCKS), blocks)) {
        Mts.save(tensormap.resolve("part-" + shard + ".mts"), map);
      }
    }
  }
}

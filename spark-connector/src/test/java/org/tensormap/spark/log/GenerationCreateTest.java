package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TestSession;

/** Datasets on Google Cloud Storage, through its connector for Hadoop. */
class GenerationCreateTest {
  private static final int WRITERS = 4;
  private static final Commit EMPTY =
      new Commit(Operation.CREATE, Commit.NO_VERSION, Optional.empty(), List.of());

  private final SparkSession spark = TestSession.get();
  private GoogleStore store;

  @BeforeEach
  void startStore() throws IOException {
    Assumptions.assumeTrue(
        VersionInfo.getVersion().startsWith("3.4."),
        "the connector can not read the settings of another Hadoop");
    store = new GoogleStore();
  }

  @AfterEach
  void stopStore() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void datasetsAreWrittenAppendedAndRead() {
    Dataset<Row> features = spark.read().format("tensormap").load(Molecules.features().toString());
    write(features, "features", "overwrite", Map.of());
    write(
        features.withColumn("system", features.col("system").plus(1000)),
        "features",
        "append",
        Map.of());

    assertThat(read("features").count()).isEqualTo(2 * features.count());
    assertThat(carbon(read("features"), 1003)).isEqualTo(carbon(features, 3)).isNotEmpty();
  }

  @Test
  void ofWritersAtTheSameTimeNoneLosesItsRows() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writes = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Dataset<Row> row =
          spark.sql("SELECT 1 AS type, %d AS system, array(1.0D) AS values".formatted(writer));
      writes.add(
          threads.submit(
              () ->
                  write(
                      row,
                      "shared",
                      "append",
                      Map.of("keys", "type", "samples", "system", "properties", "charge:1"))));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    threads.shutdown();

    assertThat(read("shared").select("system").distinct().count()).isEqualTo(WRITERS);
    assertThat(log("shared").latestVersion()).hasValue(WRITERS - 1);
  }

  @Test
  void aVersionWhoseCreationWasNotAnsweredIsKnownAsOnesOwn() throws IOException {
    store.unanswered = "00000000000000000000.json";

    assertThat(log("dataset").commit(EMPTY)).isZero();

    assertThat(store.unanswered).isNull();
    assertThat(store.names()).containsExactly("dataset/_tensormap/00000000000000000000.json");
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Storage storage = storage("dataset");
    Path file = storage.resolve("file");
    AtomicCreate.on(storage).create(file, new byte[] {1});

    assertThatThrownBy(() -> AtomicCreate.on(storage).create(file, new byte[] {2, 3}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(storage.fileSystem().getFileStatus(file).getLen()).isEqualTo(1);
  }

  @Test
  void anInterruptedWriterMakesItsFileWhole() throws IOException {
    Storage storage = storage("dataset");
    byte[] content = new byte[1_000_000];
    Thread.currentThread().interrupt();

    AtomicCreate.on(storage).create(storage.resolve("file"), content);

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(storage.fileSystem().getFileStatus(storage.resolve("file")).getLen())
        .isEqualTo(content.length);
  }

  private void write(Dataset<Row> rows, String name, String mode, Map<String, String> options) {
    rows.write()
        .format("tensormap")
        .options(store.settings())
        .options(options)
        .mode(mode)
        .save(store.uri(name));
  }

  private Dataset<Row> read(String name) {
    return spark.read().format("tensormap").options(store.settings()).load(store.uri(name));
  }

  private static List<Row> carbon(Dataset<Row> samples, int system) {
    return samples
        .where("center_type = 6 AND neighbor_type = 1 AND system = " + system)
        .select("atom", "values")
        .orderBy("atom")
        .collectAsList();
  }

  private DatasetLog log(String name) throws IOException {
    return new DatasetLog(storage(name));
  }

  private Storage storage(String name) throws IOException {
    return Storage.of(new Path(store.uri(name)), store.configuration());
  }
}

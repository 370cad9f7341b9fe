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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

/** Datasets on an object store, through Hadoop's S3A. */
class ConditionalCreateTest {
  private static final int WRITERS = 8;
  private static final Offset<Double> ROUNDING = Offset.offset(1e-9);
  private static final Map<String, String> ROLES =
      Map.of("keys", "type", "samples", "system", "properties", "charge:1");

  private final SparkSession spark = TestSession.get();
  private ObjectStore store;

  @BeforeEach
  void startStore() throws IOException {
    store = new ObjectStore();
    Assumptions.assumeTrue(
        ConditionalCreate.isOfferedBy(storage("dataset", store.configuration())),
        "this Hadoop creates no files under a condition");
  }

  @AfterEach
  void stopStore() {
    store.close();
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
    assertThat(sum(read("features").where("system < 1000"))).isCloseTo(sum(features), ROUNDING);
    assertThat(sum(read("features").where("center_type = 6 AND system = 1003")))
        .isCloseTo(sum(features.where("center_type = 6 AND system = 3")), ROUNDING);
  }

  @Test
  void ofWritersAtTheSameTimeNoneLosesItsRows() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writes = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Dataset<Row> row =
          spark.sql("SELECT 1 AS type, %d AS system, array(1.0D) AS values".formatted(writer));
      writes.add(threads.submit(() -> write(row, "shared", "append", ROLES)));
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
    DatasetLog log = log("dataset");
    log.checkCanCommit();
    store.unanswered = "00000000000000000000.json";
    Commit empty = new Commit(Operation.CREATE, Commit.NO_VERSION, Optional.empty(), List.of());

    assertThat(log.commit(empty)).isZero();

    assertThat(store.unanswered).isNull();
    assertThat(store.keys()).containsExactly("dataset/_tensormap/00000000000000000000.json");
  }

  @Test
  void storesThatIgnoreTheConditionAreRefusedBeforeAnythingIsWritten() {
    store.keepsConditions = false;
    Dataset<Row> row = spark.sql("SELECT 1 AS type, 0 AS system, array(1.0D) AS values");

    assertThatThrownBy(() -> write(row, "dataset", "append", ROLES))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_NO_ATOMIC_COMMIT]")
        .hasMessageContaining("If-None-Match");
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aStoreThatFailsWhileItIsTriedIsTriedAgain() throws IOException {
    DatasetLog log = log("dataset");
    store.failsAtConditions = true;
    assertThatThrownBy(log::checkCanCommit).isInstanceOf(IOException.class);

    store.failsAtConditions = false;
    store.keepsConditions = false;
    assertThatThrownBy(log::checkCanCommit)
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("If-None-Match");
  }

  @Test
  void withoutTheConditionNothingCanBeCommitted() throws IOException {
    Configuration configuration = store.configuration();
    configuration.set("fs.s3a.create.conditional.enabled", "false");
    configuration.set("fs.s3a.impl.disable.cache", "true");
    DatasetLog log = new DatasetLog(storage("dataset", configuration));

    assertThatThrownBy(log::checkCanCommit)
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("fs.s3a.create.conditional.enabled");
  }

  private void write(Dataset<Row> rows, String key, String mode, Map<String, String> options) {
    rows.write()
        .format("tensormap")
        .options(store.settings())
        .options(options)
        .mode(mode)
        .save(store.uri(key));
  }

  private Dataset<Row> read(String key) {
    return spark.read().format("tensormap").options(store.settings()).load(store.uri(key));
  }

  private static double sum(Dataset<Row> samples) {
    return samples
        .selectExpr("aggregate(values, 0D, (total, value) -> total + value) AS total")
        .groupBy()
        .sum("total")
        .first()
        .getDouble(0);
  }

  private DatasetLog log(String key) throws IOException {
    return new DatasetLog(storage(key, store.configuration()));
  }

  private Storage storage(String key, Configuration configuration) throws IOException {
    return Storage.of(new Path(store.uri(key)), configuration);
  }
}

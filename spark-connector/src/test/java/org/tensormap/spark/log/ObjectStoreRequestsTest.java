package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

/** What reads ask of an object store, where each request takes time and costs money. */
class ObjectStoreRequestsTest {
  private final SparkSession spark = TestSession.get();
  private ObjectStore store;

  @BeforeEach
  void startStore() throws IOException {
    store = new ObjectStore();
  }

  @AfterEach
  void stopStore() {
    store.close();
  }

  @Test
  void aFileIsAskedForOnceAndThenRead() throws IOException {
    upload("plain/x.mts", Files.readAllBytes(Molecules.files().get(0)));
    store.takeRequests();

    Dataset<Row> rows = read().load(store.uri("plain/x.mts"));
    assertThat(store.takeRequests()).containsExactly("HEAD plain/x.mts", "GET plain/x.mts");
    rows.collectAsList();
    assertThat(store.takeRequests()).containsOnly("GET plain/x.mts");
  }

  @Test
  void theFilesOfADirectoryAreReadWithTheLengthsThatItsListingTells() throws IOException {
    for (int i = 0; i < 3; i++) {
      upload("plain/" + i + ".mts", Files.readAllBytes(Molecules.files().get(i)));
    }
    store.takeRequests();

    Dataset<Row> rows = read().load(store.uri("plain"));
    assertThat(store.takeRequests())
        .containsExactly(
            "HEAD plain",
            "LIST plain/",
            "HEAD plain/_tensormap",
            "LIST plain/_tensormap/",
            "LIST plain/",
            "GET plain/0.mts");
    rows.collectAsList();
    assertThat(store.takeRequests())
        .containsOnly("GET plain/0.mts", "GET plain/1.mts", "GET plain/2.mts");
  }

  @Test
  void theShardsOfADatasetAreReadWithTheLengthsThatItsLogTells() throws IOException {
    writeDataset();
    store.takeRequests();

    Dataset<Row> rows = read().load(store.uri("data"));
    assertThat(store.takeRequests())
        .containsExactly(
            "HEAD data",
            "LIST data/",
            "HEAD data/_tensormap",
            "LIST data/_tensormap/",
            "LIST data/_tensormap/",
            "HEAD data/_tensormap/00000000000000000000.json",
            "GET data/_tensormap/00000000000000000000.json");
    rows.collectAsList();
    assertThat(store.takeRequests())
        .isNotEmpty()
        .allMatch(request -> request.startsWith("GET data/part-"));
  }

  @Test
  void whereThereIsNothingIsFoundOutWithFewRequests() {
    assertThatThrownBy(() -> read().load(store.uri("nothing")))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_PATH_NOT_FOUND");
    assertThat(store.takeRequests()).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void aShardThatWasDeletedIsMissedWhenItIsRead() throws IOException {
    writeDataset();
    Dataset<Row> rows = read().load(store.uri("data"));
    Dataset<Row> ignoring = read().option("ignoreMissingFiles", true).load(store.uri("data"));
    String shard = shards().get(0);
    fileSystem().delete(new Path(store.uri(shard)), false);

    assertThatThrownBy(rows::collectAsList)
        .hasMessageContaining("TENSORMAP_FILE_NOT_FOUND")
        .hasMessageContaining(shard);
    assertThat(ignoring.collectAsList()).isNotEmpty();
  }

  @Test
  void aShardThatWasCutOffOrReplacedIsDamaged() throws IOException {
    writeDataset();
    Dataset<Row> rows = read().load(store.uri("data"));
    String shard = shards().get(0);
    byte[] content;
    try (var in = fileSystem().open(new Path(store.uri(shard)))) {
      content = in.readAllBytes();
    }

    List<byte[]> others =
        List.of(
            Arrays.copyOf(content, 10),
            Arrays.copyOf(content, content.length / 2),
            Arrays.copyOf(content, content.length - 1),
            Arrays.copyOfRange(content, 1000, content.length + 1000),
            new byte[2 * content.length]);
    for (byte[] other : others) {
      upload(shard, other);
      assertThatThrownBy(rows::collectAsList)
          .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
          .hasMessageContaining(shard);
    }
  }

  private DataFrameReader read() {
    return spark.read().format("tensormap").options(settings());
  }

  private void writeDataset() throws IOException {
    Path path = new Path(store.uri("data"));
    Assumptions.assumeTrue(
        ConditionalCreate.isOfferedBy(Storage.of(path, configuration())),
        "this Hadoop creates no files under a condition");
    spark
        .read()
        .format("tensormap")
        .load(Molecules.features().toString())
        .write()
        .format("tensormap")
        .options(settings())
        .option("maxShardBytes", "300k")
        .save(path.toString());
    assertThat(shards()).hasSizeGreaterThan(1);
  }

  private List<String> shards() {
    return store.keys().stream().filter(key -> key.endsWith(".mts")).toList();
  }

  private void upload(String key, byte[] content) throws IOException {
    try (OutputStream out = fileSystem().create(new Path(store.uri(key)), true)) {
      out.write(content);
    }
  }

  private FileSystem fileSystem() throws IOException {
    return new Path(store.uri("")).getFileSystem(configuration());
  }

  /** Since Hadoop 3.5, streams may ask for lengths on their own, and remember what they read. */
  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(store.settings());
    settings.put("fs.s3a.input.stream.type", "classic");
    return settings;
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    settings().forEach(configuration::set);
    return configuration;
  }
}

package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Two sessions with different settings of file systems, while the other one is active. */
class SessionSettingsTest {
  private static final String SCHEME = "owned";

  private SparkSession owner;
  private SparkSession other;
  private String path;

  @TempDir Path directory;

  @BeforeEach
  void writeDataset() {
    SystemMaps.append(directory.resolve("dataset").toString(), 0, 1);
    path = SCHEME + ":" + directory.resolve("dataset");
    owner = TestSession.get().newSession();
    other = TestSession.get().newSession();
    owner.conf().set("fs." + SCHEME + ".impl", OwnedFileSystem.class.getName());
    owner.conf().set("fs." + SCHEME + ".impl.disable.cache", true);
    SparkSession.setActiveSession(other);
  }

  @AfterEach
  void forgetSession() {
    SparkSession.clearActiveSession();
  }

  @Test
  void tablesAreReadWithTheSettingsOfTheirSession() {
    String table = "tensormap.`" + path + "`";

    assertThat(owner.read().format("tensormap").load(path).count()).isEqualTo(2);
    assertThat(owner.table(table).count()).isEqualTo(2);
    assertThat(owner.sql("SELECT * FROM " + table + ".values").count()).isEqualTo(4);
    assertThat(owner.sql("SELECT * FROM " + table + ".history").count()).isEqualTo(1);
    assertThat(owner.sql("CALL tensormap.history('" + path + "')").count()).isEqualTo(1);
    assertThat(owner.readStream().format("tensormap").load(path).schema().fieldNames())
        .contains("system");
    assertThatThrownBy(() -> other.read().format("tensormap").load(path))
        .hasStackTraceContaining("No FileSystem for scheme");
  }

  @Test
  void rowsAreWrittenWithTheSettingsOfTheirSession() {
    Dataset<Row> rows = owner.sql("SELECT 0 AS system, array(1D, 2D) AS values");
    String table = "tensormap.`" + path + "`";
    List<ThrowingCallable> writes =
        List.of(
            () -> rows.write().format("tensormap").mode("append").save(path),
            () -> rows.write().format("tensormap").mode("overwrite").save(path),
            () -> rows.write().format("tensormap").mode("append").saveAsTable(table),
            () -> rows.write().insertInto(table),
            () -> rows.writeTo(table).append());

    for (ThrowingCallable write : writes) {
      // This is how far a write to such a file system gets: it was found.
      assertThatThrownBy(write).hasStackTraceContaining("TENSORMAP_NO_ATOMIC_COMMIT");
    }
    assertThatThrownBy(() -> rows.write().format("tensormap").save(path))
        .hasMessageContaining("already exists");
  }

  @Test
  void streamsAreWrittenWithTheSettingsOfTheirSession() throws TimeoutException {
    StreamingQuery query =
        owner
            .readStream()
            .format("tensormap")
            .load(path)
            .writeStream()
            .format("tensormap")
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(SCHEME + ":" + directory.resolve("copy"));

    assertThatThrownBy(query::awaitTermination)
        .hasStackTraceContaining("TENSORMAP_NO_ATOMIC_COMMIT");
  }

  @Test
  void tablesOfTheCatalogThatSessionsShareAreWrittenWithTheSettingsOfTheRows() {
    other.conf().set("fs.file.impl", ElsewhereFileSystem.class.getName());
    other.conf().set("fs.file.impl.disable.cache", true);
    owner.sql("CREATE TABLE owned USING tensormap LOCATION '" + directory.resolve("dataset") + "'");

    try {
      Dataset<Row> rows = owner.sql("SELECT _, system + 2 AS system, values FROM owned");
      rows.write().insertInto("owned");
      owner
          .sql("SELECT _, system + 4 AS system, values FROM owned WHERE system < 2")
          .write()
          .mode("append")
          .format("tensormap")
          .saveAsTable("owned");

      assertThat(SystemMaps.systems(owner.table("owned"))).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(directory.resolve("elsewhere")).doesNotExist();
    } finally {
      owner.sql("DROP TABLE owned");
    }
  }

  @Test
  void tablesOfTheCatalogThatSessionsShareAreWrittenWhereOnlyTheSessionOfTheRowsCanLook() {
    owner.sql("CREATE TABLE owned USING tensormap LOCATION '" + path + "'");

    try {
      Dataset<Row> rows = owner.sql("SELECT _, system + 2 AS system, values FROM owned");
      List<ThrowingCallable> writes =
          List.of(
              () -> rows.write().insertInto("owned"),
              () -> rows.write().format("tensormap").insertInto("owned"),
              () -> rows.write().format("tensormap").mode("append").saveAsTable("owned"),
              () -> rows.writeTo("owned").append(),
              () -> rows.writeTo("owned").overwrite(functions.col("system").gt(2)));

      for (ThrowingCallable write : writes) {
        assertThatThrownBy(write).hasStackTraceContaining("TENSORMAP_NO_ATOMIC_COMMIT");
      }
      assertThat(owner.table("owned").count()).isEqualTo(2);
      assertThatThrownBy(() -> other.table("owned").count())
          .hasStackTraceContaining("TENSORMAP_PATH_UNREADABLE")
          .hasStackTraceContaining("No FileSystem for scheme");
    } finally {
      owner.sql("DROP TABLE owned");
    }
  }

  /** Local files, of which those of the dataset seem to be elsewhere. */
  public static final class ElsewhereFileSystem extends RawLocalFileSystem {
    /** Creates the file system. */
    public ElsewhereFileSystem() {}

    @Override
    public File pathToFile(org.apache.hadoop.fs.Path path) {
      return new File(super.pathToFile(path).getPath().replace("/dataset", "/elsewhere"));
    }
  }

  /** Local files under a name of its own. */
  public static final class OwnedFileSystem extends RawLocalFileSystem {
    /** Creates the file system. */
    public OwnedFileSystem() {}

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public void initialize(URI uri, Configuration configuration) throws IOException {
      super.initialize(getUri(), configuration);
    }
  }
}

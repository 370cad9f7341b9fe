package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Stores that can not create a file only if it does not exist: nothing is done for a write. */
class UnsupportedStoreTest {
  private static final String SCHEME = "store";

  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private Path output;

  @BeforeEach
  void addStore() {
    spark.conf().set("fs." + SCHEME + ".impl", StoreFileSystem.class.getName());
    output = directory.resolve("output");
  }

  @AfterEach
  void removeStore() {
    spark.conf().unset("fs." + SCHEME + ".impl");
  }

  @Test
  void savingIsRefusedBeforeAnyFileIsWritten() {
    for (SaveMode mode : SaveMode.values()) {
      assertThatThrownBy(
              () ->
                  SystemMaps.rows(SystemMaps.map(1))
                      .write()
                      .format("tensormap")
                      .mode(mode)
                      .save(address(output)))
          .as(mode.toString())
          .hasMessageContaining("TENSORMAP_NO_ATOMIC_COMMIT")
          .hasMessageContaining("'" + SCHEME + "'");
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void streamsAndTablesAreRefusedBeforeAnyFileIsWritten() {
    String input = directory.resolve("input").toString();
    SystemMaps.append(input, 1);

    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE tensormap.`"
                        + address(output)
                        + "` AS SELECT * FROM tensormap.`"
                        + input
                        + "`"))
        .hasMessageContaining("TENSORMAP_NO_ATOMIC_COMMIT");
    assertThatThrownBy(
            () ->
                spark
                    .readStream()
                    .format("tensormap")
                    .load(input)
                    .writeStream()
                    .format("tensormap")
                    .option("checkpointLocation", directory.resolve("checkpoint").toString())
                    .trigger(Trigger.AvailableNow())
                    .start(address(output))
                    .awaitTermination())
        .hasMessageContaining("TENSORMAP_NO_ATOMIC_COMMIT");
    assertThat(output).doesNotExist();
  }

  @Test
  void compactionIsRefusedWhileReadingIsNot() {
    SystemMaps.append(output.toString(), 1, 2);

    assertThatThrownBy(() -> spark.sql("CALL tensormap.compact('" + address(output) + "')"))
        .hasMessageContaining("TENSORMAP_NO_ATOMIC_COMMIT");
    assertThat(SystemMaps.systems(spark.read().format("tensormap").load(address(output))))
        .containsExactly(1, 2);
  }

  private static String address(Path path) {
    return SCHEME + ":" + path;
  }

  /** Local files under a scheme of which nothing is known. */
  public static final class StoreFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }
  }
}

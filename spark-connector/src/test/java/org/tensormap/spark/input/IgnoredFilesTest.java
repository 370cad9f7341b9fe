package org.tensormap.spark.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.read.AtomDataset;
import org.tensormap.spark.read.ExecutedQuery;

/** A shard that was deleted or damaged behind the back of the log. */
class IgnoredFilesTest {
  private static final String CORRUPT = "ignoreCorruptFiles";
  private static final String MISSING = "ignoreMissingFiles";
  private static final int SHARD_ROWS = 3 * AtomDataset.BLOCK_ROWS;

  private SparkSession spark;
  private AtomDataset atoms;
  private Path shard;

  @TempDir Path directory;

  @BeforeEach
  void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    atoms = AtomDataset.write(spark, directory);
    try (Stream<Path> files = Files.walk(atoms.dataset())) {
      shard = files.filter(file -> file.toString().endsWith(".mts")).sorted().findFirst().get();
    }
  }

  @Test
  void aMissingShardIsNamedOrIgnoredAndCounted() throws IOException {
    Files.delete(shard);

    assertThatThrownBy(() -> read(CORRUPT).collectAsList())
        .hasMessageContaining("TENSORMAP_FILE_NOT_FOUND")
        .hasMessageContaining(shard.toString());
    ExecutedQuery rest = ExecutedQuery.of(read(MISSING));
    assertThat(rest.rows()).hasSize(3 * SHARD_ROWS);
    assertThat(rest.filesIgnored()).isEqualTo(1);
    assertThat(read(MISSING).count()).isEqualTo(3 * SHARD_ROWS);
  }

  @Test
  void aShardThatWasCutOffIsNamedOrIgnoredAndCounted() throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> read(MISSING).collectAsList())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining(shard.toString());
    ExecutedQuery rest = ExecutedQuery.of(read(CORRUPT));
    assertThat(rest.rows()).hasSize(3 * SHARD_ROWS);
    assertThat(rest.filesIgnored()).isEqualTo(1);
  }

  @Test
  void ofADamagedShardTheBlocksBeforeTheDamageAreKept() throws IOException {
    damage("blocks/1/values.npy");

    assertThatThrownBy(() -> read(MISSING).collectAsList())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining(shard.toString())
        .hasMessageContaining("blocks/1/values.npy");
    ExecutedQuery rest = ExecutedQuery.of(read(CORRUPT));
    assertThat(rest.rows()).hasSize(3 * SHARD_ROWS + AtomDataset.BLOCK_ROWS);
    assertThat(rest.filesIgnored()).isEqualTo(1);
  }

  @Test
  void theSettingsOfTheSessionAreThoseOfEveryReadThatDoesNotSayOtherwise() throws IOException {
    Files.delete(shard);
    spark.conf().set("spark.sql.files.ignoreMissingFiles", true);

    assertThat(atoms.read("samples").collectAsList()).hasSize(3 * SHARD_ROWS);
    assertThatThrownBy(
            () ->
                spark
                    .read()
                    .format("tensormap")
                    .option(MISSING, false)
                    .load(atoms.dataset().toString())
                    .collectAsList())
        .hasMessageContaining(shard.toString());
  }

  @Test
  void wholeTensorMapsAreIgnoredToo() throws IOException {
    damage("blocks/2/values.npy");

    List<Row> rest =
        spark
            .read()
            .format("tensormap")
            .option("layout", "tensormap")
            .option(CORRUPT, true)
            .load(atoms.dataset().toString())
            .collectAsList();
    assertThat(rest).hasSize(3);
  }

  @Test
  void theSchemaOfFilesWithoutALogIsThatOfTheFirstSoundOne() throws IOException {
    Path first = atoms.files().resolve("part-0.mts");
    Files.write(first, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> files(MISSING).schema())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining("part-0.mts");
    ExecutedQuery rest = ExecutedQuery.of(files(CORRUPT));
    assertThat(rest.rows()).hasSize(3 * SHARD_ROWS);
    assertThat(rest.filesIgnored()).isEqualTo(1);
  }

  @Test
  void theSettingOfTheSessionAppliesToTheSchemaToo() throws IOException {
    Files.write(atoms.files().resolve("part-0.mts"), new byte[] {1, 2, 3});
    spark.conf().set("spark.sql.files.ignoreCorruptFiles", true);

    assertThat(spark.sql("SELECT * FROM tensormap.`" + atoms.files() + "`").count())
        .isEqualTo(3 * SHARD_ROWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensormap.`%s` WITH (ignoreCorruptFiles = true)",
        "tensormap.`%s` WITH (layout = 'samples', `IGNORECORRUPTFILES` = 'TRUE')",
        "tensormap.`%s`.samples WITH (ignoreCorruptFiles = true)"
      })
  void anOptionInSqlAppliesToTheSchemaToo(String table) throws IOException {
    Files.write(atoms.files().resolve("part-0.mts"), new byte[] {1, 2, 3});
    String query = "SELECT * FROM " + String.format(table, atoms.files());

    ExecutedQuery rest = ExecutedQuery.of(spark.sql(query));
    assertThat(rest.rows()).hasSize(3 * SHARD_ROWS);
    assertThat(rest.filesIgnored()).isEqualTo(1);
    assertThatThrownBy(() -> spark.sql(query.replaceAll("(?i)= '?true'?", "= false")))
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining("part-0.mts");
    assertThatThrownBy(() -> spark.sql(query.replaceAll("(?i)= '?true'?", "= 'maybe'")))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("true or false");
  }

  @Test
  void anOptionInSqlComesBeforeTheSettingOfTheSession() throws IOException {
    Files.write(atoms.files().resolve("part-0.mts"), new byte[] {1, 2, 3});
    spark.conf().set("spark.sql.files.ignoreCorruptFiles", true);

    assertThatThrownBy(
            () ->
                spark.sql(
                    "SELECT * FROM tensormap.`"
                        + atoms.files()
                        + "` WITH (ignoreCorruptFiles = false)"))
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE");
  }

  @Test
  void aTableOfSparksCatalogKeepsItsOption() throws IOException {
    Files.write(atoms.files().resolve("part-0.mts"), new byte[] {1, 2, 3});
    spark.sql(
        "CREATE TABLE lenient USING tensormap OPTIONS (ignoreCorruptFiles = true) LOCATION '"
            + atoms.files()
            + "'");
    try {
      assertThat(spark.table("lenient").collectAsList()).hasSize(3 * SHARD_ROWS);
    } finally {
      spark.sql("DROP TABLE lenient");
    }
  }

  @Test
  void aQueryOfATableOfSparksCatalogSaysItForTheSchemaToo() throws IOException {
    spark.sql("CREATE TABLE strict USING tensormap LOCATION '" + atoms.files() + "'");
    try {
      Files.write(atoms.files().resolve("part-0.mts"), new byte[] {1, 2, 3});

      assertThatThrownBy(() -> spark.table("strict"))
          .hasMessageContaining("TENSORMAP_CORRUPT_FILE");
      ExecutedQuery rest =
          ExecutedQuery.of(
              spark.sql("SELECT strict.* FROM strict WITH (ignoreCorruptFiles = true)"));
      assertThat(rest.rows()).hasSize(3 * SHARD_ROWS);
      assertThat(rest.filesIgnored()).isEqualTo(1);
      assertThat(spark.read().option(CORRUPT, true).table("default.strict").count())
          .isEqualTo(3 * SHARD_ROWS);
    } finally {
      // Spark looks at a table before it drops it.
      spark.conf().set("spark.sql.files.ignoreCorruptFiles", true);
      spark.sql("DROP TABLE strict");
    }
  }

  @Test
  void theSchemaOfADatasetNeedsNoSoundFiles() throws IOException {
    Files.delete(shard);

    assertThat(
            spark
                .sql(
                    "SELECT * FROM tensormap.`"
                        + atoms.dataset()
                        + "`.samples WITH (ignoreMissingFiles = true)")
                .collectAsList())
        .hasSize(3 * SHARD_ROWS);
  }

  @Test
  void filesThatAreAllDamagedHaveNoSchema() throws IOException {
    for (int i = 0; i < AtomDataset.SHARDS; i++) {
      Files.write(atoms.files().resolve("part-" + i + ".mts"), new byte[] {1, 2, 3});
    }

    assertThatThrownBy(() -> files(CORRUPT).schema())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining("All 4 files at ")
        .hasMessageContaining(atoms.files().toString());
  }

  private Dataset<Row> files(String ignored) {
    return spark.read().format("tensormap").option(ignored, true).load(atoms.files().toString());
  }

  private void damage(String entry) throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(entry) + 400;
    bytes[at] ^= 1;
    Files.write(shard, bytes);
  }

  private Dataset<Row> read(String ignored) {
    return spark.read().format("tensormap").option(ignored, true).load(atoms.dataset().toString());
  }
}

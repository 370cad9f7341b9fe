package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.rows;
import static org.tensormap.spark.SystemMaps.systems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

/** Statements about tables, in Spark's own catalog and in the catalog of paths. */
class TableTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("features").toString();
    rows(map(7), map(8)).createOrReplaceTempView("two_maps");
  }

  @AfterEach
  void dropTable() {
    spark.sql("DROP TABLE IF EXISTS features");
  }

  @Test
  void aTableOfTheSessionCatalogIsADatasetUnderAName() {
    append(path, 1, 2);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");

    assertThat(systems(spark.table("features"))).containsExactly(1, 2);
    spark.sql("INSERT INTO features SELECT tensormap FROM two_maps");
    assertThat(systems(spark.table("features"))).containsExactly(1, 2, 7, 8);
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`")))
        .containsExactly(1, 2, 7, 8);
    spark.sql("INSERT OVERWRITE features SELECT tensormap FROM two_maps LIMIT 1");
    assertThat(systems(spark.table("features"))).containsExactly(7);
    spark.sql("TRUNCATE TABLE features");
    assertThat(systems(spark.table("features"))).isEmpty();

    spark.sql("DROP TABLE features");
    assertThat(directory.resolve("features/_tensormap")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.mts", "_tensormap/00000000000000000000.json"})
  void aTableThatIsDamagedCanBeDroppedAndNothingElse(String damaged) throws IOException {
    if (damaged.endsWith(".mts")) {
      Files.createDirectory(Path.of(path));
      SystemMaps.save(Path.of(path, damaged), 1, 2, 3);
    } else {
      append(path, 1, 2);
    }
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");
    Path file = Path.of(path, damaged);
    Files.writeString(file, "damaged");

    for (String statement :
        List.of(
            "SELECT * FROM features",
            "DESCRIBE TABLE features",
            "INSERT INTO features SELECT tensormap FROM two_maps",
            "CREATE TABLE copy USING tensormap LOCATION '" + path + "'")) {
      assertThatThrownBy(() -> spark.sql(statement))
          .as(statement)
          .isInstanceOf(TensorMapException.class)
          .hasMessageContaining(path);
    }
    spark.sql("DROP TABLE features");

    assertThat(spark.catalog().tableExists("features")).isFalse();
    assertThat(file).hasContent("damaged");
  }

  @Test
  void optionsOfATableChooseItsLayout() {
    append(path, 1, 2);
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (path = '"
            + path
            + "', layout = 'values') TBLPROPERTIES ('made by' = 'me')");

    assertThat(spark.table("features").columns()).contains("n", "value");
    assertThat(spark.table("features").count()).isEqualTo(4);
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE other USING tensormap OPTIONS (path = '"
                        + path
                        + "', layuot = 'values')"))
        .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION")
        .hasMessageContaining("'layuot'");
  }

  @Test
  void optionsOfATableChooseHowItsRowsAreRead() {
    rows(map(1, 2, 3)).write().format("tensormap").save(path);
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (layout = 'tensormap', GROUPBY = 'SYSTEM')"
            + " LOCATION '"
            + path
            + "'");

    assertThat(spark.table("features").count()).isEqualTo(3);
    assertThat(spark.sql("SELECT * FROM features WITH (GroupSize = 2)").count()).isEqualTo(2);
    assertThat(spark.sql("SELECT * FROM features WITH (ignoreMissingFiles = true)").count())
        .isEqualTo(3);
    for (String option :
        List.of(
            "versionAsOf = 0",
            "TIMESTAMPASOF = '2020-01-01'",
            "maxFilesPerTrigger = 1",
            "skipChangeCommits = true",
            "replaceWhere = 'system = 1'")) {
      assertThatThrownBy(
              () ->
                  spark.sql(
                      "CREATE TABLE other USING tensormap OPTIONS ("
                          + option
                          + ") LOCATION '"
                          + path
                          + "'"))
          .as(option)
          .hasMessageContaining("TENSORMAP_INVALID_OPTION")
          .hasMessageContaining("about one read or write");
    }
  }

  @Test
  void optionsOfATableAreThoseOfItsWrites() throws IOException {
    String rows = " SELECT 1 AS type, 2 AS system, array(1d, 2d) AS values";
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (KEYS = 'Type', samples = 'SYSTEM',"
            + " properties = 'n', checkDuplicates = 'TRUE', fillValue = 0) LOCATION '"
            + path
            + "' AS"
            + rows);
    assertThat(spark.sql("SELECT * FROM features WITH (LAYOUT = 'VALUES')").columns())
        .containsExactly("type", "system", "n", "value");

    assertThatThrownBy(() -> spark.sql("INSERT INTO features" + rows))
        .hasStackTraceContaining("TENSORMAP_DUPLICATE_SAMPLE");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "INSERT INTO features SELECT tensormap FROM features WITH (layout ="
                        + " 'tensormap')"))
        .hasStackTraceContaining("TENSORMAP_DUPLICATE_SAMPLE");
    spark.sql("INSERT INTO features WITH (CHECKDUPLICATES = false)" + rows);
    assertThat(systems(spark.table("features"))).containsExactly(2, 2);
    spark.sql(
        "INSERT INTO features SELECT 1 AS type, 3 AS system, 0 AS n, 4d AS value UNION ALL"
            + " SELECT 1, 4, 1, 4d");
    assertThat(systems(spark.table("features"))).containsExactly(2, 2, 3, 4);
  }

  @Test
  void aTableThatIsDeclaredEmptyHasTheRolesOfItsOptions() {
    spark.sql(
        "CREATE TABLE features (type INT, system INT, values ARRAY<DOUBLE>) USING tensormap OPTIONS"
            + " (keys = 'type', samples = 'system')");

    spark.sql("INSERT INTO features SELECT 1 AS type, 2 AS system, array(1d, 2d) AS values");

    assertThat(systems(spark.table("features"))).containsExactly(2);
  }

  @Test
  void upperAndLowerCaseAreTheSameInNamesOfColumnsUnlessTheSessionSaysElse() {
    append(path, 1, 2);
    String query =
        "SELECT * FROM tensormap.`" + path + "` WITH (layout = 'TENSORMAP', groupBy = 'System')";

    assertThat(spark.sql(query).count()).isEqualTo(2);
    spark.conf().set("spark.sql.caseSensitive", true);
    try {
      assertThatThrownBy(() -> spark.sql(query).count())
          .hasMessageContaining("TENSORMAP_INVALID_OPTION")
          .hasMessageContaining("'System'");
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void filesOfPythonAreATableThatIsOnlyRead() {
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + Molecules.features() + "'");

    assertThat(spark.table("features").count()).isPositive();
    assertThatThrownBy(() -> spark.sql("INSERT INTO features SELECT tensormap FROM two_maps"))
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET");
    assertThatThrownBy(() -> spark.sql("TRUNCATE TABLE features"))
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET");
  }

  @Test
  void aTableWithoutALocationIsMadeByTheFirstInsert() {
    spark.sql("CREATE TABLE features (tensormap BINARY) USING tensormap");

    assertThat(spark.table("features").count()).isZero();
    spark.sql("INSERT INTO features SELECT tensormap FROM two_maps");
    assertThat(systems(spark.table("features"))).containsExactly(7, 8);
  }

  @Test
  void aTableIsNotMadeFromAQueryWhereThereIsSomethingAlready() {
    append(path, 1, 2);
    String at = " USING tensormap LOCATION '" + path + "' AS SELECT tensormap FROM two_maps";

    for (String begin : List.of("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")) {
      assertThatThrownBy(() -> spark.sql(begin + "features" + at))
          .isInstanceOf(TensorMapException.class)
          .hasMessageContaining("TENSORMAP_LOCATION_NOT_EMPTY")
          .hasMessageContaining("default.features")
          .hasMessageContaining(path);
    }
    assertThatThrownBy(
            () ->
                spark
                    .table("two_maps")
                    .write()
                    .format("tensormap")
                    .option("PATH", path)
                    .saveAsTable("features"))
        .hasMessageContaining("TENSORMAP_LOCATION_NOT_EMPTY");

    assertThat(spark.catalog().tableExists("features")).isFalse();
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`"))).containsExactly(1, 2);
  }

  @Test
  void aTableThatIsReplacedByAQueryKeepsNoRows() {
    append(path, 1, 2);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");

    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE OR REPLACE TABLE features USING tensormap LOCATION '"
                        + path
                        + "' AS SELECT tensormap FROM two_maps"))
        .hasMessageContaining("TENSORMAP_LOCATION_NOT_EMPTY");
    assertThat(systems(spark.table("features"))).containsExactly(1, 2);
    spark.sql("INSERT OVERWRITE features SELECT tensormap FROM two_maps");
    assertThat(systems(spark.table("features"))).containsExactly(7, 8);
  }

  @Test
  void aTableThatExistsIsLeftAloneIfItIsOnlyMadeIfItDoesNot() {
    append(path, 1, 2);
    String create = "CREATE TABLE IF NOT EXISTS features USING tensormap LOCATION '" + path + "'";
    spark.sql(create);

    spark.sql(create + " AS SELECT tensormap FROM two_maps");

    assertThat(systems(spark.table("features"))).containsExactly(1, 2);
  }

  @Test
  void theSettingThatAllowsItForFormatsOfSparkAllowsItHere() {
    String other = directory.resolve("other").toString();
    append(path, 1, 2);
    append(other, 7);
    spark.conf().set("spark.sql.legacy.allowNonEmptyLocationInCTAS", true);
    try {
      spark.sql(
          "CREATE TABLE features USING tensormap LOCATION '"
              + path
              + "' AS SELECT * FROM tensormap.`"
              + other
              + "`");
    } finally {
      spark.conf().unset("spark.sql.legacy.allowNonEmptyLocationInCTAS");
    }

    assertThat(systems(spark.table("features"))).containsExactly(1, 2, 7);
  }

  @Test
  void aTableIsMadeFromAQueryInAnEmptyDirectory() throws IOException {
    Files.createDirectories(Path.of(path));

    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (path '"
            + path
            + "') AS SELECT tensormap FROM two_maps");

    assertThat(systems(spark.table("features"))).containsExactly(7, 8);
  }

  @Test
  void aTableIsMadeFromAQuery() {
    spark.sql("CREATE TABLE features USING tensormap AS SELECT tensormap FROM two_maps");
    assertThat(systems(spark.table("features"))).containsExactly(7, 8);
    spark.sql("DROP TABLE features");

    spark.sql(
        "CREATE TABLE features USING tensormap LOCATION '"
            + path
            + "' AS SELECT tensormap FROM two_maps");
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`"))).containsExactly(7, 8);
  }

  @Test
  void aTableCanBeMadeBeforeThereIsAnythingAtItsLocation() {
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");
    spark.sql("INSERT INTO features SELECT tensormap FROM two_maps");

    assertThat(systems(spark.table("features"))).containsExactly(7, 8);
  }

  @Test
  void aTableOfTheSessionCatalogIsReadAsOfAVersion() {
    append(path, 1);
    append(path, 2);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");

    for (String name : List.of("features", "default.features", "spark_catalog.default.features")) {
      assertThat(systems(spark.sql("SELECT * FROM " + name + " VERSION AS OF 0")))
          .as(name)
          .containsExactly(1);
      assertThat(systems(spark.sql("SELECT * FROM " + name + " TIMESTAMP AS OF now()")))
          .as(name)
          .containsExactly(1, 2);
    }
    assertThat(
            spark
                .sql(
                    "SELECT features.system, default.features.value FROM features VERSION AS OF 0"
                        + " WITH (layout = 'values') WHERE spark_catalog.default.features.n = 0")
                .collectAsList())
        .containsExactly(RowFactory.create(1, 1.0));
    assertThatThrownBy(() -> spark.sql("SELECT * FROM absent VERSION AS OF 0"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    assertThatThrownBy(() -> spark.sql("SELECT * FROM two_maps VERSION AS OF 0"))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void aQueryChoosesTheLayoutOfATableOfTheSessionCatalog() {
    append(path, 1);
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (layout = 'blocks') LOCATION '"
            + path
            + "'");

    for (String name : List.of("features", "default.features", "spark_catalog.default.features")) {
      assertThat(
              spark
                  .sql(
                      "SELECT features.value FROM "
                          + name
                          + " WITH (LAYOUT = 'values') WHERE n = 1")
                  .collectAsList())
          .as(name)
          .containsExactly(RowFactory.create(-1.0));
    }
    assertThat(spark.read().option("layout", "samples").table("features").columns())
        .contains("system", "values");
  }

  @Test
  void settingsOfFileSystemsThatWouldBeLostAreRefused() {
    append(path, 1);
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS ('fs.nowhere.key' = 'hunter2') LOCATION '"
            + path
            + "'");

    assertThat(spark.table("features").count()).isEqualTo(1);
    for (String query :
        List.of(
            "SELECT * FROM features VERSION AS OF 0",
            "SELECT * FROM features WITH (layout = 'values')",
            "SELECT * FROM features WITH ('fs.nowhere.key' = 'hunter2')",
            "SELECT * FROM tensormap.`" + path + "` WITH ('fs.nowhere.key' = 'hunter2')",
            "SELECT * FROM tensormap.`" + path + "`.values WITH ('fs.nowhere.key' = 'hunter2')",
            "SELECT * FROM tensormap.`" + path + "`.shards WITH ('fs.nowhere.key' = 'hunter2')",
            "SELECT * FROM tensormap.`"
                + path
                + "`.values VERSION AS OF 0 WITH ('fs.nowhere.key' = 'hunter2')",
            "SELECT * FROM tensormap.`"
                + path
                + "` VERSION AS OF 0 WITH ('fs.nowhere.key' = 'hunter2')",
            "INSERT INTO features WITH ('fs.nowhere.key' = 'hunter2') SELECT tensormap FROM two_maps",
            "INSERT INTO tensormap.`"
                + path
                + "` WITH ('fs.nowhere.key' = 'hunter2') SELECT tensormap FROM two_maps")) {
      assertThatThrownBy(() -> spark.sql(query), query)
          .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
          .hasMessageContaining("fs.nowhere.key")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void partitionsAreRefused() {
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE features (tensormap BINARY, part INT) USING tensormap"
                        + " PARTITIONED BY (part)"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_PARTITIONING");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE tensormap.`"
                        + path
                        + "` (tensormap BINARY, part INT) PARTITIONED BY (part)"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_PARTITIONING");
  }

  @Test
  void aPathTableIsMadeEmpty() {
    spark.sql("CREATE TABLE tensormap.`" + path + "` (tensormap BINARY)");

    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`").count()).isZero();
    spark.sql("INSERT INTO tensormap.`" + path + "` SELECT tensormap FROM two_maps");
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`"))).containsExactly(7, 8);
    assertThatThrownBy(() -> spark.sql("CREATE TABLE tensormap.`" + path + "`"))
        .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
    spark.sql("CREATE TABLE IF NOT EXISTS tensormap.`" + path + "`");
    assertThat(operations()).containsExactly("create", "append");
  }

  @Test
  void aPathTableIsDeclaredWithItsColumnsAndTheirRoles() {
    spark.sql(
        "CREATE TABLE tensormap.`"
            + path
            + "` (type INT, system INT, atom INT, values ARRAY<FLOAT>)"
            + " TBLPROPERTIES (keys = 'type', samples = 'system, atom', properties = 'n')");

    assertThat(spark.table("tensormap.`" + path + "`").columns())
        .containsExactly("type", "system", "atom", "values");
    assertThat(spark.table("tensormap.`" + path + "`").count()).isZero();
    spark.sql(
        "INSERT INTO tensormap.`"
            + path
            + "` VALUES (6, 0, 0, array(1f, 2f)), (6, 0, 2, array(3f, 4f)), (8, 0, 1, array(5f))");
    assertThat(
            spark
                .sql("SELECT type, atom, n, value FROM tensormap.`" + path + "`.values")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder(
            "[6,0,0,1.0]", "[6,0,1,2.0]", "[6,2,0,3.0]", "[6,2,1,4.0]", "[8,1,0,5.0]");
    assertThatThrownBy(
            () -> spark.sql("INSERT INTO tensormap.`" + path + "` SELECT tensormap FROM two_maps"))
        .hasStackTraceContaining("TENSORMAP_SCHEMA_MISMATCH");
  }

  @Test
  void rolesOfColumnsAreGivenToATableThatIsMadeFromAQuery() {
    spark.sql(
        "CREATE TABLE tensormap.`"
            + path
            + "` TBLPROPERTIES (keys = 'type', samples = 'system', properties = 'n')"
            + " AS SELECT 1 AS type, 2 AS system, array(1d, 2d) AS values");

    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`.values").columns())
        .containsExactly("type", "system", "n", "value");
  }

  @Test
  void replacingAPathTableIsOneCommit() {
    append(path, 1);
    spark.sql("REPLACE TABLE tensormap.`" + path + "` AS SELECT tensormap FROM two_maps");
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`"))).containsExactly(7, 8);

    spark.sql("REPLACE TABLE tensormap.`" + path + "`");
    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`").count()).isZero();
    assertThat(operations()).containsExactly("append", "overwrite", "overwrite");
  }

  @Test
  void whatAPathTableCanNotKeepIsRefused() {
    assertThatThrownBy(() -> spark.sql("CREATE TABLE tensormap.`" + path + "` (a INT, b STRING)"))
        .hasMessageContaining("TENSORMAP_")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(
            () -> spark.sql("CREATE TABLE tensormap.`" + path + "` TBLPROPERTIES (owner2 = 'me')"))
        .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION")
        .hasMessageContaining("owner2");
    assertThatThrownBy(() -> spark.sql("CREATE TABLE tensormap.`" + path + "` USING parquet"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
        .hasMessageContaining("parquet");
    assertThatThrownBy(
            () -> spark.sql("CREATE TABLE tensormap.`" + path + "` LOCATION '/elsewhere'"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE tensormap.`"
                        + path
                        + "` TBLPROPERTIES (compression = 'zstd') AS SELECT tensormap FROM"
                        + " two_maps"))
        .hasMessageContaining("TENSORMAP_UNKNOWN_OPTION");
    assertThat(directory.resolve("features")).doesNotExist();
  }

  @Test
  void truncatingKeepsTheColumnsAndTheHistory() {
    append(path, 1, 2);
    spark.sql("TRUNCATE TABLE tensormap.`" + path + "`");

    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`").columns()).contains("system");
    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`").count()).isZero();
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "` VERSION AS OF 0")))
        .containsExactly(1, 2);
  }

  @Test
  void wholeShardsAreDeleted() {
    append(path, 1, 2, 3);
    append(path, 4);

    spark.sql("DELETE FROM tensormap.`" + path + "` WHERE system = 2");
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(1, 3, 4);
    spark.sql("DELETE FROM tensormap.`" + path + "` WHERE system >= 3 AND NOT system IN (4, 9)");
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(1, 4);
    spark.sql("DELETE FROM tensormap.`" + path + "` WHERE system > 100");
    assertThat(operations()).containsExactly("append", "append", "delete", "delete");
    spark.sql("DELETE FROM tensormap.`" + path + "` WHERE system < 2 OR system <> 1");
    assertThat(spark.table("tensormap.`" + path + "`").count()).isZero();
  }

  @Test
  void partsOfShardsAreNotDeleted() {
    rows(map(1, 2), map(3)).write().format("tensormap").save(path);

    for (String condition : List.of("system = 1", "system IN (1, 3)", "system < 2 OR system > 2")) {
      assertThatThrownBy(() -> spark.sql("DELETE FROM tensormap.`" + path + "` WHERE " + condition))
          .as(condition)
          .hasMessageContaining("TENSORMAP_PARTIAL_DELETE")
          .hasMessageContaining(".mts");
    }
    for (String condition : List.of("values[0] = 3", "system % 2 = 1")) {
      assertThatThrownBy(() -> spark.sql("DELETE FROM tensormap.`" + path + "` WHERE " + condition))
          .as(condition)
          .isInstanceOf(SparkThrowable.class);
    }
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(1, 2, 3);
    assertThat(operations()).hasSize(1);
    spark.sql("DELETE FROM tensormap.`" + path + "`.values WHERE system BETWEEN 0 AND 2");
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(3);
  }

  @Test
  void dynamicOverwritesAreRefused() {
    append(path, 1, 2);

    spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
    try {
      assertThatThrownBy(
              () ->
                  spark.sql(
                      "INSERT OVERWRITE tensormap.`" + path + "` SELECT tensormap FROM two_maps"))
          .hasMessageContaining("dynamic overwrite");
    } finally {
      spark.conf().unset("spark.sql.sources.partitionOverwriteMode");
    }
    assertThat(systems(spark.sql("SELECT * FROM tensormap.`" + path + "`"))).containsExactly(1, 2);
  }

  @Test
  void tablesAreDescribed() {
    append(path, 1, 2);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");

    for (String table : List.of("features", "tensormap.`" + path + "`")) {
      assertThat(spark.sql("DESCRIBE TABLE " + table).collectAsList())
          .extracting(row -> row.getString(0))
          .contains("system", "values");
      Map<String, String> properties =
          spark.sql("SHOW TBLPROPERTIES " + table).collectAsList().stream()
              .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
      assertThat(properties)
          .containsEntry("layout", "samples")
          .containsEntry("version", "0")
          .containsEntry("shards", "2")
          .containsEntry("rows", "2");
      assertThat(spark.sql("SHOW CREATE TABLE " + table).first().getString(0))
          .contains("USING tensormap")
          .contains(path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".values", ".blocks", ".tensormap"})
  void whatIsShownOfAPathTableMakesItAgain(String layout) throws IOException {
    SystemMaps.save(directory.resolve("1.mts"), 1, 10, 5, 7);
    spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(directory + "/1.mts")
        .write()
        .format("tensormap")
        .save(path);
    String table = "tensormap.`" + path + "`" + layout;
    Dataset<Row> rows = spark.table(table);
    String statement = spark.sql("SHOW CREATE TABLE " + table).first().getString(0);
    assertThatThrownBy(() -> spark.sql(statement))
        .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");

    Files.move(Path.of(path), directory.resolve("moved"));
    spark.sql(statement);

    assertThat(operations()).containsExactly("create");
    spark
        .table("tensormap.`" + directory.resolve("moved") + "`" + layout)
        .write()
        .format("tensormap")
        .mode("append")
        .save(path);
    assertThat(spark.table(table).schema().simpleString()).isEqualTo(rows.schema().simpleString());
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(10);
    spark.sql("CREATE OR REPLACE " + statement.substring("CREATE ".length()));
    assertThat(operations()).containsExactly("create", "append", "overwrite");
  }

  @Test
  void whatIsShownOfATableOfTheSessionCatalogMakesItAgain() {
    append(path, 1, 2);
    spark.sql(
        "CREATE TABLE features USING tensormap OPTIONS (LAYOUT = 'tensormap', groupSize = 2)"
            + " LOCATION '"
            + path
            + "'");
    assertThat(spark.table("features").count()).isEqualTo(2);
    String statement = spark.sql("SHOW CREATE TABLE features").first().getString(0);

    spark.sql("DROP TABLE features");
    spark.sql(statement);

    assertThat(spark.table("features").columns()).containsExactly("tensormap", "bounds");
    assertThat(spark.sql("SHOW CREATE TABLE features").first().getString(0)).isEqualTo(statement);
  }

  @Test
  void theColumnsOfATableAreThoseOfItsFiles() {
    append(path, 1);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");

    for (String change :
        List.of(
            "ADD COLUMN more INT",
            "DROP COLUMN system",
            "RENAME COLUMN system TO structure",
            "ALTER COLUMN system COMMENT 'mine'",
            "CLUSTER BY (system)")) {
      assertThatThrownBy(() -> spark.sql("ALTER TABLE features " + change))
          .as(change)
          .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
          .hasMessageContaining("alter the columns of the table default.features");
    }
    spark.sql("ALTER TABLE features SET TBLPROPERTIES ('made by' = 'me')");
    spark.sql("COMMENT ON TABLE features IS 'mine'");
    assertThat(systems(spark.table("features"))).containsExactly(1);
  }

  @Test
  void rowsAreNeitherUpdatedNorMerged() {
    append(path, 1);
    spark.sql("CREATE TABLE features USING tensormap LOCATION '" + path + "'");
    String merge =
        " t USING (SELECT 1 AS system) s ON t.system = s.system WHEN MATCHED THEN DELETE";

    for (String statement :
        List.of(
            "MERGE INTO tensormap.`" + path + "`" + merge,
            "MERGE INTO features" + merge,
            "UPDATE tensormap.`" + path + "` SET system = 2",
            "WITH s AS (SELECT 1 AS system) UPDATE features SET system = 2 WHERE system IN"
                + " (SELECT * FROM s)")) {
      assertThatThrownBy(() -> spark.sql(statement))
          .as(statement)
          .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
          .hasMessageContaining("REPLACE WHERE");
    }
    assertThat(operations()).containsExactly("append");
  }

  @Test
  void plansOfWritesSayWhatIsWrittenWhere() {
    append(path, 1);

    assertThat(
            spark
                .sql(
                    "EXPLAIN INSERT INTO tensormap.`"
                        + path
                        + "` REPLACE WHERE system > 1 SELECT tensormap FROM two_maps")
                .first()
                .getString(0))
        .contains("tensormap file:" + path + " (replace, layout tensormap, distribution none)");
    assertThat(
            spark
                .sql("EXPLAIN DELETE FROM tensormap.`" + path + "` WHERE system > 1")
                .first()
                .getString(0))
        .contains("DeleteFromTable tensormap.file:" + path + ", [system > 1]");
  }

  @Test
  void aPathTableKeepsNeitherPropertiesNorComments() {
    append(path, 1);
    String table = "tensormap.`" + path + "`";

    for (String statement :
        List.of(
            "ALTER TABLE " + table + " SET TBLPROPERTIES (owner2 = 'me')",
            "COMMENT ON TABLE " + table + " IS 'mine'",
            "ALTER TABLE " + table + " ADD COLUMN more INT")) {
      assertThatThrownBy(() -> spark.sql(statement))
          .as(statement)
          .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
          .hasMessageContaining("can not alter a table")
          .hasMessageContaining("keeps no properties or comments");
    }
  }

  @Test
  void droppingAPathTableIsRefusedSinceItWouldDeleteFiles() {
    append(path, 1);

    assertThatThrownBy(() -> spark.sql("DROP TABLE tensormap.`" + path + "`"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION")
        .hasMessageContaining("Delete its directory");
  }

  private List<String> operations() {
    return spark
        .sql("SELECT operation FROM tensormap.`" + path + "`.history ORDER BY version")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }
}

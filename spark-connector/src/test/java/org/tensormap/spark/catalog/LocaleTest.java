package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.systems;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Users whose language has digits of its own, or other small letters for I. */
class LocaleTest {
  private final SparkSession spark = TestSession.get();
  private final Locale usual = Locale.getDefault();

  @TempDir Path directory;

  @AfterEach
  void speakAsUsual() {
    Locale.setDefault(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "tr-TR"})
  void datasetsHaveTheSameFilesInEachLanguage(String language) throws IOException {
    Path path = directory.resolve("dataset");
    append(path.toString(), 1, 2);
    Locale.setDefault(Locale.forLanguageTag(language));
    append(path.toString(), 3);
    Locale.setDefault(usual);

    assertThat(systems(read(path))).containsExactly(1, 2, 3);
    assertThat(names(path.resolve("_tensormap")))
        .containsExactly("00000000000000000000.json", "00000000000000000001.json");
    assertThat(names(path)).allMatch(name -> name.matches("[-.\\w]+"));
    append(path.toString(), 4);
    assertThat(systems(read(path))).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr-TR"})
  void typesHaveTheSameNamesInEachLanguage(String language) throws IOException {
    Path file = directory.resolve("file.mts");
    SystemMaps.save(file, DataType.INT16, 1, 0, 5, 7);
    Path copy = directory.resolve("copy");

    Locale.setDefault(Locale.forLanguageTag(language));
    Dataset<Row> rows = read(file);
    String metadata = rows.schema().apply("values").metadata().json();
    List<Row> types =
        spark
            .sql(
                "SELECT tm_dtype(tensormap), tm_dtype(tm_to(tensormap, 'int32')) FROM tensormap.`"
                    + file
                    + "`.tensormap")
            .collectAsList();
    Locale.setDefault(usual);

    assertThat(metadata).contains("\"int16\"");
    assertThat(types.toString()).isEqualTo("[[int16,int32]]");
    rows.write().format("tensormap").save(copy.toString());
    assertThat(read(copy).schema().apply("values").metadata().json()).contains("\"int16\"");
  }

  private Dataset<Row> read(Path path) {
    return spark.read().format("tensormap").load(path.toString());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

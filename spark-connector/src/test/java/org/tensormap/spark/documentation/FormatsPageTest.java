package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** The page about formats, compared with a version file that was written. */
class FormatsPageTest {
  private static final List<String> OBJECTS =
      List.of("/totals", "/schema", "/blockSets/0", "/shards/0", "/shards/0/bounds/system");

  @TempDir Path directory;

  @Test
  void everyFieldOfAVersionFileIsExplained() throws IOException {
    SamplePaths.create(directory, TestSession.get());
    JsonNode version =
        new ObjectMapper()
            .readTree(
                directory.resolve("data/features/_tensormap/00000000000000000001.json").toFile());
    Set<String> fields = new TreeSet<>();
    version.fieldNames().forEachRemaining(fields::add);
    for (String object : OBJECTS) {
      version.at(object).fieldNames().forEachRemaining(fields::add);
    }
    String page = Page.of("docs/formats.md").text();

    assertThat(fields).contains("format", "dtype", "checksum", "min");
    for (String field : fields) {
      assertThat(page).contains("`" + field + "`");
    }
  }
}

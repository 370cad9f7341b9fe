package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.systems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Symbolic links where a dataset is, or in it. */
class SymbolicLinksTest {
  @TempDir Path directory;
  private Path link;
  private Path target;

  @BeforeEach
  void chooseNames() {
    link = directory.resolve("link");
    target = directory.resolve("target");
  }

  @Test
  void aLinkToADatasetIsAsGoodAsTheDataset() throws IOException {
    append(target.toString(), 1);
    Files.createSymbolicLink(link, target);
    append(link.toString(), 2);

    assertThat(systems(read(link.toString()))).containsExactly(1, 2);
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void aLinkToNothingIsNoPlaceForADataset() throws IOException {
    Files.createSymbolicLink(link, target);

    checkNamesTheLink(() -> read(link.toString()));
    checkNamesTheLink(() -> append(link.toString(), 1));
    checkNamesTheLink(() -> append(link.resolve("below").toString(), 1));
    checkNamesTheLink(() -> TestSession.get().sql("CREATE TABLE tensormap.`" + link + "`"));
    assertThat(target).doesNotExist();
  }

  @Test
  void aLogThatIsALinkToNothingIsNoLog() throws IOException {
    Path dataset = Files.createDirectory(directory.resolve("dataset"));
    link = dataset.resolve("_tensormap");
    Files.createSymbolicLink(link, target);

    checkNamesTheLink(() -> read(dataset.toString()));
    checkNamesTheLink(() -> append(dataset.toString(), 1));
    assertThat(dataset).isDirectoryContaining(link::equals).isDirectoryNotContaining("glob:**.mts");
  }

  @Test
  void aVersionThatIsALinkToNothingCanNotBeMade() throws IOException {
    Path dataset = directory.resolve("dataset");
    append(dataset.toString(), 1);
    link = dataset.resolve("_tensormap/00000000000000000001.json");
    Files.createSymbolicLink(link, target);

    checkNamesTheLink(() -> append(dataset.toString(), 2));
    assertThat(systems(read(dataset.toString()))).containsExactly(1);
  }

  @Test
  void filesThatAreLinksToNothingAreNotLeftOutUnlessTheUserSaysSo() throws IOException {
    Path files = Files.createDirectory(directory.resolve("files"));
    link = files.resolve("2.mts");
    Files.createSymbolicLink(link, target);
    checkNamesTheLink(() -> read(files.toString()));
    checkNamesTheLink(() -> append(files.toString(), 1));
    SystemMaps.save(files.resolve("1.mts"), 1, 10, 5);

    checkNamesTheLink(() -> read(files.toString()));
    checkNamesTheLink(() -> read(files + "/*.mts"));
    checkNamesTheLink(() -> read(link.toString()));
    assertThat(systems(read(files + "/1*.mts"))).containsExactly(10);
    assertThat(
            systems(
                TestSession.get()
                    .read()
                    .format("tensormap")
                    .option("ignoreMissingFiles", true)
                    .load(files.toString())))
        .containsExactly(10);
  }

  private void checkNamesTheLink(ThrowingCallable action) {
    assertThatThrownBy(action)
        .hasMessageContaining("TENSORMAP_PATH_UNREADABLE")
        .hasMessageContaining("the symbolic link " + link + " points to " + target);
  }

  private static Dataset<Row> read(String path) {
    return TestSession.get().read().format("tensormap").load(path);
  }
}

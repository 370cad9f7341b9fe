package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinkCreateTest {
  @TempDir Path directory;

  @Test
  void aNameThatIsTakenIsToldAlsoIfTheTemporaryFileCanNotBeDeleted() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", UndeletingFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    Storage storage = Storage.of(new org.apache.hadoop.fs.Path(directory.toUri()), configuration);
    Path taken = Files.writeString(directory.resolve("taken.json"), "first");

    FileAlreadyExistsException refused =
        catchThrowableOfType(
            FileAlreadyExistsException.class,
            () ->
                AtomicCreate.on(storage).create(storage.resolve("taken.json"), new byte[] {1, 2}));

    assertThat(refused).hasMessageContaining("taken.json");
    assertThat(refused.getSuppressed())
        .singleElement()
        .satisfies(second -> assertThat(second).hasMessage("no permission to delete"));
    assertThat(taken).hasContent("first");
  }

  /** The local file system, where files can be made and not deleted. */
  public static final class UndeletingFileSystem extends RawLocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      throw new IOException("no permission to delete");
    }
  }
}

package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TestSession;

class PlannedModelTest {
  private static final String SCHEME = "locked";
  private static final String KEY = "fs.locked.key";

  @TempDir Path directory;

  @Test
  void aModelIsReadWithTheSettingsOfWhoeverPlanned() throws IOException {
    Path file = Files.copy(Fixtures.molecules("energy.pt"), directory.resolve("energy.pt"));
    String path = SCHEME + ":" + file;
    LockedFileSystem.key = "old";
    PlannedModel old = PlannedModel.read(path, configuration("old"));

    LockedFileSystem.key = "new";
    PlannedModel renewed = PlannedModel.read(path, configuration("new"));

    assertThatThrownBy(() -> energies(old)).hasMessageContaining("TENSORMAP_MODEL_UNREADABLE");
    assertThat(energies(renewed)).isNotEmpty();
    assertThatThrownBy(() -> PlannedModel.read(path, configuration("old")))
        .hasMessageContaining("TENSORMAP_MODEL_UNREADABLE");
  }

  private static byte[] energies(PlannedModel model) throws IOException {
    byte[] features = Files.readAllBytes(Molecules.files().get(0));
    return (byte[])
        model
            .bind(
                List.of(DataTypes.BinaryType),
                CallMetrics.register(TestSession.get().sparkContext(), model))
            .call(new GenericInternalRow(new Object[] {features}));
  }

  private static Configuration configuration(String key) {
    Configuration configuration = new Configuration();
    configuration.set("fs." + SCHEME + ".impl", LockedFileSystem.class.getName());
    configuration.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    configuration.set(KEY, key);
    return configuration;
  }

  /** Local files for those who have the key. */
  public static final class LockedFileSystem extends RawLocalFileSystem {
    private static volatile String key;

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      checkKey();
      return super.open(path, bufferSize);
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      checkKey();
      return super.getFileStatus(path);
    }

    private void checkKey() throws IOException {
      if (!getConf().get(KEY).equals(key)) {
        throw new IOException("this key does not fit any more");
      }
    }
  }
}

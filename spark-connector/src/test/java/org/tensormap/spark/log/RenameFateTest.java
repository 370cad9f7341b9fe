package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit says when the server that renames version files does not answer. */
class RenameFateTest {
  /** One of the schemes whose rename is atomic; the test's file system has it. */
  private static final String SCHEME = "ofs";

  @TempDir Path directory;
  private Configuration configuration;
  private DatasetLog log;

  @BeforeEach
  void openLog() throws IOException {
    configuration = new Configuration();
    configuration.set("fs." + SCHEME + ".impl", LossyFileSystem.class.getName());
    configuration.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    configuration.set(
        "fs.AbstractFileSystem." + SCHEME + ".impl", LossyFileContext.class.getName());
    log =
        new DatasetLog(
            Storage.of(
                new org.apache.hadoop.fs.Path(SCHEME + ":" + directory.resolve("dataset")),
                configuration));
    LossyFileSystem.renames = true;
    LossyFileSystem.answersRenames = true;
    LossyFileSystem.deletes = true;
    LossyFileSystem.answersDeletes = true;
    LossyFileSystem.failsRenames = false;
    LossyFileSystem.showsContents = true;
    LossyFileSystem.isFasterWriterThere = false;
  }

  @Test
  void aRenameThatIsAnsweredMakesTheVersionAndLeavesNothingBehind() throws IOException {
    assertThat(commit()).isZero();

    assertThat(files()).containsExactly("00000000000000000000.json");
  }

  @Test
  void aRenameThatNeverCanHappenMadeNoVersion() throws IOException {
    LossyFileSystem.renames = false;
    LossyFileSystem.answersRenames = false;

    assertThatThrownBy(this::commit).isInstanceOf(IOException.class).hasMessage("no answer");

    assertThat(files()).isEmpty();
  }

  @Test
  void aRenameWhoseAnswerIsLostMadeTheVersion() throws IOException {
    LossyFileSystem.answersRenames = false;

    assertThat(commit()).isZero();
    assertThat(log.latestVersion()).hasValue(0);
  }

  @Test
  void aRenameWhoseAnswerIsLostMadeTheVersionEvenIfTheServerDoesNotAnswerDeletesEither()
      throws IOException {
    LossyFileSystem.answersRenames = false;
    LossyFileSystem.answersDeletes = false;

    assertThat(commit()).isZero();
    assertThat(log.latestVersion()).hasValue(0);
  }

  @Test
  void aRenameThatMayStillHappenLeavesTheFateOfTheCommitUnknown() throws IOException {
    LossyFileSystem.renames = false;
    LossyFileSystem.answersRenames = false;
    LossyFileSystem.deletes = false;
    LossyFileSystem.answersDeletes = false;

    assertThatThrownBy(this::commit)
        .hasMessageContaining("TENSORMAP_COMMIT_STATE_UNKNOWN")
        .hasMessageContaining("may or may not have got version 0");
    assertThat(log.latestVersion()).isEmpty();

    happenAtLast();
    assertThat(log.latestVersion()).hasValue(0);
  }

  @Test
  void aTemporaryFileThatTheServerSaysItDidNotDeleteLeavesTheFateUnknownToo() throws IOException {
    LossyFileSystem.renames = false;
    LossyFileSystem.answersRenames = false;
    LossyFileSystem.deletes = false;

    assertThatThrownBy(this::commit).hasMessageContaining("TENSORMAP_COMMIT_STATE_UNKNOWN");
  }

  @Test
  void aRenameThatTheClientFailsAtLeavesNoTemporaryFile() throws IOException {
    LossyFileSystem.failsRenames = true;

    assertThatThrownBy(this::commit)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("client is broken");

    assertThat(files()).isEmpty();
  }

  @Test
  void aVersionFileThatCanNotBeReadAfterALostAnswerLeavesTheFateUnknown() throws IOException {
    LossyFileSystem.showsContents = false;
    LossyFileSystem.answersRenames = false;

    assertThatThrownBy(this::commit)
        .hasMessageContaining("TENSORMAP_COMMIT_STATE_UNKNOWN")
        .hasMessageContaining("may or may not have got version 0");

    LossyFileSystem.showsContents = true;
    assertThat(log.latestVersion()).hasValue(0);
    assertThat(log.at(0).shards()).isEmpty();
  }

  @Test
  void aRaceThatTheServerOnlyCallsAFailureIsLostAndTheCommitTriesAgain() throws IOException {
    LossyFileSystem.isFasterWriterThere = true;

    long version =
        log.commit(new Commit(Operation.APPEND, Commit.NO_VERSION, Optional.empty(), List.of()));

    assertThat(version).isEqualTo(1);
    assertThat(log.history()).hasSize(2);
  }

  @Test
  void aViewAllowsCommitsIfWhatIsMountedThereDoes() throws IOException {
    configuration.set("fs.viewfs.mounttable.all.link./atomic", SCHEME + ":" + directory);
    configuration.set("fs.viewfs.mounttable.all.link./local", directory.toUri().toString());

    DatasetLog atomic = viewed("/atomic/some/dataset");
    DatasetLog local = viewed("/local/some/dataset");

    assertThat(
            atomic.commit(
                new Commit(Operation.CREATE, Commit.NO_VERSION, Optional.empty(), List.of())))
        .isZero();
    assertThat(directory.resolve("some/dataset/_tensormap/00000000000000000000.json")).exists();
    assertThatThrownBy(local::checkCanCommit)
        .hasMessageContaining("TENSORMAP_NO_ATOMIC_COMMIT")
        .hasMessageContaining("'file'");
  }

  private DatasetLog viewed(String path) throws IOException {
    return new DatasetLog(
        Storage.of(new org.apache.hadoop.fs.Path("viewfs://all" + path), configuration));
  }

  private long commit() throws IOException {
    return log.commit(new Commit(Operation.CREATE, Commit.NO_VERSION, Optional.empty(), List.of()));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("dataset/" + DatasetLog.DIRECTORY))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** What the server does when it comes to the request at last. */
  private void happenAtLast() throws IOException {
    Path log = directory.resolve("dataset/" + DatasetLog.DIRECTORY);
    Files.move(log.resolve(files().get(0)), log.resolve("00000000000000000000.json"));
  }

  /** Local files on a server that may not do what it is asked for, and may not answer. */
  public static final class LossyFileSystem extends RawLocalFileSystem {
    private static volatile boolean renames;
    private static volatile boolean answersRenames;
    private static volatile boolean deletes;
    private static volatile boolean answersDeletes;
    private static volatile boolean failsRenames;
    private static volatile boolean showsContents;
    private static volatile boolean isFasterWriterThere;

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    @SuppressWarnings("deprecation") // What FileContext calls.
    protected void rename(
        org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to, Options.Rename... options)
        throws IOException {
      if (failsRenames) {
        throw new IllegalStateException("client is broken");
      }
      if (isFasterWriterThere) {
        isFasterWriterThere = false;
        commitAnotherVersion(to);
        throw new IOException("rename failed");
      }
      if (renames) {
        super.rename(from, to, options);
      }
      if (!answersRenames) {
        throw new IOException("no answer");
      }
    }

    private static void commitAnotherVersion(org.apache.hadoop.fs.Path to) throws IOException {
      org.apache.hadoop.fs.Path dataset = to.getParent().getParent();
      new DatasetLog(
              Storage.of(
                  new org.apache.hadoop.fs.Path("file", null, dataset.toUri().getPath()),
                  new Configuration()))
          .commit(new Commit(Operation.CREATE, Commit.NO_VERSION, Optional.empty(), List.of()));
    }

    /** A server that shows nothing of a file gives an empty one. */
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      FSDataInputStream in = super.open(path, bufferSize);
      if (!showsContents) {
        in.seek(getFileStatus(path).getLen());
      }
      return in;
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      boolean isDeleted = deletes && super.delete(path, recursive);
      if (!answersDeletes) {
        throw new IOException("no answer");
      }
      return isDeleted;
    }
  }

  /** The same for those who ask through a context of files. */
  public static final class LossyFileContext extends DelegateToFileSystem {
    public LossyFileContext(URI uri, Configuration configuration)
        throws IOException, URISyntaxException {
      super(uri, initialized(uri, configuration), configuration, SCHEME, false);
    }

    private static FileSystem initialized(URI uri, Configuration configuration) throws IOException {
      LossyFileSystem files = new LossyFileSystem();
      files.initialize(uri, configuration);
      return files;
    }
  }
}

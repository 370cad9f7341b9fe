package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TensorMapException;

class VacuumTest {
  private static final OptionalInt ALL = OptionalInt.empty();

  @TempDir Path directory;

  @Test
  void exactlyTheOldFilesThatNoVersionNamesAreDeleted() throws IOException {
    Shard first = written();
    Shard replaced = written();
    log().commit(commit(Operation.CREATE, -1, first, replaced));
    log().commit(commit(Operation.OVERWRITE, 0, written()));
    Shard orphan = written();
    Path foreign = Files.writeString(directory.resolve("python.mts"), "not ours");
    Path note = Files.writeString(directory.resolve("_tensormap/README"), "not ours either");
    Path killed =
        Files.writeString(
            directory.resolve(
                "_tensormap/.00000000000000000002.json." + UUID.randomUUID() + ".tmp"),
            "{");
    List<Path> before = files();

    List<Garbage> listed = vacuum(now() + 1, ALL).list();
    assertThat(files()).isEqualTo(before);
    List<Garbage> deleted = vacuum(now() + 1, ALL).run();

    assertThat(deleted).isEqualTo(listed);
    assertThat(deleted)
        .containsExactlyInAnyOrder(
            new Garbage(orphan.path(), Garbage.Kind.SHARD, orphan.size()),
            new Garbage(
                directory.relativize(killed).toString(), Garbage.Kind.TEMPORARY, "{".length()));
    before.removeAll(List.of(directory.resolve(orphan.path()), killed));
    assertThat(files()).isEqualTo(before).contains(foreign, note);
  }

  @Test
  void manyOrphansAreAllDeleted() throws IOException {
    log().commit(commit(Operation.CREATE, -1, written()));
    List<Path> before = files();
    List<String> orphans = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      orphans.add(written().path());
    }

    List<Garbage> deleted = vacuum(now() + 1, ALL).run();

    assertThat(deleted).extracting(Garbage::path).containsExactlyInAnyOrderElementsOf(orphans);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void oneFileThatCanNotBeDeletedKeepsNoOther() throws IOException {
    log().commit(commit(Operation.CREATE, -1, written()));
    List<Path> before = files();
    for (int i = 0; i < 50; i++) {
      written();
    }
    Path stuck = directory.resolve(written().path());
    StickyFileSystem.stuck = stuck.getFileName().toString();
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", StickyFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    Storage sticky = Storage.of(new org.apache.hadoop.fs.Path(directory.toUri()), configuration);

    assertThatThrownBy(() -> new Vacuum(sticky, now() + 1, ALL).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString())
        .hasRootCauseMessage(stuck.getFileName() + " is stuck");

    before.add(stuck);
    assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void filesThatMayBelongToARunningWriteStay() throws IOException {
    log().commit(commit(Operation.CREATE, -1, written()));
    Shard old = written();
    Shard running = written();
    age(directory.resolve(old.path()), 1000);

    List<Garbage> deleted = vacuum(now() - 500, ALL).run();

    assertThat(deleted).extracting(Garbage::path).containsExactly(old.path());
    log().commit(commit(Operation.APPEND, 0, running));
    assertThat(directory.resolve(running.path())).exists();
  }

  @Test
  void expiredVersionsGoWithTheShardsThatOnlyTheyName() throws IOException {
    Shard replaced = written();
    Shard kept = written();
    log().commit(commit(Operation.CREATE, -1, replaced, kept));
    log().commit(Commit.compact(0, java.util.Set.of(replaced.path()), List.of(written())));
    log().commit(commit(Operation.APPEND, 1, written()));

    List<Garbage> deleted = vacuum(now() + 1000, OptionalInt.of(2)).run();

    assertThat(deleted)
        .extracting(Garbage::path)
        .containsExactly("_tensormap/00000000000000000000.json", replaced.path());
    assertThat(log().history()).extracting(Change::version).containsExactly(2L, 1L);
    assertThat(log().at(1).shards()).extracting(Shard::path).contains(kept.path()).hasSize(2);
    assertThatThrownBy(() -> log().at(0))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("a vacuum removed it. It has versions 1 to 2");
    assertThatThrownBy(() -> log().asOf(0)).hasMessageContaining("version 1");
  }

  @Test
  void aVersionThatOthersBuildOnIsKeptWithThem() throws IOException {
    for (int i = 0; i < DatasetLog.COMPLETE_EVERY + 10; i++) {
      log().commit(commit(Operation.APPEND, i - 1, shard(i)));
    }

    assertThat(vacuum(now() + 1000, OptionalInt.of(20)).run()).isEmpty();
    assertThat(vacuum(now() + 1000, OptionalInt.of(1)).run()).hasSize(DatasetLog.COMPLETE_EVERY);

    assertThat(log().history()).hasSize(10);
    for (int version = DatasetLog.COMPLETE_EVERY;
        version < DatasetLog.COMPLETE_EVERY + 10;
        version++) {
      assertThat(log().at(version).shards()).hasSize(version + 1);
    }
  }

  @Test
  void versionsThatWereReplacedAShortTimeAgoAreKept() throws IOException {
    log().commit(commit(Operation.CREATE, -1, written()));
    log().commit(commit(Operation.OVERWRITE, 0, written()));
    log().commit(commit(Operation.OVERWRITE, 1, written()));

    assertThat(vacuum(log().at(1).timestamp(), OptionalInt.of(1)).run()).isEmpty();
    vacuum(log().at(1).timestamp() + 1, OptionalInt.of(1)).run();
    assertThat(log().history()).extracting(Change::version).containsExactly(2L, 1L);
  }

  @Test
  void whatAnInterruptedVacuumLeftIsReadableAndGoesNextTime() throws IOException {
    List<Shard> shards = IntStream.range(0, 4).mapToObj(i -> written()).toList();
    for (int i = 0; i < 3; i++) {
      log().commit(commit(Operation.APPEND, i - 1, shards.get(i)));
    }
    log().commit(commit(Operation.OVERWRITE, 2, shards.get(3)));
    Files.delete(directory.resolve("_tensormap/00000000000000000000.json"));

    assertThat(log().history()).extracting(Change::version).containsExactly(3L);
    assertThatThrownBy(() -> log().at(2)).hasMessageContaining("a vacuum removed it");
    assertThat(vacuum(now() + 1000, ALL).run()).hasSize(2 + 3);
    assertThat(directory.resolve(shards.get(3).path())).exists();
  }

  @Test
  void theFirstWriteOfADatasetThatWasKilledIsCleanedUp() throws IOException {
    log().begin();
    Shard orphan = written();

    assertThat(vacuum(now() - 1000, ALL).run()).isEmpty();
    assertThat(vacuum(now() + 1000, ALL).run())
        .extracting(Garbage::path)
        .containsExactly(orphan.path());
  }

  @Test
  void whatIsNotADatasetIsNotTouched() throws IOException {
    Shard lookalike = written();

    assertThatThrownBy(() -> vacuum(now() + 1000, ALL).run())
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET")
        .hasMessageContaining(directory.toString());
    assertThat(directory.resolve(lookalike.path())).exists();
  }

  @Test
  void nothingIsDeletedBesideALogOfANewerRelease() throws IOException {
    log().commit(commit(Operation.CREATE, -1, written()));
    Path version = directory.resolve("_tensormap/00000000000000000000.json");
    Files.writeString(version, Files.readString(version).replace("\"format\":1", "\"format\":99"));
    Shard shard = written();

    assertThatThrownBy(() -> vacuum(now() + 1000, OptionalInt.of(1)).run())
        .hasMessageContaining("TENSORMAP_LOG_FROM_THE_FUTURE");
    assertThat(directory.resolve(shard.path())).exists();
  }

  /** A shard whose file is there. */
  private Shard written() {
    Shard shard = shard(0);
    try {
      Files.writeString(directory.resolve(shard.path()), "x".repeat((int) shard.size()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return shard;
  }

  private static Shard shard(int partition) {
    return new Shard(
        ShardName.of(partition, UUID.randomUUID(), 0),
        10,
        0,
        1,
        1,
        new BlockSet(List.of(), List.of()),
        Map.of(),
        List.of());
  }

  private static Commit commit(Operation operation, long base, Shard... shards) {
    return new Commit(operation, base, Optional.empty(), List.of(shards));
  }

  private static void age(Path file, long millis) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(now() - millis));
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private Vacuum vacuum(long before, OptionalInt retainedVersions) throws IOException {
    return new Vacuum(storage(), before, retainedVersions);
  }

  private DatasetLog log() throws IOException {
    return new DatasetLog(storage());
  }

  private Storage storage() throws IOException {
    return Storage.of(new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  /** Local files, one of which can not be deleted. */
  public static final class StickyFileSystem extends RawLocalFileSystem {
    private static volatile String stuck;

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      if (path.getName().equals(stuck)) {
        throw new IOException(stuck + " is stuck");
      }
      return super.delete(path, recursive);
    }
  }
}

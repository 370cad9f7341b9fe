package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;

/** Finding, among many shards, those that may have samples of another. */
class ShardsByBoundsTest {
  private static final BlockSet BLOCKS = new BlockSet(List.of(List.of(6)), List.of(0L));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void findsTheShardsThatEachPairOfBoundsAllows(int seed) {
    Random random = new Random(seed);
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      shards.add(shard(i, bounds(random, 100, 1 + seed * 4), bounds(random, 10, 10)));
    }
    shards.add(shard(60, Map.of()));
    ShardsByBounds found = new ShardsByBounds(shards);

    for (Shard other : shards) {
      assertThat(found.similarTo(other))
          .containsExactlyInAnyOrderElementsOf(
              shards.stream().filter(one -> ShardsByBounds.haveCommonBounds(one, other)).toList());
    }
  }

  @Test
  void looksForNoMoreShardsOnceOneHasPassedTheTest() {
    List<Shard> shards =
        IntStream.range(0, 9).mapToObj(i -> shard(i, new Bounds(0, 9), new Bounds(i, i))).toList();
    List<Shard> tested = new ArrayList<>();
    ShardsByBounds found = new ShardsByBounds(shards);

    Shard other = shard(9, new Bounds(5, 5), new Bounds(2, 6));
    assertThat(found.anyMatch(other, shard -> tested.add(shard) && tested.size() == 2)).isTrue();
    assertThat(tested).containsExactly(shards.get(2), shards.get(3));
  }

  @Test
  void ofShardsWithoutSamplesNoneIsFound() {
    ShardsByBounds none = new ShardsByBounds(List.of(shard(0, Map.of())));

    assertThat(none.similarTo(shard(1, new Bounds(0, 1), new Bounds(0, 1)))).isEmpty();
    assertThat(none.similarTo(shard(2, Map.of()))).isEmpty();
  }

  @Test
  void manyShardsAreComparedWithoutLookingAtEachPair(@TempDir Path directory) throws Exception {
    Storage storage =
        Storage.of(new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration());
    List<Shard> shards =
        IntStream.range(0, 300_000)
            .mapToObj(i -> shard(i, new Bounds(0, 9), new Bounds(2 * i, 2 * i + 1)))
            .toList();

    // The files do not exist: no shard may have a sample of another, so that none is opened.
    AddedSamples samples = new AddedSamples(storage, shards);
    assertThatCode(samples::checkAmongThemselves).doesNotThrowAnyException();
    AddedSamples odd = new AddedSamples(storage, everyOther(shards, 1));
    List<Shard> even = everyOther(shards, 0);
    assertThatCode(() -> odd.check(even)).doesNotThrowAnyException();
  }

  private static List<Shard> everyOther(List<Shard> shards, int first) {
    return IntStream.range(0, shards.size() / 2).mapToObj(i -> shards.get(2 * i + first)).toList();
  }

  private static Bounds bounds(Random random, int range, int length) {
    int min = random.nextInt(range) - range / 2;
    return new Bounds(min, min + random.nextInt(length));
  }

  private static Shard shard(int number, Bounds atom, Bounds system) {
    return shard(number, Map.of("atom", atom, "system", system));
  }

  private static Shard shard(int number, Map<String, Bounds> bounds) {
    return new Shard(number + ".mts", 1, 0, bounds.isEmpty() ? 0 : 1, 1, BLOCKS, bounds, List.of());
  }
}

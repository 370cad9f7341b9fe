package org.tensormap.spark.write;

import java.io.IOException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.input.InputFiles;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Precondition;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;

/**
 * The samples of the shards that an append adds, which must not be in the dataset already.
 *
 * <p>What the log tells of shards, their keys and the bounds of their samples, rules out most pairs
 * of a new and an old shard. Of the others the samples are read, and nothing else.
 */
final class AddedSamples implements Precondition {
  /** Of so many new samples, about, the labels are in memory at a time. */
  private static final long SAMPLES_AT_A_TIME = 1 << 21;

  private final Storage storage;
  private final List<Shard> added;

  AddedSamples(Storage storage, List<Shard> added) {
    this.storage = storage;
    this.added = added;
  }

  /**
   * Looks for the samples in shards.
   *
   * @throws IOException if a shard can not be read
   * @throws org.tensormap.spark.TensorMapException if one of the samples is there already
   */
  @Override
  public void check(List<Shard> present) throws IOException {
    List<Shard> together = new ArrayList<>();
    long samples = 0;
    for (Shard shard : added) {
      if (samples > 0 && samples + shard.rows() > SAMPLES_AT_A_TIME) {
        checkSome(together, present);
        together.clear();
        samples = 0;
      }
      together.add(shard);
      samples += shard.rows();
    }
    checkSome(together, present);
  }

  private void checkSome(List<Shard> some, List<Shard> present) throws IOException {
    Set<List<Integer>> keys = new HashSet<>();
    some.forEach(shard -> keys.addAll(shard.blocks().keys()));
    Map<String, Shard> ours = new HashMap<>();
    List<Shard> theirs = new ArrayList<>();
    for (Shard old : present) {
      if (Collections.disjoint(old.blocks().keys(), keys)) {
        continue;
      }
      List<Shard> similar = some.stream().filter(shard -> haveCommonBounds(shard, old)).toList();
      if (!similar.isEmpty()) {
        similar.forEach(shard -> ours.put(shard.path(), shard));
        theirs.add(old);
      }
    }
    Map<List<Integer>, Labels> samples = samplesByKey(ours.values());
    for (Shard old : theirs) {
      try (MtsFile file = open(old)) {
        check(samples, file, old);
      }
    }
  }

  private void check(Map<List<Integer>, Labels> samples, MtsFile file, Shard old)
      throws IOException {
    Map<List<Integer>, MtsBlock> blocks = blocksByKey(file);
    blocks.keySet().retainAll(samples.keySet());
    file.expect(List.copyOf(blocks.values()), EnumSet.of(MtsPart.SAMPLES));
    for (Map.Entry<List<Integer>, MtsBlock> block : blocks.entrySet()) {
      Labels ours = samples.get(block.getKey());
      int[] shared = ours.select(block.getValue().samples());
      if (shared.length > 0) {
        throw WriteErrors.sampleIsThere(
            storage.resolve(old.path()).toString(),
            LabelColumns.print(file.keys().names(), ints(block.getKey())),
            LabelColumns.print(ours.names(), ours.entry(shared[0]).values()));
      }
    }
  }

  /** The samples of several shards, which may have equal ones, all behind each other. */
  private Map<List<Integer>, Labels> samplesByKey(Collection<Shard> shards) throws IOException {
    Map<List<Integer>, GrowingInts> values = new HashMap<>();
    Map<List<Integer>, List<String>> names = new HashMap<>();
    for (Shard shard : shards) {
      try (MtsFile file = open(shard)) {
        Map<List<Integer>, MtsBlock> blocks = blocksByKey(file);
        file.expect(file.blocks(), EnumSet.of(MtsPart.SAMPLES));
        for (Map.Entry<List<Integer>, MtsBlock> block : blocks.entrySet()) {
          Labels samples = block.getValue().samples();
          names.put(block.getKey(), samples.names());
          values
              .computeIfAbsent(block.getKey(), key -> new GrowingInts())
              .addAll(toArray(samples.values()));
        }
      }
    }
    Map<List<Integer>, Labels> samples = new HashMap<>();
    values.forEach(
        (key, all) -> samples.put(key, Labels.assumeUnique(names.get(key), all.toArray())));
    return samples;
  }

  private MtsFile open(Shard shard) throws IOException {
    return MtsFile.open(
        InputFiles.open(
            storage.resolve(shard.path()).toString(), shard.size(), storage.configuration()));
  }

  private static Map<List<Integer>, MtsBlock> blocksByKey(MtsFile file) {
    Map<List<Integer>, MtsBlock> blocks = new HashMap<>();
    for (int i = 0; i < file.size(); i++) {
      List<Integer> key = new ArrayList<>();
      for (int value : file.keys().entry(i).values()) {
        key.add(value);
      }
      blocks.put(key, file.block(i));
    }
    return blocks;
  }

  /** Whether the bounds of two shards do not rule out that they have a sample in common. */
  private static boolean haveCommonBounds(Shard one, Shard other) {
    for (Map.Entry<String, Bounds> dimension : one.bounds().entrySet()) {
      Bounds bounds = dimension.getValue();
      Bounds others = other.bounds().get(dimension.getKey());
      if (others == null || others.min() > bounds.max() || others.max() < bounds.min()) {
        return false;
      }
    }
    return !one.bounds().isEmpty();
  }

  private static int[] toArray(IntBuffer values) {
    int[] array = new int[values.remaining()];
    values.get(array);
    return array;
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}

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
import java.util.Optional;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.input.InputFiles;
import org.tensormap.spark.log.Precondition;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;

/**
 * The samples of the shards that a write adds, which must not be in the dataset already, nor in two
 * of the shards.
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

  /** A sample that a shard has which must not have it. */
  private record Found(Shard shard, String key, String sample) {}

  /**
   * Looks for the samples in shards.
   *
   * @throws IOException if a shard can not be read
   * @throws org.tensormap.spark.TensorMapException if one of the samples is there already
   */
  @Override
  public void check(List<Shard> present) throws IOException {
    for (List<Shard> some : parts(added)) {
      Optional<Found> found = find(some, present);
      if (found.isPresent()) {
        throw WriteErrors.sampleIsThere(
            storage.resolve(found.get().shard.path()).toString(),
            found.get().key,
            found.get().sample);
      }
    }
  }

  /**
   * Looks for a sample that two of the shards have: tasks that take rows as they come do not know
   * of each other.
   *
   * @throws IOException if a shard can not be read
   * @throws org.tensormap.spark.TensorMapException if there is one
   */
  void checkAmongThemselves() throws IOException {
    ShardsByBounds all = new ShardsByBounds(added);
    List<Shard> similar =
        added.stream()
            .filter(
                one ->
                    all.anyMatch(
                        one,
                        other -> !other.path().equals(one.path()) && haveCommonKeys(one, other)))
            .toList();
    List<Shard> rest = new ArrayList<>(similar);
    for (List<Shard> some : parts(similar)) {
      rest = rest.subList(some.size(), rest.size());
      Optional<Found> found = findTwice(some);
      if (found.isEmpty()) {
        found = find(some, rest);
      }
      if (found.isPresent()) {
        throw WriteErrors.duplicateSample(found.get().key, found.get().sample);
      }
    }
  }

  /** Some shards at a time, in their order, as many as have labels that fit into memory. */
  private static List<List<Shard>> parts(List<Shard> shards) {
    List<List<Shard>> parts = new ArrayList<>();
    int start = 0;
    long samples = 0;
    for (int i = 0; i < shards.size(); i++) {
      if (samples > 0 && samples + shards.get(i).rows() > SAMPLES_AT_A_TIME) {
        parts.add(shards.subList(start, i));
        start = i;
        samples = 0;
      }
      samples += shards.get(i).rows();
    }
    parts.add(shards.subList(start, shards.size()));
    return parts;
  }

  /** Finds a sample of some of the shards in others. */
  private Optional<Found> find(List<Shard> some, List<Shard> others) throws IOException {
    Set<List<Integer>> keys = new HashSet<>();
    some.forEach(shard -> keys.addAll(shard.blocks().keys()));
    ShardsByBounds all = new ShardsByBounds(some);
    Map<String, Shard> ours = new HashMap<>();
    List<Shard> theirs = new ArrayList<>();
    for (Shard other : others) {
      if (Collections.disjoint(other.blocks().keys(), keys)) {
        continue;
      }
      List<Shard> similar = all.similarTo(other);
      if (!similar.isEmpty()) {
        similar.forEach(shard -> ours.put(shard.path(), shard));
        theirs.add(other);
      }
    }
    Map<List<Integer>, Labels> samples = samplesByKey(ours.values());
    for (Shard other : theirs) {
      try (MtsFile file = open(other)) {
        Optional<Found> found = find(samples, file, other);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> find(Map<List<Integer>, Labels> samples, MtsFile file, Shard other)
      throws IOException {
    Map<List<Integer>, MtsBlock> blocks = blocksByKey(file);
    blocks.keySet().retainAll(samples.keySet());
    file.expect(List.copyOf(blocks.values()), EnumSet.of(MtsPart.SAMPLES));
    for (Map.Entry<List<Integer>, MtsBlock> block : blocks.entrySet()) {
      Labels ours = samples.get(block.getKey());
      int[] shared = ours.select(block.getValue().samples());
      if (shared.length > 0) {
        return Optional.of(
            found(other, file, block.getKey(), ours.names(), ours.entry(shared[0]).values()));
      }
    }
    return Optional.empty();
  }

  /** Finds a sample that two of some shards have. */
  private Optional<Found> findTwice(List<Shard> some) throws IOException {
    Map<List<Integer>, TupleIndex> seen = new HashMap<>();
    for (Shard shard : some) {
      try (MtsFile file = open(shard)) {
        Map<List<Integer>, MtsBlock> blocks = blocksByKey(file);
        file.expect(file.blocks(), EnumSet.of(MtsPart.SAMPLES));
        for (Map.Entry<List<Integer>, MtsBlock> block : blocks.entrySet()) {
          Labels samples = block.getValue().samples();
          TupleIndex index =
              seen.computeIfAbsent(block.getKey(), key -> new TupleIndex(samples.dimensions()));
          for (LabelsEntry sample : samples) {
            int before = index.size();
            if (index.number(sample.values()) < before) {
              return Optional.of(
                  found(shard, file, block.getKey(), samples.names(), sample.values()));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Found found(
      Shard shard, MtsFile file, List<Integer> key, List<String> names, int[] sample) {
    return new Found(
        shard,
        LabelColumns.print(file.keys().names(), ints(key)),
        LabelColumns.print(names, sample));
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

  private static boolean haveCommonKeys(Shard one, Shard other) {
    return !Collections.disjoint(one.blocks().keys(), Set.copyOf(other.blocks().keys()));
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

package org.tensormap.spark.cli;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorMap;
import org.tensormap.io.MtsFile;

/**
 * The keys and shapes of one tensor map, which may be spread over many files along its samples.
 * Values are not read.
 */
final class MapOverview {
  /** A block in one of the files. */
  record Place(int file, int block) {}

  private static final class Block {
    private final long[] shape;
    private final List<Place> places = new ArrayList<>();

    Block(long[] shape) {
      this.shape = shape;
    }

    /** The first file that has it. */
    int file() {
      return places.get(0).file();
    }
  }

  private final Map<LabelsEntry, Block> blocks = new LinkedHashMap<>();
  private final Map<String, String> info = new LinkedHashMap<>();
  private final TensorMapFiles files;
  private List<String> names = List.of();

  /** The first file with blocks, which tells what all keys are. */
  private int first;

  private MapOverview(TensorMapFiles files) {
    this.files = files;
  }

  /**
   * Reads the keys and shapes of files.
   *
   * @throws CommandException if the files are not parts of one tensor map
   */
  static MapOverview of(TensorMapFiles files) throws IOException {
    MapOverview overview = new MapOverview(files);
    for (int i = 0; i < files.size(); i++) {
      try (MtsFile file = files.open(i)) {
        overview.add(i, file);
      }
    }
    return overview;
  }

  /** Adds a file: its samples follow those of the files before. */
  private void add(int position, MtsFile file) throws IOException {
    file.info().forEach(info::putIfAbsent);
    if (file.size() > 0) {
      if (blocks.isEmpty()) {
        first = position;
        names = file.keys().names();
      }
      checkSame("key dimensions", names, file.keys().names(), first, position);
    }
    for (int i = 0; i < file.size(); i++) {
      long[] shape = file.block(i).shape().getShape();
      Block block = blocks.get(file.keys().entry(i));
      if (block == null) {
        block = new Block(shape.clone());
        blocks.put(file.keys().entry(i), block);
      } else {
        checkSame("numbers of axes", block.shape.length, shape.length, block.file(), position);
        block.shape[0] += shape[0];
      }
      block.places.add(new Place(position, i));
    }
  }

  private void checkSame(String what, Object ours, Object theirs, int file, int other) {
    if (!ours.equals(theirs)) {
      throw new CommandException(
          "the files "
              + files.name(file)
              + " and "
              + files.name(other)
              + " are not parts of one tensor map: they have different "
              + what
              + ", "
              + ours
              + " and "
              + theirs
              + "; name them in commands of their own");
    }
  }

  /**
   * Prints the keys and shapes as the reference does, all of them, and the info if there is any.
   */
  String print() {
    StringBuilder text = new StringBuilder(TensorMap.print(keys(), shapes(), -1));
    if (!info.isEmpty()) {
      text.append("\n    info:");
      info.forEach((key, value) -> text.append("\n      ").append(key).append(": ").append(value));
    }
    return text.toString();
  }

  /**
   * Finds the blocks whose keys have some values.
   *
   * @param selection values by name of key dimension
   * @return the places of the blocks, in the order of the keys and then of the files
   * @throws CommandException if a name is not one of the keys', or no block has these values
   */
  List<Place> find(Map<String, Integer> selection) {
    return indices(selection).stream().flatMap(index -> places(index).stream()).toList();
  }

  /**
   * Finds the keys that have some values.
   *
   * @param selection values by name of key dimension; with none, all keys are found
   * @return the positions of the keys
   * @throws CommandException if a name is not one of the keys', or no key has these values
   */
  List<Integer> indices(Map<String, Integer> selection) {
    for (String name : selection.keySet()) {
      if (!names.contains(name)) {
        throw new CommandException("there is no key dimension '" + name + "', there are " + names);
      }
    }
    List<LabelsEntry> keys = List.copyOf(blocks.keySet());
    List<Integer> found =
        IntStream.range(0, keys.size())
            .filter(index -> matches(keys.get(index), selection))
            .boxed()
            .toList();
    if (found.isEmpty() && !selection.isEmpty()) {
      throw new CommandException("there is no block with the key " + selection);
    }
    return found;
  }

  private static boolean matches(LabelsEntry key, Map<String, Integer> selection) {
    return selection.entrySet().stream().allMatch(e -> key.get(e.getKey()) == e.getValue());
  }

  /** The places of the block of a key, in the order of the files. */
  List<Place> places(int key) {
    return List.copyOf(List.copyOf(blocks.values()).get(key).places);
  }

  List<Shape> shapes() {
    return blocks.values().stream().map(block -> new Shape(block.shape)).toList();
  }

  /** The number of samples of each block. */
  long[] samples() {
    return blocks.values().stream().mapToLong(block -> block.shape[0]).toArray();
  }

  Map<String, String> info() {
    return Collections.unmodifiableMap(info);
  }

  Labels keys() {
    int[] values =
        blocks.keySet().stream().map(LabelsEntry::values).flatMapToInt(Arrays::stream).toArray();
    return names.isEmpty() ? Labels.empty(List.of("_")) : new Labels(names, values);
  }
}

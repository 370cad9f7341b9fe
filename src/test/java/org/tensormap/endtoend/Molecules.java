package org.tensormap.endtoend;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The real molecules, and what the Python library computed for them with the two models. */
final class Molecules {
  /**
   * The reference cut the molecules into files of this many, and called the featurizer once for
   * each.
   */
  static final int GROUP_SIZE = 41;

  static final Path INPUT = file("molecules.jsonl");
  static final Path FEATURIZER = file("featurizer.pt");
  static final Path ENERGY_MODEL = file("energy.pt");

  private Molecules() {}

  /** The features, one file per group, in order. */
  static List<Path> featureFiles() throws IOException {
    try (var files = Files.list(file("features"))) {
      return files.filter(path -> path.toString().endsWith(".mts")).sorted().toList();
    }
  }

  /** The energies in eV, by system. */
  static SortedMap<Integer, Double> energies() throws IOException {
    SortedMap<Integer, Double> energies = new TreeMap<>();
    List<String> lines = Files.readAllLines(file("energies.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      energies.put(Integer.parseInt(cells[0]), Double.parseDouble(cells[1]));
    }
    return energies;
  }

  private static Path file(String name) {
    try {
      return Path.of(Molecules.class.getResource("/molecules/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

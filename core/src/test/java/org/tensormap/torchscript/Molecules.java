package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** The sample molecules, and the two models that make features and energies of them. */
final class Molecules {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Molecules() {}

  static Path file(String name) {
    try {
      return Path.of(Molecules.class.getResource("/molecules/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static TorchScriptModel model(String name) throws IOException {
    return TorchScriptModel.load(file(name), Device.cpu());
  }

  static TensorMap features(int part, NDManager manager) throws IOException {
    return Mts.load(file(String.format("features/part-%05d.mts", part)), manager);
  }

  /** The arguments of the featurizer for some systems. */
  static Object[] arguments(int[] systems, NDManager manager) throws IOException {
    List<String> lines = Files.readAllLines(file("molecules.jsonl"));
    List<NDArray> types = new ArrayList<>();
    List<NDArray> positions = new ArrayList<>();
    for (int system : systems) {
      JsonNode molecule = JSON.readTree(lines.get(system));
      int atoms = molecule.get("types").size();
      int[] atomTypes =
          IntStream.range(0, atoms).map(i -> molecule.get("types").get(i).asInt()).toArray();
      double[] coordinates =
          IntStream.range(0, 3 * atoms)
              .mapToDouble(i -> molecule.get("positions").get(i / 3).get(i % 3).asDouble())
              .toArray();
      types.add(manager.create(IntBuffer.wrap(atomTypes), new Shape(atoms)));
      positions.add(manager.create(DoubleBuffer.wrap(coordinates), new Shape(atoms, 3)));
    }
    return new Object[] {types, positions, IntStream.of(systems).boxed().toList()};
  }

  /** The systems whose atoms are samples of a map. */
  static int[] systems(TensorMap features) {
    return features.blocks().stream()
        .map(TensorBlock::samples)
        .flatMapToInt(samples -> IntStream.of(samples.column("system")))
        .distinct()
        .sorted()
        .toArray();
  }

  /** The recorded energies, by system. */
  static Map<Integer, Double> energies() throws IOException {
    Map<Integer, Double> energies = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file("energies.csv"));
    for (String line : lines.subList(1, lines.size())) {
      int comma = line.indexOf(',');
      energies.put(
          Integer.valueOf(line.substring(0, comma)), Double.valueOf(line.substring(comma + 1)));
    }
    return energies;
  }
}

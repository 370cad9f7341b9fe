package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/**
 * Molecules to features to energies on the command line, then back through SQL and through our own
 * reader.
 */
class MoleculesToEnergiesIT {
  @TempDir private static Path directory;

  private static Path features;
  private static Path energies;

  @BeforeAll
  static void featurizeAndPredict() {
    features = directory.resolve("features");
    energies = directory.resolve("energies");
    CommandLineRun featurize =
        CommandLineRun.of(
            "featurize",
            "--model",
            Molecules.FEATURIZER.toString(),
            "--input",
            Molecules.INPUT.toString(),
            "--columns",
            "types,positions,system",
            "--group-size",
            Integer.toString(Molecules.GROUP_SIZE),
            "--output",
            features.toString(),
            "--master",
            "local[2]");
    assertThat(featurize.status()).as(featurize.err()).isZero();
    CommandLineRun predict =
        CommandLineRun.of(
            "predict",
            "--model",
            Molecules.ENERGY_MODEL.toString(),
            "--input",
            features.toString(),
            "--output",
            energies.toString(),
            "--master",
            "local[2]");
    assertThat(predict.status()).as(predict.err()).isZero();
  }

  @Test
  void everyBlockOfTheFeaturesIsThatOfTheReference() throws IOException {
    List<Path> expectedFiles = Molecules.featureFiles();
    try (NDManager manager = HostNDManager.newManager()) {
      Map<Integer, TensorMap> written = byFirstSystem(shards(features), manager);
      assertThat(written).hasSameSizeAs(expectedFiles);
      for (Path file : expectedFiles) {
        TensorMap expected = Mts.load(file, manager);
        TensorMap actual = written.get(firstSystem(expected));
        assertThat(actual.keys()).isEqualTo(expected.keys());
        for (int i = 0; i < expected.size(); i++) {
          assertSameBlock(actual.block(i), expected.block(i));
        }
      }
    }
  }

  @Test
  void everyEnergyIsThatOfTheReference() throws IOException {
    SortedMap<Integer, Double> actual = new TreeMap<>();
    try (NDManager manager = HostNDManager.newManager()) {
      for (Path shard : shards(energies)) {
        TensorMap map = Mts.load(shard, manager);
        assertThat(map.getInfo("unit")).contains("eV");
        int[] systems = map.block().samples().column("system");
        double[] values = map.block().values().toDoubleArray();
        for (int i = 0; i < systems.length; i++) {
          assertThat(actual.put(systems[i], values[i])).as("system %d", systems[i]).isNull();
        }
      }
    }
    assertSameEnergies(actual);
  }

  @Test
  void energiesReadBackThroughSqlAreThoseOfTheReference() throws IOException {
    CommandLineRun sql =
        CommandLineRun.of(
            "sql",
            "SELECT system, values[0] AS energy FROM tensormap.`" + energies + "` ORDER BY system",
            "--format",
            "json",
            "--master",
            "local[2]");
    assertThat(sql.status()).as(sql.err()).isZero();
    assertSameEnergies(energiesIn(sql.out()));
  }

  @Test
  void modelsRunInSqlOnBothStepsWithoutFilesInBetween() throws IOException {
    String molecules =
        "(SELECT floor(system / "
            + Molecules.GROUP_SIZE
            + ") AS part, array_sort(collect_list(struct(system, types,"
            + " positions))) AS rows FROM json.`"
            + Molecules.INPUT
            + "` GROUP BY 1)";
    CommandLineRun sql =
        CommandLineRun.of(
            "sql",
            "SELECT part, tm_print(tm_predict('"
                + Molecules.ENERGY_MODEL
                + "', tm_predict('"
                + Molecules.FEATURIZER
                + "', rows.types, rows.positions, rows.system))) AS printed FROM "
                + molecules
                + " ORDER BY part",
            "--format",
            "json",
            "--master",
            "local[2]");
    assertThat(sql.status()).as(sql.err()).isZero();
    assertThat(sql.out())
        .contains("TensorMap with 1 block")
        .contains("(41, 1)")
        .contains("(39, 1)");
  }

  @Test
  void showPrintsTheKeysAndShapesOfAShard() throws IOException {
    Path reference = Molecules.featureFiles().get(0);
    CommandLineRun show = CommandLineRun.of("show", reference.toString());
    assertThat(show.status()).as(show.err()).isZero();
    assertThat(show.out())
        .contains("TensorMap with 121 blocks", "keys: [center_type, neighbor_type]");
  }

  @Test
  void writingOverAnExistingDatasetIsRefusedInOneLineAndLeavesItAlone() throws IOException {
    List<Path> before = shards(energies);
    CommandLineRun again =
        CommandLineRun.of(
            "predict",
            "--model",
            Molecules.ENERGY_MODEL.toString(),
            "--input",
            features.toString(),
            "--output",
            energies.toString(),
            "--master",
            "local[2]");
    assertThat(again.status()).isNotZero();
    assertThat(again.err().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains(energies.toString());
    assertThat(shards(energies)).isEqualTo(before);
  }

  private static void assertSameBlock(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(actual.values().toDoubleArray())
        .containsExactly(expected.values().toDoubleArray(), within(1e-12));
  }

  private static void assertSameEnergies(SortedMap<Integer, Double> actual) throws IOException {
    SortedMap<Integer, Double> expected = Molecules.energies();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (system, energy) ->
            assertThat(actual.get(system))
                .as("system %d", system)
                .isCloseTo(energy, Percentage.withPercentage(1e-7)));
  }

  private static SortedMap<Integer, Double> energiesIn(String jsonLines) throws IOException {
    ObjectMapper json = new ObjectMapper();
    SortedMap<Integer, Double> energies = new TreeMap<>();
    for (String line : jsonLines.lines().toList()) {
      JsonNode row = json.readTree(line);
      energies.put(row.get("system").asInt(), row.get("energy").asDouble());
    }
    return energies;
  }

  private static Map<Integer, TensorMap> byFirstSystem(List<Path> files, NDManager manager)
      throws IOException {
    Map<Integer, TensorMap> maps = new TreeMap<>();
    for (Path file : files) {
      TensorMap map = Mts.load(file, manager);
      maps.put(firstSystem(map), map);
    }
    return maps;
  }

  /** The smallest system of any block: groups are runs of systems. */
  private static int firstSystem(TensorMap map) {
    return map.blocks().stream().mapToInt(block -> block.samples().get(0, 0)).min().orElseThrow();
  }

  private static List<Path> shards(Path dataset) throws IOException {
    List<Path> shards = new ArrayList<>();
    try (var files = Files.walk(dataset)) {
      files.filter(path -> path.toString().endsWith(".mts")).sorted().forEach(shards::add);
    }
    return shards;
  }
}

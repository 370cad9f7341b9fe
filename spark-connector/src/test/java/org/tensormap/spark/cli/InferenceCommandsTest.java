package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TestSession;

class InferenceCommandsTest {
  private static final Path MOLECULES = Fixtures.molecules("molecules.jsonl");
  private static final Path FEATURIZER = Fixtures.molecules("featurizer.pt");
  private static final Path ENERGY = Fixtures.molecules("energy.pt");

  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void quickstartMakesTheEnergiesOfPythonAndSaysWhatItDoes() throws IOException {
    Path output = directory.resolve("quick start");

    CommandRun run = CommandRun.of("quickstart", "--output", output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("forward(types: List[Tensor], positions: List[Tensor], system: List[int])")
        .contains("TensorMap with 144 blocks")
        .contains("C2H6CHOH")
        .contains("What to try next");
    assertThat(run.err()).contains("162 molecules").contains("3 tensor maps");
    assertEnergies(output.resolve("energies"));
  }

  @Test
  void programsGetResultsAsJson() {
    Path output = directory.resolve("quickstart");
    Path energies = directory.resolve("energies");

    CommandRun quickstart = CommandRun.of("quickstart", "--output", output, "--format", "json");
    CommandRun predict =
        CommandRun.of(
            "predict",
            "--model",
            ENERGY,
            "--input",
            output.resolve("features"),
            "--output",
            energies,
            "--format",
            "json");

    assertThat(quickstart.out().lines())
        .singleElement()
        .asString()
        .startsWith(
            "{\"features\":{\"output\":\"" + output + "/features\",\"rows\":162,\"seconds\":");
    assertThat(predict.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"output\":\"" + energies + "\",\"rows\":3,\"seconds\":");
  }

  @Test
  void quickstartReplacesItsResultsOnlyIfTold() {
    Path output = directory.resolve("quickstart");
    CommandRun.of("quickstart", "--output", output);

    CommandRun again = CommandRun.of("quickstart", "--output", output);
    CommandRun overwriting = CommandRun.of("quickstart", "--output", output, "--mode", "overwrite");

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errorLines())
        .singleElement()
        .asString()
        .contains(output.toString(), "already exists", "--mode");
    assertThat(overwriting.status()).isZero();
    assertThat(spark.read().format("tensormap").load(output + "/energies").count()).isEqualTo(162);
  }

  @Test
  void quickstartLeavesFilesOfOthersAlone() throws IOException {
    Path mine = Files.writeString(directory.resolve("energy.pt"), "mine");

    CommandRun run = CommandRun.of("quickstart", "--output", directory);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(mine.toString());
    assertThat(mine).hasContent("mine");
  }

  @Test
  void featurizeAndPredictGiveTheEnergiesOfPython() throws IOException {
    Path features = directory.resolve("features");
    Path energies = directory.resolve("energies");

    CommandRun featurize = featurize(MOLECULES, features, "--group-size", 50);
    CommandRun predict =
        CommandRun.of("predict", "--model", ENERGY, "--input", features, "--output", energies);

    assertThat(featurize.status()).as(featurize.err()).isZero();
    assertThat(predict.status()).as(predict.err()).isZero();
    assertThat(featurize.err()).contains("Wrote " + features + ": 162 rows");
    assertThat(tensorMaps(features)).isEqualTo(4);
    assertEnergies(energies);
  }

  @Test
  void predictReadsTheFilesOfPython() throws IOException {
    Path energies = directory.resolve("energies");
    Path features = Fixtures.molecules("features");

    CommandRun run =
        CommandRun.of(
            "predict", "--model", ENERGY, "--output", energies, "--input", features + "/*.mts");

    assertThat(run.status()).as(run.err()).isZero();
    assertEnergies(energies);
  }

  @Test
  void tablesOfEveryFormatGiveTheSameFeatures() throws IOException {
    spark
        .read()
        .json(MOLECULES.toString())
        .coalesce(1)
        .write()
        .parquet(directory + "/molecules.parquet");
    String rows =
        Files.readAllLines(MOLECULES).stream().collect(Collectors.joining(",\n", "[", "]"));
    Path json = Files.writeString(directory.resolve("molecules.json"), rows);

    CommandRun lines = featurize(MOLECULES, directory.resolve("lines"));
    CommandRun parquet =
        featurize(directory.resolve("molecules.parquet"), directory.resolve("parquet"));
    CommandRun array = featurize(json, directory.resolve("array"));

    assertThat(List.of(lines.status(), parquet.status(), array.status())).containsOnly(0);
    List<Row> expected = samples(directory.resolve("lines"));
    assertThat(expected).hasSizeGreaterThan(1000);
    assertThat(samples(directory.resolve("parquet"))).isEqualTo(expected);
    assertThat(samples(directory.resolve("array"))).isEqualTo(expected);
  }

  @Test
  void appendAddsToTheDataset() {
    Path output = directory.resolve("energies");
    Path features = Fixtures.molecules("features");
    CommandRun.of(
        "predict",
        "--model",
        ENERGY,
        "--input",
        features.resolve("part-00000.mts"),
        "--output",
        output);

    CommandRun second =
        CommandRun.of(
            "predict",
            "--model",
            ENERGY,
            "--input",
            features.resolve("part-00001.mts"),
            "--output",
            output,
            "--mode",
            "append");

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(tensorMaps(output)).isEqualTo(2);
  }

  @Test
  void missingColumnsAreNamedWithThoseThereAre() {
    CommandRun run =
        featurize(MOLECULES, directory.resolve("out"), "--columns", "species,positions,system");

    assertThat(run.errorLines())
        .containsExactly(
            "error: "
                + MOLECULES
                + " has no column species; it has name, positions, system, types (choose with"
                + " --columns)");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void columnsThatDoNotFitTheModelAreNamedByTheirArgument() {
    CommandRun type =
        featurize(MOLECULES, directory.resolve("out"), "--columns", "types,name,system");
    CommandRun count =
        featurize(MOLECULES, directory.resolve("out"), "--columns", "types,positions");

    assertThat(type.errorLines())
        .singleElement()
        .asString()
        .contains("Argument 2", "'positions' of type List[Tensor]", "ARRAY<STRING>");
    assertThat(count.errorLines())
        .singleElement()
        .asString()
        .contains("takes 3 arguments", "got 2");
  }

  @Test
  void valuesThatDoNotFitAreNamedByTheirPlace() throws IOException {
    Path ragged =
        Files.writeString(
            directory.resolve("ragged.jsonl"),
            """
            {"types": [1, 1], "positions": [[0.0, 0.0, 0.0], [0.0, 0.0, 0.7]], "system": 0}
            {"types": [1, 1], "positions": [[0.0, 0.0, 0.0], [0.0, 0.7]], "system": 1}
            """);
    Path output = directory.resolve("out");

    CommandRun run = featurize(ragged, output);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errorLines())
        .singleElement()
        .asString()
        .contains("'positions'", "at [1][1]", "expected 3 elements", "got 2");
    assertThat(CommandRun.of("show", output).status()).isEqualTo(1);
  }

  @Test
  void inputsThatCanNotBeReadAreNamed() throws IOException {
    Path unknown = Files.writeString(directory.resolve("molecules.xyz"), "1\n\nH 0 0 0\n");
    Path malformed = Files.writeString(directory.resolve("malformed.jsonl"), "{\"types\": [1\n");

    assertThat(featurize(unknown, directory.resolve("out")).errorLines())
        .singleElement()
        .asString()
        .contains("molecules.xyz", "jsonl", "parquet");
    assertThat(featurize(directory.resolve("missing.jsonl"), directory.resolve("out")).errorLines())
        .singleElement()
        .asString()
        .contains("missing.jsonl");
    assertThat(featurize(malformed, directory.resolve("out")).status()).isEqualTo(1);
  }

  @Test
  void modelsThatCanNotBeUsedAreNamed() {
    Path features = Fixtures.molecules("features");
    Path output = directory.resolve("out");

    CommandRun missing =
        CommandRun.of("predict", "--model", "no.pt", "--input", features, "--output", output);
    CommandRun table =
        CommandRun.of("predict", "--model", MOLECULES, "--input", features, "--output", output);
    CommandRun other =
        CommandRun.of("predict", "--model", FEATURIZER, "--input", features, "--output", output);
    CommandRun noMap =
        CommandRun.of(
            "predict",
            "--model",
            Fixtures.recorded("map_items", "model.pt"),
            "--input",
            features,
            "--output",
            output);

    assertThat(missing.errorLines()).singleElement().asString().contains("'no.pt'");
    assertThat(table.errorLines()).singleElement().asString().contains("molecules.jsonl");
    assertThat(other.errorLines()).singleElement().asString().contains("takes 3 arguments");
    assertThat(noMap.errorLines())
        .singleElement()
        .asString()
        .contains("Tuple[List[int], List[int]]");
  }

  @Test
  void damagedFilesAreNamedAndNothingIsWritten() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.molecules("features/part-00000.mts"));
    Path damaged = directory.resolve("damaged.mts");
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Path cut = Files.write(directory.resolve("cut.mts"), Arrays.copyOf(bytes, bytes.length - 1000));
    Path output = directory.resolve("out");

    CommandRun crc =
        CommandRun.of("predict", "--model", ENERGY, "--input", damaged, "--output", output);
    CommandRun end =
        CommandRun.of("predict", "--model", ENERGY, "--input", cut, "--output", output);

    assertThat(crc.errorLines()).singleElement().asString().contains("damaged.mts");
    assertThat(end.errorLines()).singleElement().asString().contains("cut.mts");
    assertThat(CommandRun.of("show", output).status()).isEqualTo(1);
  }

  @Test
  void groupsHaveAtLeastOneRow() {
    CommandRun run = featurize(MOLECULES, directory.resolve("out"), "--group-size", 0);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errorLines()).singleElement().asString().contains("--group-size", "got 0");
  }

  private static CommandRun featurize(Path input, Path output, Object... more) {
    Object[] common = {"featurize", "--model", FEATURIZER, "--input", input, "--output", output};
    Object[] arguments = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, arguments, common.length, more.length);
    return CommandRun.of(arguments);
  }

  private List<Row> samples(Path dataset) {
    return spark
        .read()
        .format("tensormap")
        .load(dataset.toString())
        .orderBy("center_type", "neighbor_type", "system", "atom")
        .collectAsList();
  }

  private long tensorMaps(Path dataset) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(dataset.toString())
        .count();
  }

  private void assertEnergies(Path dataset) throws IOException {
    TreeMap<Integer, Double> found = new TreeMap<>();
    for (Row row :
        spark.sql("SELECT system, values[0] FROM tensormap.`" + dataset + "`").collectAsList()) {
      found.put(row.getInt(0), row.getDouble(1));
    }
    List<String> lines = Files.readAllLines(Fixtures.molecules("energies.csv"));
    assertThat(found).hasSize(lines.size() - 1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      double energy = Double.parseDouble(cells[1]);
      assertThat(found.get(Integer.valueOf(cells[0])))
          .isCloseTo(energy, within(1e-9 * Math.abs(energy)));
    }
  }
}

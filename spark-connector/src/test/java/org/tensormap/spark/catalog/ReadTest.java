package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

class ReadTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void errorsNameThePathAndKeepSecretsInOptions() {
    assertThatThrownBy(
            () ->
                spark
                    .read()
                    .format("tensormap")
                    .option("fs.nowhere.secret.key", "hunter2")
                    .load("nowhere://host/features"))
        .hasMessageContaining("The path nowhere://host/features can not be looked at")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void everySampleOfEveryBlockIsARowByDefault() throws IOException {
    Dataset<Row> rows = load(Molecules.features());

    assertThat(rows.schema().toDDL())
        .isEqualTo(
            "center_type INT NOT NULL,neighbor_type INT NOT NULL,system INT NOT NULL,"
                + "atom INT NOT NULL,values ARRAY<DOUBLE> NOT NULL");
    assertThat(rows.collectAsList())
        .containsExactlyInAnyOrderElementsOf(expectedSamples(Molecules.files()));
  }

  @Test
  void aSingleFileAndAGlobAndSeveralPathsAreRead() throws IOException {
    List<Path> files = Molecules.files();
    List<Row> first = expectedSamples(files.subList(0, 1));

    assertThat(load(files.get(0)).collectAsList()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(
            spark
                .read()
                .format("tensormap")
                .load(Molecules.features() + "/part-0000[0]*.mts")
                .collectAsList())
        .containsExactlyInAnyOrderElementsOf(first);
    assertThat(
            spark
                .read()
                .format("tensormap")
                .load(files.get(0).toString(), files.get(1).toString())
                .count())
        .isEqualTo(expectedSamples(files.subList(0, 2)).size());
  }

  @Test
  void wholeShardsAreRowsInTheLayoutOfTensorMaps() throws IOException {
    Dataset<Row> rows =
        spark
            .read()
            .format("tensormap")
            .option("layout", "tensormap")
            .load(Molecules.features().toString());

    assertThat(rows.schema().toDDL())
        .isEqualTo(
            "tensormap BINARY NOT NULL,bounds STRUCT<system: STRUCT<min: INT NOT NULL, max: INT NOT"
                + " NULL> NOT NULL, atom: STRUCT<min: INT NOT NULL, max: INT NOT NULL> NOT NULL>");
    List<Row> collected = rows.orderBy("bounds.system.min").collectAsList();
    List<Path> files = Molecules.files();
    assertThat(collected).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      try (HostNDManager manager = HostNDManager.newManager();
          TensorMap expected = Mts.load(files.get(i), manager);
          TensorMap actual = TensorMapBinary.decode((byte[]) collected.get(i).get(0), manager)) {
        assertThat(Mts.saveBuffer(actual)).isEqualTo(Mts.saveBuffer(expected));
      }
    }
  }

  @Test
  void pathsAreTablesInSql() {
    assertThat(
            spark
                .sql("SELECT count(*) FROM tensormap.`" + Molecules.features() + "`")
                .head()
                .getLong(0))
        .isEqualTo(load(Molecules.features()).count());
    assertThat(
            spark
                .sql(
                    "SELECT min(bounds.system.min) FROM tensormap.`"
                        + Molecules.features()
                        + "`.tensormap")
                .head()
                .getInt(0))
        .isZero();
  }

  @Test
  void theFileOfARowCanBeAskedFor() {
    List<Row> files =
        load(Molecules.features()).select("_file").distinct().orderBy("_file").collectAsList();

    assertThat(files)
        .extracting(row -> Path.of(java.net.URI.create(row.getString(0))))
        .containsExactlyElementsOf(Molecules.files());
  }

  @Test
  void gradientsAndComponentsAndEveryTypeOfValuesAreRead() throws IOException {
    for (DataType type :
        List.of(
            DataType.FLOAT32,
            DataType.INT8,
            DataType.UINT8,
            DataType.INT16,
            DataType.UINT16,
            DataType.INT32,
            DataType.UINT32,
            DataType.INT64,
            DataType.BOOLEAN)) {
      Path file = directory.resolve(type + ".mts");
      int size = type.getNumOfBytes();
      ByteBuffer bytes = ByteBuffer.allocateDirect(12 * size).order(ByteOrder.nativeOrder());
      for (int i = 0; i < 12; i++) {
        if (type == DataType.FLOAT32) {
          bytes.putFloat(i % 2);
        } else {
          bytes.put(i * size, (byte) (i % 2));
        }
      }
      saveBlock(file, bytes.rewind(), new Shape(2, 3, 2), type);

      List<Row> rows = load(file).orderBy("system").select("values").collectAsList();

      assertThat(rows).hasSize(2);
      for (Row row : rows) {
        assertThat(row.getList(0))
            .as(type.toString())
            .extracting(
                value -> value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).intValue())
            .containsExactly(0, 1, 0, 1, 0, 1);
      }
    }
  }

  @Test
  void unsignedAndHalfPrecisionValuesKeepTheirSize() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    saveBlock(directory.resolve("u8.mts"), filled(bytes, 0xff), new Shape(2, 1, 2), DataType.UINT8);
    bytes.clear().putShort((short) 0xc000).putShort((short) 0x0001);
    saveBlock(directory.resolve("f16.mts"), bytes.rewind(), new Shape(2, 1, 1), DataType.FLOAT16);

    assertThat(load(directory.resolve("u8.mts")).select("values").head().getList(0))
        .containsExactly((short) 255, (short) 255);
    assertThat(
            load(directory.resolve("f16.mts"))
                .orderBy("system")
                .selectExpr("values[0]")
                .collectAsList())
        .extracting(row -> row.getFloat(0))
        .containsExactly(-2f, 0x1p-24f);
  }

  @Test
  void emptyTensorMapsGiveNoRows() throws IOException {
    Path file = directory.resolve("empty.mts");
    try (TensorMap map = new TensorMap(Labels.empty(List.of("key")), List.of())) {
      Mts.save(file, map);
    }

    assertThat(load(file).count()).isZero();
    Files.copy(Molecules.files().get(0), directory.resolve("full.mts"));
    assertThat(load(directory).count()).isEqualTo(load(Molecules.files().get(0)).count());
  }

  @Test
  void dimensionsOfOneNameGetDifferentColumns() throws IOException {
    Path file = directory.resolve("names.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                new Labels(List.of("type", "values"), new int[][] {{1, 2}}),
                List.of(
                    new TensorBlock(
                        manager.create(new Shape(1, 1), DataType.FLOAT64),
                        new Labels(List.of("Type"), new int[][] {{3}}),
                        List.of(),
                        Labels.range("p", 1))))) {
      Mts.save(file, map);
    }

    Dataset<Row> rows = load(file);

    assertThat(rows.columns()).containsExactly("type", "values_key", "Type_sample", "values");
    assertThat(rows.drop("values").head().toSeq().mkString(",")).isEqualTo("1,2,3");
  }

  @Test
  void aMissingPathIsNamed() {
    assertThatThrownBy(() -> load(directory.resolve("nowhere")))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_PATH_NOT_FOUND")
        .hasMessageContaining(directory.resolve("nowhere").toString());
    assertThatThrownBy(
            () -> spark.sql("SELECT * FROM tensormap.`" + directory.resolve("nowhere") + "`"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining(directory.resolve("nowhere").toString());
  }

  @Test
  void aDirectoryWithoutFilesOfThisKindIsNamed() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "nothing");

    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_NO_FILES")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void filesBelowADirectoryAreReadIfAskedFor() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Files.copy(Molecules.files().get(0), directory.resolve("a/b/features.MTS"));

    assertThatThrownBy(() -> load(directory)).hasMessageContaining("recursiveFileLookup");
    assertThat(
            spark
                .read()
                .format("tensormap")
                .option("recursiveFileLookup", true)
                .load(directory.toString())
                .count())
        .isEqualTo(load(Molecules.files().get(0)).count());
  }

  @Test
  void filesOfDatasetsAndHiddenDirectoriesAreNotTakenForFilesBelowADirectory() throws IOException {
    Path file = Molecules.files().get(0);
    Files.createDirectories(directory.resolve("a/_temporary"));
    Files.createDirectories(directory.resolve("a/.staging"));
    Files.copy(file, directory.resolve("a/features.mts"));
    Files.copy(file, directory.resolve("a/_temporary/features.mts"));
    Files.copy(file, directory.resolve("a/.staging/features.mts"));
    DataFrameReader reader = spark.read().format("tensormap").option("recursiveFileLookup", true);

    assertThat(reader.load(directory.toString()).count()).isEqualTo(load(file).count());

    SystemMaps.append(directory.resolve("a/dataset").toString(), 0);
    assertThatThrownBy(() -> reader.load(directory.toString()))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_SEVERAL_DATASETS")
        .hasMessageContaining("a/dataset is a dataset");
    assertThat(SystemMaps.systems(reader.load(directory.resolve("a/dataset").toString())))
        .containsExactly(0);
  }

  @Test
  void aGlobOrPathsOfSeveralDatasetsAreRefusedWithTheirNames() throws IOException {
    String first = directory.resolve("features-0").toString();
    String second = directory.resolve("features-1").toString();
    SystemMaps.append(first, 0);
    SystemMaps.append(second, 1);
    Files.copy(Molecules.files().get(0), directory.resolve("features.mts"));

    for (String[] paths :
        new String[][] {
          {directory + "/features-*"}, {first, second}, {first, first}, {directory + "/features*"}
        }) {
      assertThatThrownBy(() -> spark.read().format("tensormap").load(paths))
          .as(String.join(",", paths))
          .isInstanceOf(TensorMapException.class)
          .hasMessageContaining("TENSORMAP_SEVERAL_DATASETS")
          .hasMessageContaining("features-0");
    }
    assertThat(SystemMaps.systems(load(directory.resolve("features-[0]")))).containsExactly(0);
  }

  @Test
  void unknownLayoutsAndOptionsAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(
            () ->
                spark
                    .read()
                    .format("tensormap")
                    .option("layout", "rows")
                    .load(Molecules.features().toString()))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'rows'")
        .hasMessageContaining("[samples, values, blocks, tensormap]");
    assertThatThrownBy(
            () ->
                spark
                    .read()
                    .format("tensormap")
                    .option("layot", "samples")
                    .load(Molecules.features().toString()))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'layot'")
        .hasMessageContaining("layout");
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(Molecules.files().get(0));
    Path file = directory.resolve("cut.mts");
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining(file.toString());
  }

  @Test
  void aChangedValueIsFoundWithTheFileAndEntry() throws IOException {
    byte[] bytes = Files.readAllBytes(Molecules.files().get(0));
    String entry = "blocks/1/values.npy";
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(entry) + 400;
    bytes[at] ^= 1;
    Path file = directory.resolve("changed.mts");
    Files.write(file, bytes);

    assertThatThrownBy(() -> load(file).collectAsList())
        .hasMessageContaining("TENSORMAP_CORRUPT_FILE")
        .hasMessageContaining(file.toString())
        .hasMessageContaining(entry);
    assertThat(load(file).select("system").count()).isPositive();
  }

  @Test
  void filesWithDifferentSchemasAreRefusedWithBothNames() throws IOException {
    Path other = directory.resolve("other.mts");
    Files.copy(Molecules.files().get(0), directory.resolve("features.mts"));
    ByteBuffer bytes = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    saveBlock(other, bytes, new Shape(1, 1, 1), DataType.FLOAT64);

    assertThatThrownBy(() -> load(directory).collectAsList())
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasMessageContaining("features.mts")
        .hasMessageContaining("other.mts")
        .hasMessageContaining("key dimensions");
  }

  @Test
  void valuesWithoutACounterpartInSqlAreRefusedWithAWayOut() throws IOException {
    Path file = directory.resolve("complex.mts");
    ByteBuffer bytes = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    saveBlock(file, bytes, new Shape(1, 1, 1), DataType.COMPLEX64);

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("complex64")
        .hasMessageContaining("layout 'tensormap'");
    assertThat(
            spark
                .read()
                .format("tensormap")
                .option("layout", "tensormap")
                .load(file.toString())
                .count())
        .isEqualTo(1);
  }

  private Dataset<Row> load(Path path) {
    return spark.read().format("tensormap").load(path.toString());
  }

  private static ByteBuffer filled(ByteBuffer bytes, int value) {
    while (bytes.hasRemaining()) {
      bytes.put((byte) value);
    }
    return bytes.rewind();
  }

  private static void saveBlock(Path file, ByteBuffer bytes, Shape shape, DataType type)
      throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                Labels.single(),
                List.of(
                    new TensorBlock(
                        manager.create(bytes, shape, type),
                        Labels.range("system", (int) shape.get(0)),
                        List.of(Labels.range("component", (int) shape.get(1))),
                        Labels.range("property", (int) shape.get(2)))))) {
      Mts.save(file, map);
    }
  }

  private static List<Row> expectedSamples(List<Path> files) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      try (HostNDManager manager = HostNDManager.newManager();
          TensorMap map = Mts.load(file, manager)) {
        for (int block = 0; block < map.size(); block++) {
          addSamples(map.keys().entry(block).values(), map.block(block), rows);
        }
      }
    }
    return rows;
  }

  private static void addSamples(int[] key, TensorBlock block, List<Row> rows) {
    NDArray values = block.values();
    double[] all = values.toDoubleArray();
    int length = block.properties().size();
    for (int sample = 0; sample < block.samples().size(); sample++) {
      List<Object> fields = new ArrayList<>();
      java.util.Arrays.stream(key).forEach(fields::add);
      java.util.Arrays.stream(block.samples().entry(sample).values()).forEach(fields::add);
      List<Double> row =
          java.util.Arrays.stream(all, sample * length, (sample + 1) * length).boxed().toList();
      fields.add(scala.jdk.javaapi.CollectionConverters.asScala(row).toSeq());
      rows.add(org.apache.spark.sql.RowFactory.create(fields.toArray()));
    }
  }
}

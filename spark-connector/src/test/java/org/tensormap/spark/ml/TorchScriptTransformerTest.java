package org.tensormap.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

class TorchScriptTransformerTest {
  private static final String ENERGY = Fixtures.molecules("energy.pt").toString();
  private static final String FEATURIZER = Fixtures.molecules("featurizer.pt").toString();

  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void eachRowGetsTheResultOfTheModelBesideItsColumns() {
    Dataset<Row> files = featureFiles();

    Dataset<Row> energies = new TorchScriptTransformer().setModel(ENERGY).transform(files);

    assertThat(energies.columns()).containsExactly("path", "tensormap", "prediction");
    List<Row> found = energies.orderBy("path").collectAsList();
    List<Row> expected =
        files
            .selectExpr("path", "tm_predict('" + ENERGY + "', tensormap) AS energy")
            .orderBy("path")
            .collectAsList();
    assertThat(found).hasSameSizeAs(Molecules.files());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).<byte[]>getAs("prediction")).isEqualTo(expected.get(i).getAs(1));
    }
  }

  @Test
  void groupsOfRowsKeepTheirColumnsAsArrays() {
    Dataset<Row> groups = featurizer().transform(molecules().limit(10).coalesce(1));

    List<Row> rows = groups.collectAsList();
    assertThat(rows).hasSize(3);
    assertThat(rows.stream().map(row -> row.getList(row.fieldIndex("system")).size()))
        .containsExactly(4, 4, 2);
    try (HostNDManager manager = HostNDManager.newManager()) {
      for (Row row : rows) {
        TensorMap features = TensorMapBinary.decode(row.getAs("features"), manager);
        Integer[] systems =
            row.<Long>getList(row.fieldIndex("system")).stream()
                .map(Long::intValue)
                .toArray(Integer[]::new);
        assertThat(features.blocks())
            .allSatisfy(b -> assertThat(boxed(b.samples().column("system"))).isSubsetOf(systems));
        assertThat(row.<String>getList(row.fieldIndex("name"))).hasSize(systems.length);
      }
    }
  }

  @Test
  void resultsAreShownAsRowsOfTheirSamples() {
    Dataset<Row> energies = inLayout("samples").transform(featureFiles());

    assertThat(energies.columns()).containsExactly("path", "tensormap", "prediction");
    List<Row> rows =
        energies
            .selectExpr("path", "prediction.sample['system'] AS system", "prediction.values[0]")
            .orderBy("path", "system")
            .collectAsList();
    assertThat(rows)
        .isNotEmpty()
        .containsExactlyElementsOf(
            exploded("tm_explode_samples", "path, sample['system'] AS system, values[0]")
                .orderBy("path", "system")
                .collectAsList());
    assertThat(rows.size()).isGreaterThan(Molecules.files().size());
    assertThat(energies.selectExpr("prediction.*").columns())
        .containsExactly("key", "sample", "values");
  }

  @Test
  void resultsAreShownAsRowsOfTheirValues() {
    Dataset<Row> energies = inLayout("VALUES").transform(featureFiles());

    assertThat(energies.selectExpr("path", "prediction.*").columns())
        .containsExactly("path", "key", "sample", "component", "property", "value");
    assertThat(
            energies
                .selectExpr("path", "prediction.sample['system']", "prediction.value")
                .collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            exploded("tm_explode_values", "path, sample['system'], value").collectAsList());
  }

  @Test
  void resultsAreShownAsRowsOfTheirBlocks() {
    Dataset<Row> energies = inLayout("blocks").transform(featureFiles());

    assertThat(energies.selectExpr("path", "prediction.*").columns())
        .containsExactly(
            "path", "key", "gradient", "shape", "samples", "components", "properties", "values");
    List<Row> rows =
        energies
            .selectExpr("path", "prediction.gradient", "prediction.samples", "prediction.values")
            .collectAsList();
    assertThat(rows)
        .hasSameSizeAs(Molecules.files())
        .containsExactlyInAnyOrderElementsOf(
            featureFiles()
                .selectExpr("path", "tm_predict('" + ENERGY + "', tensormap) AS energy")
                .selectExpr("path", "NULL", "tm_samples(energy)", "tm_values(energy)")
                .collectAsList());
  }

  @Test
  void theModelIsCalledOnceForAllRowsOfItsResult() {
    Dataset<Row> wanted =
        inLayout("samples")
            .transform(featureFiles())
            .where("prediction.sample['system'] < 20 AND prediction.values[0] < 0")
            .selectExpr("prediction.sample", "prediction.values");

    assertThat(wanted.queryExecution().executedPlan().toString().split("forward of ", -1))
        .hasSize(2);
    assertThat(wanted.count()).isPositive();
  }

  @Test
  void resultsOfGroupsAreShownAsRowsToo() {
    Dataset<Row> rows =
        featurizer().setOutputLayout("samples").transform(molecules().limit(10).coalesce(1));

    assertThat(
            rows.selectExpr("array_contains(system, features.sample['system'])")
                .distinct()
                .collectAsList())
        .containsExactly(RowFactory.create(true));
    assertThat(rows.selectExpr("features.sample['system']").distinct().count()).isEqualTo(10);
  }

  @Test
  void aResultThatIsNullHasNoRows() {
    Dataset<Row> withNull = featureFiles().union(spark.sql("SELECT 'none', CAST(NULL AS BINARY)"));

    assertThat(new TorchScriptTransformer().setModel(ENERGY).transform(withNull).count())
        .isEqualTo(Molecules.files().size() + 1);
    assertThat(inLayout("samples").transform(withNull).where("path = 'none'").collectAsList())
        .isEmpty();
  }

  @Test
  void rowsOfResultsAreWrittenAsADataset() {
    String path = directory.resolve("energies").toString();
    inLayout("samples")
        .transform(featureFiles())
        .selectExpr("prediction.sample['system'] AS system", "prediction.values AS values")
        .write()
        .format("tensormap")
        .option("samples", "system")
        .option("properties", "energy:1")
        .save(path);

    assertThat(
            spark
                .read()
                .format("tensormap")
                .option("layout", "values")
                .load(path)
                .select("system", "value")
                .collectAsList())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            exploded("tm_explode_samples", "sample['system'], values[0]").collectAsList());
  }

  @Test
  void theSchemaIsKnownWithoutRunningTheModel() {
    TorchScriptTransformer perRow = new TorchScriptTransformer().setModel(ENERGY);

    assertThat(perRow.transformSchema(featureFiles().schema()))
        .isEqualTo(perRow.transform(featureFiles()).schema());
    assertThat(featurizer().transformSchema(molecules().schema()))
        .isEqualTo(featurizer().transform(molecules()).schema());
    assertThat(featurizer().transformSchema(molecules().schema()).apply("features").dataType())
        .isEqualTo(DataTypes.BinaryType);
    for (String layout : List.of("tensormap", "blocks", "samples", "values")) {
      TorchScriptTransformer shown = inLayout(layout);
      assertThat(shown.transformSchema(featureFiles().schema()))
          .as(layout)
          .isEqualTo(shown.transform(featureFiles()).schema());
      TorchScriptTransformer grouped = featurizer().setOutputLayout(layout);
      assertThat(grouped.transformSchema(molecules().schema()))
          .as(layout)
          .isEqualTo(grouped.transform(molecules()).schema());
    }
  }

  @Test
  void aSavedPipelineDoesTheSame() throws IOException {
    TorchScriptTransformer energy =
        new TorchScriptTransformer()
            .setModel(ENERGY)
            .setInputCols(new String[] {"features"})
            .setOutputCol("energy")
            .setDevice("cpu");
    Dataset<Row> rows = molecules().limit(6).coalesce(1);
    PipelineModel pipeline =
        new Pipeline()
            .setStages(new PipelineStage[] {featurizer().setGroupSize(6), energy})
            .fit(rows);
    String path = directory.resolve("pipeline").toString();

    pipeline.save(path);
    PipelineModel loaded = PipelineModel.load(path);

    byte[] expected = pipeline.transform(rows).first().getAs("energy");
    assertThat(loaded.transform(rows).first().<byte[]>getAs("energy")).isEqualTo(expected);
    TorchScriptTransformer stage = (TorchScriptTransformer) loaded.stages()[1];
    assertThat(stage.uid()).isEqualTo(energy.uid());
    assertThat(stage.getModel()).isEqualTo(ENERGY);
    assertThat(stage.getDevice()).isEqualTo("cpu");
    assertThat(((TorchScriptTransformer) loaded.stages()[0]).getGroupSize()).isEqualTo(6);
  }

  @Test
  void aSavedPipelineShowsResultsInTheSameLayout() throws IOException {
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  featurizer(),
                  inLayout("samples").setInputCols(new String[] {"features"}).setOutputCol("energy")
                })
            .fit(molecules());
    String path = directory.resolve("pipeline").toString();
    Dataset<Row> rows = molecules().limit(6).coalesce(1);

    pipeline.save(path);
    PipelineModel loaded = PipelineModel.load(path);

    assertThat(((TorchScriptTransformer) loaded.stages()[1]).getOutputLayout())
        .isEqualTo("samples");
    assertThat(loaded.transformSchema(rows.schema())).isEqualTo(loaded.transform(rows).schema());
    String energy = "energy.sample['system']";
    List<Row> found = loaded.transform(rows).selectExpr(energy, "energy.values").collectAsList();
    assertThat(found)
        .hasSize(6)
        .containsExactlyElementsOf(
            pipeline.transform(rows).selectExpr(energy, "energy.values").collectAsList());
  }

  @Test
  void aStageIsSavedAloneToo() throws IOException {
    String path = directory.resolve("stage").toString();
    featurizer().save(path);

    TorchScriptTransformer loaded = TorchScriptTransformer.load(path);

    assertThat(loaded.getInputCols()).containsExactly("types", "positions", "system");
    assertThat(loaded.isSet(loaded.device())).isFalse();
  }

  @Test
  void anyMethodOfAModelCanBeCalled() {
    TorchScriptTransformer unknown =
        new TorchScriptTransformer().setModel(ENERGY).setMethod("backward");

    assertThatThrownBy(() -> unknown.transformSchema(featureFiles().schema()))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_INVALID]")
        .hasMessageContaining("backward");
  }

  /** Spark Connect finds stages by services, and sets parameters by the types that they tell. */
  @Test
  void sparkConnectFindsTheStageAndItsParameters() throws ReflectiveOperationException {
    // MLlib's own stages need libraries of algorithms, which are not here.
    ClassLoader withoutOthers =
        new ClassLoader(TorchScriptTransformer.class.getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            return Collections.enumeration(
                Collections.list(super.getResources(name)).stream()
                    .filter(url -> !url.toString().contains("spark-mllib"))
                    .toList());
          }
        };
    assertThat(ServiceLoader.load(Transformer.class, withoutOthers))
        .singleElement()
        .isInstanceOf(TorchScriptTransformer.class);

    TorchScriptTransformer stage =
        TorchScriptTransformer.class.getConstructor(String.class).newInstance("stage_1");
    assertThat(stage.uid()).isEqualTo("stage_1");
    for (Param<?> param : stage.params()) {
      assertThat(param.dataClass()).as(param.name()).isIn(String.class, String[].class, int.class);
    }
    assertThat(stage.explainParams())
        .contains(
            "model", "method", "inputCols", "outputCol", "groupSize", "device", "outputLayout");
  }

  @Test
  void rowsOfStreamsAreCallsAndGroupsOfThemAreRefused() {
    Dataset<Row> stream =
        spark.readStream().format("rate").load().selectExpr("X'' AS tensormap", "value AS system");

    assertThat(new TorchScriptTransformer().setModel(ENERGY).transform(stream).isStreaming())
        .isTrue();
    assertThat(inLayout("samples").transform(stream).isStreaming()).isTrue();
    Dataset<Row> molecules =
        spark
            .readStream()
            .schema(molecules().schema())
            .json(Fixtures.molecules("molecules.jsonl").getParent().toString());
    assertThatThrownBy(() -> featurizer().transform(molecules))
        .hasMessageStartingWith("[TENSORMAP_GROUPS_OF_STREAM]");
  }

  @Test
  void namesOfColumnsAreThoseOfSparkWhateverTheirCase() {
    Dataset<Row> files = featureFiles().withColumnRenamed("tensormap", "TensorMap");
    Dataset<Row> taken = files.selectExpr("*", "'keep' AS PREDICTION");

    Dataset<Row> predictions = new TorchScriptTransformer().setModel(ENERGY).transform(files);

    assertThat(predictions.columns()).containsExactly("path", "TensorMap", "prediction");
    assertThat(predictions.where("prediction IS NOT NULL").count())
        .isEqualTo(Molecules.files().size());
    TorchScriptTransformer stage = new TorchScriptTransformer().setModel(ENERGY);
    assertThatThrownBy(() -> stage.transform(taken))
        .hasMessageStartingWith("[TENSORMAP_COLUMN_EXISTS]");
    assertThatThrownBy(() -> stage.transformSchema(taken.schema()))
        .hasMessageStartingWith("[TENSORMAP_COLUMN_EXISTS]");
    assertThat(
            featurizer()
                .setInputCols(new String[] {"TYPES", "Positions", "system"})
                .transform(molecules().limit(4).coalesce(1))
                .where("features IS NOT NULL")
                .count())
        .isEqualTo(1);
  }

  @Test
  void namesThatDifferInCaseAreApartInSessionsThatTellThemApart() {
    Dataset<Row> files = featureFiles().selectExpr("*", "'keep' AS PREDICTION");
    spark.conf().set("spark.sql.caseSensitive", true);
    try {
      Dataset<Row> predictions = new TorchScriptTransformer().setModel(ENERGY).transform(files);

      assertThat(predictions.columns())
          .containsExactly("path", "tensormap", "PREDICTION", "prediction");
      assertThatThrownBy(
              () ->
                  new TorchScriptTransformer()
                      .setModel(ENERGY)
                      .setInputCols(new String[] {"TensorMap"})
                      .transform(files))
          .hasMessageStartingWith("[TENSORMAP_MISSING_COLUMN]");
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void slipsInParametersAreNamed() {
    Dataset<Row> files = featureFiles();

    assertThatThrownBy(() -> new TorchScriptTransformer().transform(files))
        .hasMessageStartingWith("[TENSORMAP_NO_MODEL]");
    assertThatThrownBy(
            () ->
                new TorchScriptTransformer()
                    .setModel(ENERGY)
                    .setInputCols(new String[] {"tensor"})
                    .transform(files))
        .hasMessageStartingWith("[TENSORMAP_MISSING_COLUMN]")
        .hasMessageContaining("'tensor'")
        .hasMessageContaining("[path, tensormap]");
    assertThatThrownBy(
            () ->
                new TorchScriptTransformer().setModel(ENERGY).setOutputCol("path").transform(files))
        .hasMessageStartingWith("[TENSORMAP_COLUMN_EXISTS]");
    assertThatThrownBy(
            () -> new TorchScriptTransformer().setModel(ENERGY).setDevice("tpu").transform(files))
        .hasMessageStartingWith("[TENSORMAP_DEVICE_UNKNOWN]")
        .hasMessageContaining("'tpu'");
    for (String layout : List.of("block", "rows")) {
      assertThatThrownBy(() -> inLayout(layout).transformSchema(files.schema()))
          .isInstanceOf(TensorMapException.class)
          .hasMessageStartingWith("[TENSORMAP_UNKNOWN_LAYOUT]")
          .hasMessageContaining("'" + layout + "'")
          .hasMessageContaining("'outputLayout'")
          .hasMessageContaining("[tensormap, blocks, samples, values]");
      assertThatThrownBy(() -> inLayout(layout).transform(files))
          .hasMessageStartingWith("[TENSORMAP_UNKNOWN_LAYOUT]");
    }
    assertThatThrownBy(() -> new TorchScriptTransformer().setGroupSize(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("groupSize");
  }

  @Test
  void onlyTensorMapsAreShownAsRows() {
    TorchScriptTransformer items =
        inLayout("samples").setModel(Fixtures.recorded("map_items", "model.pt").toString());
    Dataset<Row> files = featureFiles();

    assertThatThrownBy(() -> items.transformSchema(files.schema()))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_RESULT_TYPE]")
        .hasMessageContaining("'samples'")
        .hasMessageContaining("'outputLayout' to 'tensormap'");
    assertThatThrownBy(() -> items.transform(files))
        .hasMessageStartingWith("[TENSORMAP_MODEL_RESULT_TYPE]");
    assertThat(items.setOutputLayout("tensormap").transform(files).columns())
        .contains("prediction");
  }

  private static TorchScriptTransformer inLayout(String layout) {
    return new TorchScriptTransformer().setModel(ENERGY).setOutputLayout(layout);
  }

  /** What SQL makes of the energies of the feature files. */
  private Dataset<Row> exploded(String function, String columns) {
    featureFiles().createOrReplaceTempView("feature_files");
    return spark.sql(
        "SELECT %s FROM feature_files LATERAL VIEW inline(%s(tm_predict('%s', tensormap))) rows"
            .formatted(columns, function, ENERGY));
  }

  private Dataset<Row> featureFiles() {
    return spark
        .read()
        .format("binaryFile")
        .load(Molecules.features().toString())
        .selectExpr("path", "content AS tensormap");
  }

  private Dataset<Row> molecules() {
    return spark.read().json(Fixtures.molecules("molecules.jsonl").toString());
  }

  private static TorchScriptTransformer featurizer() {
    return new TorchScriptTransformer()
        .setModel(FEATURIZER)
        .setInputCols(new String[] {"types", "positions", "system"})
        .setOutputCol("features")
        .setGroupSize(4);
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}

package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.NativeSettings;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TestSession;
import scala.jdk.javaapi.CollectionConverters;

class ModelCallTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void tasksGetWhereTheModelIsAndNotTheModel() throws Exception {
    Path large = directory.resolve("energy.pt");
    addBallast(Fixtures.molecules("energy.pt"), large, 8 << 20);

    byte[] sent = serialize(call(large));

    assertThat(Files.size(large)).isGreaterThan(8 << 20);
    assertThat(sent.length)
        .isBetween(1, serialize(call(Fixtures.molecules("energy.pt"))).length + 1000);
    ModelCall received =
        (ModelCall) new ObjectInputStream(new ByteArrayInputStream(sent)).readObject();
    byte[] features = Files.readAllBytes(Molecules.files().get(0));
    byte[] energies = (byte[]) received.call(new GenericInternalRow(new Object[] {features}));
    try (HostNDManager manager = HostNDManager.newManager()) {
      assertThat(TensorMapBinary.decode(energies, manager).block().samples().names())
          .containsExactly("system");
    }
  }

  @Test
  void sparkShowsTheCallsOfAQueryAndTheTimeInTheModel() throws Exception {
    Map<String, Object> shown = new ConcurrentHashMap<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            for (AccumulableInfo total :
                CollectionConverters.asJava(stage.stageInfo().accumulables().values())) {
              shown.put(total.name().getOrElse(() -> ""), total.value().get());
            }
          }
        };
    long callsBefore = ModelActivity.calls();
    long nanosecondsBefore = ModelActivity.nanoseconds();
    spark.sparkContext().addSparkListener(listener);
    try {
      spark
          .read()
          .format("binaryFile")
          .load(Molecules.features().toString())
          .selectExpr("tm_predict('" + Fixtures.molecules("energy.pt") + "', content)")
          .write()
          .format("noop")
          .mode("overwrite")
          .save();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }

    long files = Molecules.files().size();
    assertThat(shown)
        .containsEntry("energy.pt: rows", files)
        .containsEntry("energy.pt: calls", files)
        .hasEntrySatisfying(
            "energy.pt: time in calls (ms)",
            milliseconds -> assertThat((Double) milliseconds).isPositive());
    assertThat(ModelActivity.calls() - callsBefore).isEqualTo(files);
    assertThat(ModelActivity.nanoseconds()).isGreaterThan(nanosecondsBefore);
  }

  @Test
  void settingsThatMakeNoSenseAreNamed() {
    for (String value : List.of("0", "-1", "many", "1.5", "99999999999", "")) {
      SparkConf settings = new SparkConf(false).set(NativeSettings.THREADS, value);
      assertThatThrownBy(() -> NativeSettings.apply(settings))
          .hasMessageStartingWith("[TENSORMAP_INVALID_SETTING]")
          .hasMessageContaining(
              "spark.tensormap.threads must be a whole number from 1, got '" + value);
    }
  }

  private ModelCall call(Path model) {
    PlannedModel planned = PlannedModel.read(model.toString(), spark);
    return planned.bind(
        List.of(DataTypes.BinaryType), CallMetrics.register(spark.sparkContext(), planned));
  }

  private static byte[] serialize(ModelCall call) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(call);
    }
    return bytes.toByteArray();
  }

  /** Copies a model, with a file more in its archive that nothing reads. */
  private static void addBallast(Path model, Path copy, int bytes) throws IOException {
    try (ZipFile archive = new ZipFile(model.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      String folder = "";
      for (ZipEntry entry : Collections.list(archive.entries())) {
        folder = entry.getName().substring(0, entry.getName().indexOf('/') + 1);
        byte[] content = archive.getInputStream(entry).readAllBytes();
        store(out, entry.getName(), content);
      }
      store(out, folder + "extra/ballast", new byte[bytes]);
    }
  }

  private static void store(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    out.putNextEntry(entry);
    out.write(content);
  }
}

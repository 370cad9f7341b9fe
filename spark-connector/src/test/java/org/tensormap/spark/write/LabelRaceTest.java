package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.log.Change;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Precondition;
import org.tensormap.spark.log.Storage;

/** An append of arrays, whose labels are those of the dataset, while an overwrite changes them. */
class LabelRaceTest {
  private static final StructType COLUMNS =
      new StructType()
          .add("key", DataTypes.IntegerType, false)
          .add("system", DataTypes.IntegerType, false)
          .add("values", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  @TempDir Path directory;
  private Path output;
  private Storage storage;

  /** A write as Spark describes it. */
  private record Info(String queryId, StructType schema, CaseInsensitiveStringMap options)
      implements LogicalWriteInfo {}

  @BeforeEach
  void writeDataset() throws IOException {
    output = directory.resolve("output");
    storage = Storage.of(new org.apache.hadoop.fs.Path(output.toUri()), new Configuration());
    overwrite(0, 0, 1);
  }

  @Test
  void anAppendFailsIfItsLabelsAreNotThoseOfTheDatasetAnyMore() throws IOException {
    BatchWrite append = append();
    WriterCommitMessage[] messages = {write(append, 1)};
    overwrite(2, 5, 7);

    assertThatThrownBy(() -> append.commit(messages))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasMessageContaining("[n] with 2 entries [5, 7]")
        .hasMessageContaining("[n] with 2 entries [0, 1]");
    append.abort(messages);

    assertThat(properties()).containsExactly("2: 5", "2: 7");
    assertThat(Frames.shards(output)).hasSize(2);
  }

  @Test
  void anAppendSucceedsIfTheDatasetHasItsLabelsAgain() throws IOException {
    BatchWrite append = append();
    WriterCommitMessage[] messages = {write(append, 1)};
    overwrite(2, 5, 7);
    overwrite(3, 0, 1);

    append.commit(messages);

    assertThat(properties()).containsExactly("1: 0", "1: 1", "3: 0", "3: 1");
  }

  @Test
  void anOverwriteBetweenTheLookAndTheCommitIsNoticed() throws IOException {
    overwrite(1, 0, 1);
    DatasetLog log = new DatasetLog(storage);
    Change added = log.change(1);
    overwrite(0, 0, 1);
    AtomicBoolean isOverwritten = new AtomicBoolean();
    Precondition labels =
        others -> ColumnAgreement.check(added.schema().orElseThrow(), others, added.added());
    Precondition overwritten =
        others -> {
          if (!isOverwritten.getAndSet(true)) {
            overwrite(2, 5, 7);
          }
        };

    assertThatThrownBy(
            () ->
                log.commit(
                    new Commit(Operation.APPEND, 2, added.schema(), added.added()),
                    List.of(labels, overwritten)))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH");

    assertThat(isOverwritten).isTrue();
    assertThat(properties()).containsExactly("2: 5", "2: 7");
  }

  private BatchWrite append() {
    Info info = new Info("query", COLUMNS, CaseInsensitiveStringMap.empty());
    return new TensorMapWriteBuilder(
            info,
            new WriteTarget(storage, Operation.APPEND, 0),
            new SerializableConfiguration(storage.configuration()),
            null)
        .build()
        .toBatch();
  }

  private static WriterCommitMessage write(BatchWrite write, int system) throws IOException {
    try (var writer = write.createBatchWriterFactory(() -> 1).createWriter(0, 0)) {
      writer.write(
          new GenericInternalRow(
              new Object[] {1, system, new GenericArrayData(new float[] {1, 2})}));
      return writer.commit();
    }
  }

  /** Replaces the dataset by a block for the key 1, with a system and some properties. */
  private void overwrite(int system, int... properties) throws IOException {
    Path file = directory.resolve("map.mts");
    SystemMaps.save(file, 1, system, properties);
    Frames.writer(Frames.read(file, "tensormap")).mode(SaveMode.Overwrite).save(output.toString());
  }

  /** The systems and the labels of their properties. */
  private List<String> properties() {
    return Frames.read(output, "values").orderBy("system", "n").collectAsList().stream()
        .map(row -> row.<Integer>getAs("system") + ": " + row.<Integer>getAs("n"))
        .toList();
  }
}

package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;

/** What becomes of the files of a write whose commit fails. */
class CommitFateTest {
  /** A system and an array of integers. */
  private static final WriteLayout SAMPLES =
      new SamplesRows(
          new LabelColumns(List.of()),
          new LabelColumns(List.of(new LabelColumn("system", 0, DataTypes.IntegerType, "system"))),
          1,
          false,
          ValueEncoding.of(
              new StructField("values", DataTypes.IntegerType, false, Metadata.empty()),
              DataTypes.IntegerType,
              Optional.empty()),
          SizedAxes.DEFAULT);

  @TempDir Path directory;
  private Path output;
  private Storage storage;

  @BeforeEach
  void chooseOutput() throws IOException {
    output = directory.resolve("output");
    Configuration configuration = new Configuration();
    configuration.setClass(
        "fs.file.impl", FailsAfterCommits.class, org.apache.hadoop.fs.FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    storage = Storage.of(new org.apache.hadoop.fs.Path(output.toUri().toString()), configuration);
  }

  @Test
  void filesStayIfTheDriverFailsOnceTheVersionIsThere() throws IOException {
    DatasetWrite write = write(Operation.APPEND, storage);
    WriterCommitMessage[] messages = {writeShard(write)};

    assertThatThrownBy(() -> write.commit(messages)).hasMessage("out of luck");
    write.abort(messages);

    assertThat(Frames.shards(output)).hasSize(1);
    assertThat(Frames.read(output, "tensormap").count()).isEqualTo(1);
  }

  @Test
  void filesAreDeletedIfTheLogRefusesThem() throws IOException {
    Storage sound =
        Storage.of(new org.apache.hadoop.fs.Path(output.toUri().toString()), new Configuration());
    DatasetWrite first = write(Operation.CREATE, sound);
    first.commit(new WriterCommitMessage[] {writeShard(first)});
    DatasetWrite second = write(Operation.CREATE, sound);
    WriterCommitMessage[] messages = {writeShard(second)};

    assertThatThrownBy(() -> second.commit(messages))
        .hasMessageContaining("TENSORMAP_OUTPUT_EXISTS");
    second.abort(messages);

    assertThat(Frames.shards(output)).hasSize(1);
    assertThat(new DatasetLog(sound).latestVersion()).hasValue(0);
  }

  /** Each was planned when there was no dataset, and knows nothing about the other. */
  @Test
  void writesAtTheSameTimeDoNotGiveAKeyDifferentLabels() throws IOException {
    Storage sound =
        Storage.of(new org.apache.hadoop.fs.Path(output.toUri().toString()), new Configuration());
    DatasetWrite first = write(Operation.APPEND, sound, SAMPLES);
    DatasetWrite second = write(Operation.APPEND, sound, SAMPLES);
    DatasetWrite third = write(Operation.APPEND, sound, SAMPLES);
    WriterCommitMessage[] one = {writeShard(first, sample(0, 1))};
    WriterCommitMessage[] two = {writeShard(second, sample(1, 1, 2))};
    WriterCommitMessage[] three = {writeShard(third, sample(2, 3))};

    first.commit(one);
    assertThatThrownBy(() -> second.commit(two))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH")
        .hasMessageContaining("[property] with 1 entries")
        .hasMessageContaining("[property] with 2 entries");
    second.abort(two);
    third.commit(three);

    assertThat(Frames.shards(output)).hasSize(2);
    assertThat(Frames.read(output, "samples").count()).isEqualTo(2);
  }

  private static InternalRow sample(int system, int... values) {
    return new GenericInternalRow(new Object[] {system, new GenericArrayData(values)});
  }

  private static WriterCommitMessage writeShard(DatasetWrite write, InternalRow row)
      throws IOException {
    try (DataWriter<InternalRow> writer = write.createBatchWriterFactory(null).createWriter(0, 0)) {
      writer.write(row);
      return writer.commit();
    }
  }

  private static DatasetWrite write(Operation operation, Storage storage) {
    return write(operation, storage, new TensorMapRows(0));
  }

  private static DatasetWrite write(Operation operation, Storage storage, WriteLayout layout) {
    return new DatasetWrite(
        new WriteTarget(storage, operation, Commit.NO_VERSION),
        () -> layout,
        RowCondition.NONE,
        1 << 20,
        false,
        false,
        new SerializableConfiguration(new Configuration()));
  }

  private static WriterCommitMessage writeShard(DatasetWrite write) throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = new RandomMaps(manager, DataType.FLOAT64, 1).map(0, false, false)) {
      return writeShard(write, new GenericInternalRow(new Object[] {TensorMapBinary.encode(map)}));
    }
  }

  /** A file system that fails in an unexpected way when the temporary version file is deleted. */
  public static final class FailsAfterCommits extends RawLocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      if (path.getName().endsWith(".tmp")) {
        throw new IllegalStateException("out of luck");
      }
      return super.delete(path, recursive);
    }
  }
}

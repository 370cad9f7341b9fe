package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.systems;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.input.InputResolver;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.VersionChoice;

/** An overwrite with a condition while others write. */
class ReplaceRaceTest {
  @TempDir Path directory;
  private Path output;
  private Configuration configuration;

  /** A write as Spark describes it. */
  private record Info(String queryId, StructType schema, CaseInsensitiveStringMap options)
      implements LogicalWriteInfo {}

  @BeforeEach
  void writeDataset() {
    output = directory.resolve("output");
    configuration = new Configuration();
    append(output.toString(), 1, 2);
  }

  @Test
  void rowsOfOthersThatAreAddedMeanwhileStay() throws IOException {
    BatchWrite overwrite = overwriteOf(2);
    WriterCommitMessage[] messages = {write(overwrite, 2)};
    append(output.toString(), 3);

    overwrite.commit(messages);

    assertThat(systems(Frames.read(output, "samples"))).containsExactly(1, 2, 3);
  }

  @Test
  void suchRowsThatAreAddedMeanwhileEndIt() throws IOException {
    BatchWrite overwrite = overwriteOf(2);
    WriterCommitMessage[] messages = {write(overwrite, 2)};
    append(output.toString(), 2);

    assertThatThrownBy(() -> overwrite.commit(messages))
        .hasMessageContaining("TENSORMAP_CONCURRENT_WRITE")
        .hasMessageContaining("system = 2")
        .hasMessageContaining("Nothing was replaced");
    overwrite.abort(messages);

    assertThat(systems(Frames.read(output, "samples"))).containsExactly(1, 2, 2);
    assertThat(Frames.shards(output)).hasSize(3);
  }

  @Test
  void suchRowsThatAreDeletedMeanwhileEndIt() throws IOException {
    BatchWrite overwrite = overwriteOf(2);
    WriterCommitMessage[] messages = {write(overwrite, 2)};
    TestSession.get().sql("DELETE FROM tensormap.`" + output + "` WHERE system = 2");

    assertThatThrownBy(() -> overwrite.commit(messages))
        .hasMessageContaining("TENSORMAP_CONCURRENT_WRITE")
        .hasMessageContaining("The replace of 1 shards");
    assertThat(systems(Frames.read(output, "samples"))).containsExactly(1);
  }

  private BatchWrite overwriteOf(int system) throws IOException {
    Input input =
        new InputResolver(configuration, IgnoredFiles.of(Map.of()))
            .resolve(List.of(output.toString()), false, VersionChoice.LATEST);
    SupportsOverwriteV2 builder =
        new TensorMapWriteBuilder(
            new Info("query", SystemMaps.SCHEMA, CaseInsensitiveStringMap.empty()),
            new WriteTarget(
                Storage.of(new org.apache.hadoop.fs.Path(output.toUri()), configuration),
                Operation.APPEND,
                0),
            new SerializableConfiguration(configuration),
            new ReplacedRows(
                (SparkSession) TestSession.get(), () -> input, Layout.titled(Layout.DEFAULT)));
    return builder
        .overwrite(
            new Predicate[] {
              new Predicate(
                  "=", new Expression[] {Expressions.column("system"), Expressions.literal(system)})
            })
        .build()
        .toBatch();
  }

  private static WriterCommitMessage write(BatchWrite write, int system) throws IOException {
    try (var writer = write.createBatchWriterFactory(() -> 1).createWriter(0, 0)) {
      writer.write(new GenericInternalRow(new Object[] {map(system)}));
      return writer.commit();
    }
  }
}

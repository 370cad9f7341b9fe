package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TestSession;

class TaskModelsTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void allTasksOfAnExecutorShareOneInstance() throws IOException {
    Path model =
        Files.copy(Fixtures.recorded("labels_union", "model.pt"), directory.resolve("model.pt"));
    Dataset<Row> unions =
        spark
            .range(0, 64, 1, 16)
            .selectExpr(
                "tm_predict('"
                    + model
                    + "', named_struct('names', array('a'), 'values', array(array(int(id)))),"
                    + " named_struct('names', array('a'), 'values', array(array(5)))) AS u");
    long before = ModelCache.shared().loads();

    assertThat(unions.filter("size(u._1.values) = 2").count()).isEqualTo(63);

    assertThat(ModelCache.shared().loads() - before).isEqualTo(1);
  }
}

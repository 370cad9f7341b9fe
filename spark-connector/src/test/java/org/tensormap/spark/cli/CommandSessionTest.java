package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class CommandSessionTest {
  private static final String HOST = "spark.driver.host";

  @Test
  void withoutAMasterSparkRunsInThisProcessAndNeedsNoHostName() {
    SparkConf conf = configured(null, Map.of());

    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get(HOST)).isEqualTo("localhost");
  }

  @Test
  void executorsOfAClusterAreNotToldThatTheDriverIsTheirOwnMachine() {
    for (SparkConf conf :
        new SparkConf[] {
          configured("spark://host:7077", Map.of()),
          configured(null, Map.of("spark.master", "spark://host:7077"))
        }) {
      assertThat(conf.get("spark.master")).isEqualTo("spark://host:7077");
      assertThat(conf.contains(HOST)).isFalse();
      assertThat(conf.contains("spark.driver.bindAddress")).isFalse();
    }
  }

  @Test
  void whatTheUserSetsIsKept() {
    SparkConf conf = configured("local[2]", Map.of(HOST, "laptop", "spark.ui.enabled", "true"));

    assertThat(conf.get("spark.master")).isEqualTo("local[2]");
    assertThat(conf.get(HOST)).isEqualTo("laptop");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("true");
  }

  private static SparkConf configured(String master, Map<String, String> settings) {
    return CommandSession.configure(
        new SparkConf(/* loadDefaults= */ false), "test", master, settings);
  }
}

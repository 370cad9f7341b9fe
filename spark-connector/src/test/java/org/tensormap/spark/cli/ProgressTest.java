package org.tensormap.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void theTimeLeftFollowsFromTheTasksDone() {
    assertThat(Progress.timeLeft(0, 8, 100)).isEmpty();
    assertThat(Progress.timeLeft(8, 8, 100)).isEmpty();
    assertThat(Progress.timeLeft(2, 8, 10)).isEqualTo(", about 30 s left");
    assertThat(Progress.timeLeft(1, 8, 60)).isEqualTo(", about 7 min left");
    assertThat(Progress.timeLeft(1, 101, 60)).isEqualTo(", about 1 h 40 min left");
  }

  @Test
  void theLineFitsInATerminal() {
    String line =
        "999 of 1000 tasks, "
            + Progress.summary(12_345_678, "rows", 98_765)
            + Progress.timeLeft(999, 1000, 98_765);

    assertThat(line)
        .hasSizeLessThanOrEqualTo(80)
        .contains("12,345,678 rows in 98,765 s, 125 per second");
  }
}

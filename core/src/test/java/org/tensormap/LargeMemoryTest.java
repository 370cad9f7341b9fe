package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LargeMemoryTest {
  private static final int CAPACITY = (64 << 20) + 12;

  @BeforeEach
  void needsHugePages() {
    assumeTrue(
        LargeMemory.isWorthwhile(CAPACITY), "this system has no huge pages of a useful size");
  }

  @Test
  void memoryIsClearedAndCanBeWrittenToItsEnd() {
    ByteBuffer memory = LargeMemory.allocate(CAPACITY);

    assertThat(memory.isDirect()).isTrue();
    assertThat(memory.capacity()).isEqualTo(CAPACITY);
    for (int at = 0; at < CAPACITY; at += 4) {
      assertThat(memory.getInt(at)).isZero();
      memory.putInt(at, at);
    }
    assertThat(memory.getInt(CAPACITY - 4)).isEqualTo(CAPACITY - 4);
  }

  @Test
  void smallArraysDoNotTakeHugePages() {
    assertThat(LargeMemory.isWorthwhile(1 << 20)).isFalse();
  }

  @Test
  void partsOfABufferKeepItsMemory() throws InterruptedException {
    ByteBuffer part =
        LargeMemory.allocate(CAPACITY).put(CAPACITY - 1, (byte) 42).slice(4, CAPACITY - 4);

    System.gc();
    Thread.sleep(50);

    assertThat(LargeMemory.allocated()).isGreaterThanOrEqualTo(CAPACITY);
    assertThat(part.get(CAPACITY - 5)).isEqualTo((byte) 42);
  }

  @Test
  void memoryOfBuffersThatAreDroppedIsUsedAgain() {
    for (long total = 0; total <= 2 * limit(); total += CAPACITY) {
      assertThat(LargeMemory.allocate(CAPACITY).capacity()).isEqualTo(CAPACITY);
    }

    assertThat(LargeMemory.allocated()).isLessThanOrEqualTo(limit());
  }

  @Test
  void moreThanTheLimitOfDirectMemoryIsRefusedWithWhatIsInUse() {
    List<ByteBuffer> kept = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              for (long total = 0; total <= limit(); total += CAPACITY) {
                kept.add(LargeMemory.allocate(CAPACITY));
              }
            })
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContainingAll(
            "an array takes " + CAPACITY + " bytes", "of " + limit(), "-XX:MaxDirectMemorySize");

    assertThat(kept).hasSizeLessThanOrEqualTo((int) (limit() / CAPACITY));
    kept.clear();
    assertThat(LargeMemory.allocate(CAPACITY).capacity()).isEqualTo(CAPACITY);
  }

  @Test
  void largeArraysOfTheHostManagerAreAllocatedHere() {
    try (HostNDManager manager = HostNDManager.newManager()) {
      ByteBuffer memory = manager.allocateDirect(CAPACITY);

      assertThat(LargeMemory.allocated()).isGreaterThanOrEqualTo(memory.capacity());
    }
  }

  private static long limit() {
    long given =
        Long.parseLong(
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
    return given > 0 ? given : Runtime.getRuntime().maxMemory();
  }
}

package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowMemoryTest {
  @Test
  void memoryInUseAndItsPeakAreCounted() {
    try (BufferAllocator allocator = ArrowMemory.newAllocator("first");
        BufferAllocator other = ArrowMemory.newAllocator("second")) {
      try (ArrowBuf first = allocator.buffer(1 << 20);
          ArrowBuf second = other.buffer(1 << 21)) {
        assertThat(ArrowMemory.currentBytes()).isEqualTo(first.capacity() + second.capacity());
      }
      assertThat(ArrowMemory.peakBytes()).isGreaterThanOrEqualTo(3 << 20);
    }
    assertThat(ArrowMemory.currentBytes()).isZero();
  }

  /** The limit is set where the tests are run. */
  @Test
  void moreThanTheLimitIsRefused() {
    assertThat(ArrowMemory.limitBytes()).isEqualTo(1L << 30);
    try (BufferAllocator allocator = ArrowMemory.newAllocator("greedy")) {
      assertThatThrownBy(() -> allocator.buffer((1L << 30) + 1))
          .isInstanceOf(OutOfMemoryException.class);
    }
    assertThat(ArrowMemory.currentBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "64k, 65536",
    "512M, 536870912",
    "' 4gb ', 4294967296",
    "999999999999999999g, 9223372036854775807"
  })
  void limitsAreNumbersOfBytesWithUnits(String size, long bytes) {
    assertThat(ArrowMemory.parseSize(size)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "lots", "1.5g", "4t", "9999999999999999999"})
  void limitsThatAreNoSizesAreRejected(String size) {
    assertThatThrownBy(() -> ArrowMemory.parseSize(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensormap.arrow.memoryLimit is '" + size + "'");
  }
}

package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;

class HostNDArrayOwnershipTest {
  @Test
  void anArrayGivenToAnotherManagerStillComputes() {
    try (HostNDManager second = HostNDManager.newManager()) {
      NDArray array;
      try (HostNDManager first = HostNDManager.newManager()) {
        array = first.create(new float[] {1, 2, 3});
        array.attach(second);
      }
      assertThat(array.add(1).toFloatArray()).containsExactly(2, 3, 4);
    }
  }
}

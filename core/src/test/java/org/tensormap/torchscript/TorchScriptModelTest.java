package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

class TorchScriptModelTest {
  @Test
  void signaturesAreThoseOfTheModel() throws IOException {
    try (TorchScriptModel featurizer = Molecules.model("featurizer.pt");
        TorchScriptModel energy = Molecules.model("energy.pt")) {
      assertThat(featurizer.signature())
          .hasToString(
              "forward(types: List[Tensor], positions: List[Tensor], system: List[int]) -> TensorMap");
      assertThat(energy.signature()).hasToString("forward(features: TensorMap) -> TensorMap");
      assertThat(energy.methods()).containsExactly("forward");
    }
  }

  @Test
  void featuresAreThoseThatPythonComputed() throws IOException {
    try (TorchScriptModel featurizer = Molecules.model("featurizer.pt");
        HostNDManager host = HostNDManager.newManager();
        NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (int part = 0; part < 4; part++) {
        TensorMap expected = Molecules.features(part, host);
        Object[] arguments = Molecules.arguments(Molecules.systems(expected), host);
        TensorMap features = (TensorMap) featurizer.forward(results, arguments);
        assertThat(features.keys()).isEqualTo(expected.keys());
        for (int i = 0; i < expected.size(); i++) {
          assertSame(features.block(i), expected.block(i));
        }
      }
    }
  }

  @Test
  void energiesAreThoseThatPythonComputed() throws IOException {
    Map<Integer, Double> expected = Molecules.energies();
    try (TorchScriptModel energy = Molecules.model("energy.pt");
        HostNDManager host = HostNDManager.newManager()) {
      int systems = 0;
      for (int part = 0; part < 4; part++) {
        TensorMap energies = (TensorMap) energy.forward(host, Molecules.features(part, host));
        assertThat(energies.info()).containsExactly(Map.entry("unit", "eV"));
        TensorBlock block = energies.block();
        for (int i = 0; i < block.size(); i++) {
          double reference = expected.get(block.samples().get(i, 0));
          assertThat(block.values().toByteBuffer(true).asDoubleBuffer().get(i))
              .isCloseTo(reference, within(1e-9 * Math.abs(reference)));
        }
        systems += block.size();
      }
      assertThat(systems).isEqualTo(expected.size());
    }
  }

  private static void assertSame(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.values().toDoubleArray())
        .containsExactly(expected.values().toDoubleArray(), within(1e-12));
  }
}

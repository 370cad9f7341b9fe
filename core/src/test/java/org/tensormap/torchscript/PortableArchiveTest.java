package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;

class PortableArchiveTest {
  @TempDir private Path folder;

  @Test
  void plainDjlLoadsAndCallsAPortableModel() throws IOException, MalformedModelException {
    Path portable = folder.resolve("featurizer.pt");
    PortableArchive.write(Molecules.file("featurizer.pt"), portable);
    try (Model model = Model.newInstance("featurizer", Device.cpu(), "PyTorch");
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      model.load(portable);
      PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
      PtNDArray types = (PtNDArray) manager.create(new int[] {8, 1, 1});
      PtNDArray positions =
          (PtNDArray)
              manager.create(new double[] {0, 0, 0, 0, 0.76, 0.59, 0, -0.76, 0.59}).reshape(3, 3);
      try (IValue result =
          block.forward(IValue.listFrom(types), IValue.listFrom(positions), IValue.listFrom(0L))) {
        assertThat(result.getType()).endsWith("__torch__.torch_classes.metatensor.TensorMap");
      }
    }
  }

  @Test
  void aPortableModelComputesWhatTheOriginalDoes() throws IOException {
    Path portable = folder.resolve("energy.pt");
    PortableArchive.write(Molecules.file("energy.pt"), portable);
    try (TorchScriptModel original = Molecules.model("energy.pt");
        TorchScriptModel rewritten = TorchScriptModel.load(portable, Device.cpu());
        HostNDManager host = HostNDManager.newManager()) {
      TensorMap features = Molecules.features(0, host);
      TensorMap expected = (TensorMap) original.forward(host, features);
      TensorMap energies = (TensorMap) rewritten.forward(host, features);
      assertThat(energies.block().samples()).isEqualTo(expected.block().samples());
      assertThat(energies.block().values().toDoubleArray())
          .isEqualTo(expected.block().values().toDoubleArray());
      assertThat(rewritten.signature()).isEqualTo(original.signature());
    }
  }

  @Test
  void operatorsBecomeFunctionsAndTextsStayWhatTheyAre() throws IOException {
    byte[] model =
        TestArchive.ofMethods(
                """
                def forward(self: __torch__.Model,
                  x: __torch__.torch.classes.metatensor.TensorMap) -> Tensor:
                  print("ops.metatensor.save_buffer and torch.classes.metatensor")
                  return ops.metatensor.save_buffer(x)
                """)
            .toBytes();
    ByteArrayOutputStream portable = new ByteArrayOutputStream();
    PortableArchive.write("saver", model, portable);
    TestArchive rewritten = TestArchive.of(portable.toByteArray());
    String code = new String(rewritten.entry("model/code/__torch__.py"), StandardCharsets.UTF_8);
    assertThat(code)
        .contains("x: __torch__.torch_classes.metatensor.TensorMap")
        .contains("\"ops.metatensor.save_buffer and torch.classes.metatensor\"")
        .contains("return __torch__.torch_classes.metatensor.save_buffer(x)");
    assertThat(rewritten.entries())
        .containsKey("model/code/__torch__/torch_classes/metatensor.py")
        .doesNotContainKey("model/code/__torch__/tensormap_bridge.py");
  }

  @Test
  void theFileAppearsOnlyWhenItIsComplete() throws IOException {
    Path broken = Files.write(folder.resolve("broken.pt"), new byte[] {1, 2, 3});
    Path target = folder.resolve("portable.pt");
    assertThatThrownBy(() -> PortableArchive.write(broken, target))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("broken.pt");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(broken);
    }
  }
}

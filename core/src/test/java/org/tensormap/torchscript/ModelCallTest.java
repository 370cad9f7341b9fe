package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorMap;

/** How models fail, differentiate, and serve several threads. */
class ModelCallTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void whatTheModelRaisesIsToldWithItsMessageAndStack() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: int) -> int:
              return self.checked(x)
            def checked(self: __torch__.Model, x: int) -> int:
              if torch.lt(x, 0):
                ops.prim.RaiseException("x is 'negative': -3", "builtins.ValueError")
              return x
            """)) {
      assertThat(model.forward(manager, 3)).isEqualTo(3L);
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> model.forward(manager, -3));
      assertThat(failure.modelMessage()).isEqualTo("x is 'negative': -3");
      assertThat(failure.exceptionType()).isEqualTo("ValueError");
      assertThat(failure.raisedByModel()).isTrue();
      assertThat(failure.scriptStack())
          .contains("in forward", "in checked")
          .doesNotContain("tensormap_bridge");
      assertThat(failure)
          .hasMessageStartingWith(
              "the method 'forward' of the model 'model' failed: x is 'negative': -3\n");
    }
  }

  @Test
  void anAssertionIsRaisedByTheModel() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: int) -> int:
              if torch.lt(x, 0):
                ops.prim.RaiseException("AssertionError: x >= 0")
              return x
            """)) {
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> model.forward(manager, -3));
      assertThat(failure.modelMessage()).isEqualTo("AssertionError: x >= 0");
      assertThat(failure.raisedByModel()).isTrue();
    }
  }

  @Test
  void anOperatorThatFailsIsNotRaisedByTheModel() throws IOException {
    NDArray matrix = manager.create(new float[][] {{1, 2, 3}, {4, 5, 6}});
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: Tensor) -> Tensor:
              return torch.matmul(x, x)
            """)) {
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> model.forward(manager, matrix));
      assertThat(failure.modelMessage()).contains("shapes cannot be multiplied (2x3 and 2x3)");
      assertThat(failure.exceptionType()).isEqualTo("RuntimeError");
      assertThat(failure.raisedByModel()).isFalse();
      assertThat(failure.scriptStack()).contains("torch.matmul(x, x)");
    }
  }

  @Test
  void aClassThatRefusesItsArgumentsIsNotRaisedByTheModel() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model,
              x: __torch__.torch.classes.metatensor.Labels) -> Tensor:
              return x.column("missing")
            """)) {
      ModelCallException failure =
          catchThrowableOfType(
              ModelCallException.class, () -> model.forward(manager, Labels.range("a", 2)));
      assertThat(failure.modelMessage()).contains("'missing'");
      assertThat(failure.raisedByModel()).isFalse();
      assertThat(failure.scriptStack()).contains("in forward");
    }
  }

  @Test
  void aModelServesOnAfterItFailed() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: List[int]) -> int:
              return x[3]
            """)) {
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> model.forward(manager, List.of(1)))
            .isInstanceOf(ModelCallException.class)
            .hasMessageContaining("list index out of range");
        assertThat(model.forward(manager, List.of(1, 2, 3, 4))).isEqualTo(4L);
      }
    }
  }

  @Test
  void aClosedModelRefusesCalls() throws IOException {
    TorchScriptModel model = forces();
    model.close();
    model.close();
    assertThatThrownBy(() -> model.forward(manager, manager.create(new double[] {1})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aModelThatDifferentiatesRunsWithAutograd() throws IOException {
    try (TorchScriptModel model = forces()) {
      boolean before = JniUtils.isGradMode();
      NDArray positions = manager.create(new double[] {1, 2, -3});
      List<?> result = (List<?>) model.forward(manager, positions);
      assertThat(((NDArray) result.get(0)).toDoubleArray()).containsExactly(14);
      assertThat(((NDArray) result.get(1)).toDoubleArray()).containsExactly(-2, -4, 6);
      assertThat(JniUtils.isGradMode()).isEqualTo(before);
    }
  }

  @Test
  void resultsOfAutogradAreDetachedAndArgumentsUntouched() throws IOException {
    try (TorchScriptModel model = forces();
        NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray positions = results.create(new double[] {1, 2, -3});
      positions.setName("positions");
      List<?> result = (List<?>) model.forward(results, positions);
      assertThat(((NDArray) result.get(0)).hasGradient()).isFalse();
      assertThat(positions.hasGradient()).isFalse();
      assertThat(positions.getName()).isEqualTo("positions");
      // What another model computed may be differentiated, too.
      List<?> again = (List<?>) model.forward(results, result.get(1));
      assertThat(((NDArray) again.get(1)).toDoubleArray()).containsExactly(4, 8, -12);
    }
  }

  @Test
  void forcesOfATensorMapAreItsDerivative() throws IOException {
    try (TorchScriptModel model =
        load(
            """
                def forward(self: __torch__.Model,
                  x: __torch__.torch.classes.metatensor.TensorMap) -> __torch__.torch.classes.metatensor.TensorMap:
                  blocks = annotate(List[__torch__.torch.classes.metatensor.TensorBlock], [])
                  for block in x.blocks(None):
                    values = block.values_getter()
                    values.requires_grad_(True)
                    energy = torch.sum(torch.pow(values, 3))
                    gradients = torch.grad([energy], [values])
                    gradient = gradients[0]
                    assert gradient is not None
                    b = __torch__.torch.classes.metatensor.TensorBlock.__new__(__torch__.torch.classes.metatensor.TensorBlock)
                    b.__init__(gradient, block.samples_getter(), block.components_getter(), block.properties_getter())
                    blocks.append(b)
                  out = __torch__.torch.classes.metatensor.TensorMap.__new__(__torch__.torch.classes.metatensor.TensorMap)
                  out.__init__(x.keys_getter(), blocks)
                  return out
                """)) {
      TensorMap features = Molecules.features(0, manager);
      TensorMap result = (TensorMap) model.forward(manager, features);
      for (int i = 0; i < features.size(); i++) {
        double[] values = features.block(i).values().toDoubleArray();
        double[] gradient = result.block(i).values().toDoubleArray();
        for (int j = 0; j < values.length; j++) {
          assertThat(gradient[j]).isCloseTo(3 * values[j] * values[j], within(1e-12));
        }
      }
    }
  }

  @Test
  void oneModelServesManyThreads() throws IOException, InterruptedException, ExecutionException {
    try (TorchScriptModel model = Molecules.model("energy.pt")) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<double[]>> results = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          int part = i % 4;
          results.add(threads.submit(() -> energies(model, part)));
        }
        for (int i = 0; i < 40; i++) {
          assertThat(results.get(i).get()).isEqualTo(energies(model, i % 4));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void closingWaitsForCallsThatAreRunning() throws IOException, InterruptedException {
    for (int round = 0; round < 10; round++) {
      TorchScriptModel model = Molecules.model("energy.pt");
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<double[]>> results = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        results.add(threads.submit(() -> energies(model, 0)));
      }
      model.close();
      threads.shutdown();
      for (Future<double[]> result : results) {
        try {
          assertThat(result.get()).isNotEmpty();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
      }
    }
  }

  private static double[] energies(TorchScriptModel model, int part) throws IOException {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap features = Molecules.features(part, manager);
      TensorMap energies = (TensorMap) model.forward(manager, features);
      return energies.block().values().toDoubleArray();
    }
  }

  @Test
  void valuesOfLabelsOutliveTheCallThatReturnedThem() throws IOException {
    try (TorchScriptModel model =
            load(
                """
                def forward(self: __torch__.Model,
                  x: __torch__.torch.classes.metatensor.Labels) -> Tensor:
                  return x.values_getter()
                """);
        NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<NDArray> values = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int[] rows = IntStream.range(i, i + 20_000).toArray();
        values.add((NDArray) model.forward(results, new Labels(List.of("system"), rows)));
        System.gc();
      }
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i).toIntArray()).isEqualTo(IntStream.range(i, i + 20_000).toArray());
      }
    }
  }

  /** Energy and forces of springs. */
  private static TorchScriptModel forces() throws IOException {
    return load(
        """
        def forward(self: __torch__.Model, positions: Tensor) -> Tuple[Tensor, Tensor]:
          positions.requires_grad_(True)
          energy = torch.sum(torch.mul(positions, positions))
          gradients = torch.autograd.grad([energy], [positions])
          gradient = gradients[0]
          assert gradient is not None
          return (torch.reshape(energy, [1]), torch.neg(gradient))
        """);
  }

  private static TorchScriptModel load(String methods) throws IOException {
    return TorchScriptModel.load("model", TestArchive.ofMethods(methods).toBytes(), Device.cpu());
  }
}

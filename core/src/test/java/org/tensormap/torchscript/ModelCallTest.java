package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** How models fail, differentiate, and serve several threads. */
class ModelCallTest {
  private static final String IDENTITY =
      """
      def forward(self: __torch__.Model,
        x: __torch__.torch.classes.metatensor.TensorMap) -> __torch__.torch.classes.metatensor.TensorMap:
        return x
      """;

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
  void arraysOfTypesThatJavaDoesNotHaveAreRefusedInResultsForJava() throws IOException {
    try (TorchScriptModel model =
            load(
                """
                def forward(self: __torch__.Model, x: Tensor) -> Tensor:
                  return torch.to(x, 15)
                """);
        NDManager pyTorch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray x = manager.create(new double[] {1, 2});
      assertThatThrownBy(() -> model.forward(manager, x))
          .isInstanceOf(ModelCallException.class)
          .hasMessageContaining("'forward'")
          .hasMessageContaining("bfloat16");
      assertThat(((NDArray) model.forward(pyTorch, x)).getShape()).isEqualTo(new Shape(2));
    }
  }

  @Test
  void classesThatLibtorchHasItselfAreLeftAlone() throws IOException, URISyntaxException {
    // Dynamically quantized layers: their packed weights are objects of such a class.
    Path file = Path.of(ModelCallTest.class.getResource("quantized.pt").toURI());
    try (TorchScriptModel model = TorchScriptModel.load(file, Device.cpu())) {
      NDArray x = manager.create(new float[] {1, -2, 3, 0, 5, 6}, new Shape(2, 3));
      // What Python computed, where another engine rounds inputs to other steps.
      assertThat(((NDArray) model.forward(manager, x)).toFloatArray())
          .containsExactly(new float[] {-0.3582f, 0.6774f, -2.6741f, -0.5120f}, within(1e-2f));
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

  @Test
  void argumentsThatAModelReturnedStayWhenItIsCalledAgain() throws IOException {
    try (NDManager pyTorch = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        TorchScriptModel model = load(IDENTITY)) {
      TensorMap first = (TensorMap) model.forward(pyTorch, manyBlocks(3, 5, 0));
      TensorMap second = (TensorMap) model.forward(pyTorch, manyBlocks(3, 5, 100));
      for (int block = 0; block < 3; block++) {
        assertThat(first.block(block).values().toFloatArray())
            .isEqualTo(manyBlocks(3, 5, 0).block(block).values().toFloatArray());
        assertThat(second.block(block).values().toFloatArray())
            .isEqualTo(manyBlocks(3, 5, 100).block(block).values().toFloatArray());
      }
    }
  }

  @Test
  void callsMayBeOfAnySizeOneAfterTheOther() throws IOException {
    try (TorchScriptModel model = load(IDENTITY)) {
      // 2 MB of labels and small arrays are more than what is kept for the next call
      for (int samples : new int[] {0, 1, 400, 0, 1}) {
        TensorMap map = manyBlocks(300, samples, samples);
        TensorMap returned = (TensorMap) model.forward(manager, map);
        assertThat(returned.keys()).isEqualTo(map.keys());
        for (int block = 0; block < map.size(); block++) {
          TensorBlock expected = map.block(block);
          TensorBlock actual = returned.block(block);
          assertThat(actual.samples()).isEqualTo(expected.samples());
          assertThat(actual.properties()).isEqualTo(expected.properties());
          assertThat(actual.values().toFloatArray()).isEqualTo(expected.values().toFloatArray());
        }
      }
    }
  }

  @Test
  void arraysOfManyTypesAndShapesKeepTheirOrder() throws IOException {
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      arrays.add(
          switch (i % 8) {
            case 0 -> manager.create(new float[] {i, i + 1});
            case 1 -> manager.create((double) i);
            case 2 -> manager.create(new long[] {i, i, i}, new Shape(3, 1));
            case 3 -> manager.create(new boolean[] {i % 2 == 0, true, false});
            case 4 -> ofBytes(i, DataType.COMPLEX64, 8);
            case 5 -> ofBytes(i, DataType.FLOAT16, 2);
            case 6 -> ofBytes(i, DataType.UINT8, 1);
            default -> manager.create(new byte[i % 3], new Shape(i % 3));
          });
    }
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: List[Tensor]) -> List[Tensor]:
              return x
            """)) {
      List<?> returned = (List<?>) model.forward(manager, arrays);
      assertThat(returned).hasSameSizeAs(arrays);
      for (int i = 0; i < arrays.size(); i++) {
        NDArray actual = (NDArray) returned.get(i);
        assertThat(actual.getDataType()).isEqualTo(arrays.get(i).getDataType());
        assertThat(actual.getShape()).isEqualTo(arrays.get(i).getShape());
        assertThat(actual.toByteBuffer()).isEqualTo(arrays.get(i).toByteBuffer());
      }
    }
  }

  /** Two elements, all of whose bytes have one value. */
  private NDArray ofBytes(int value, DataType type, int elementSize) {
    byte[] bytes = new byte[2 * elementSize];
    Arrays.fill(bytes, (byte) value);
    return manager.create(ByteBuffer.wrap(bytes), new Shape(2), type);
  }

  private TensorMap manyBlocks(int blocks, int samples, float start) {
    Labels properties = Labels.range("n", 2);
    return new TensorMap(
        Labels.range("key", blocks),
        IntStream.range(0, blocks)
            .mapToObj(
                block -> {
                  NDArray values = manager.create(new Shape(samples, 2), DataType.FLOAT32);
                  FloatBuffer filled = values.toByteBuffer(true).asFloatBuffer();
                  for (int i = 0; filled.hasRemaining(); i++) {
                    filled.put(start + block + i);
                  }
                  int[] rows = IntStream.range(0, 2 * samples).map(i -> block + i).toArray();
                  return new TensorBlock(
                      values, new Labels(List.of("system", "atom"), rows), List.of(), properties);
                })
            .toList());
  }

  private static TorchScriptModel load(String methods) throws IOException {
    return TorchScriptModel.load("model", TestArchive.ofMethods(methods).toBytes(), Device.cpu());
  }
}

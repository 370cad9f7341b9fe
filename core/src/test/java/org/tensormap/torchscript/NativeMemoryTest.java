package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Calls of a model leave no memory behind. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  private static final int WARM_UP = 20_000;
  private static final int CALLS = 100_000;
  private static final int THREADS = 2;

  /** 80 bytes a call; one forgotten array of the smallest map would be more. */
  private static final long ALLOWED_GROWTH = 8L << 20;

  /**
   * In a process of its own, whose heap has a fixed size and is touched from the start: what is
   * resident grows with native memory alone.
   */
  @Test
  void aHundredThousandCallsDoNotGrowTheProcess() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path")));
    command.add(Calls.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output;
    try (BufferedReader reader = process.inputReader()) {
      output = reader.lines().toList();
    }
    assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
    assertThat(Long.parseLong(output.get(output.size() - 1)))
        .as("growth in bytes of %d calls", CALLS)
        .isLessThan(ALLOWED_GROWTH);
  }

  /** Calls a model with a map with gradients, and with one that fails; prints the growth. */
  static final class Calls {
    private Calls() {}

    public static void main(String[] arguments) throws IOException {
      byte[] archive =
          TestArchive.ofMethods(
                  """
                  def forward(self: __torch__.Model,
                    x: __torch__.torch.classes.metatensor.TensorMap,
                    name: str,
                    scale: float) -> Tuple[__torch__.torch.classes.metatensor.TensorMap, Tensor, Dict[str, float]]:
                    if torch.lt(scale, 0.):
                      ops.prim.RaiseException("negative", "builtins.ValueError")
                    values = x.block(0).values_getter()
                    return (x, torch.mul(values, scale), {name: scale})
                  """)
              .toBytes();
      try (TorchScriptModel model = TorchScriptModel.load("model", archive, Device.cpu());
          NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch");
          HostNDManager host = HostNDManager.newManager()) {
        callInThreads(model, host, results, WARM_UP);
        long before = residentBytes();
        callInThreads(model, host, results, CALLS);
        System.out.println(residentBytes() - before);
      }
    }

    private static void callInThreads(
        TorchScriptModel model, NDManager host, NDManager results, int count) {
      CompletableFuture<?>[] calls = new CompletableFuture<?>[THREADS];
      Arrays.setAll(
          calls,
          thread -> CompletableFuture.runAsync(() -> call(model, host, results, count / THREADS)));
      CompletableFuture.allOf(calls).join();
    }

    private static void call(TorchScriptModel model, NDManager host, NDManager results, int count) {
      TensorMap map = map(host);
      for (int i = 0; i < count; i++) {
        try (NDManager scope = results.newSubManager()) {
          NDManager owner = i % 2 == 0 ? scope : results;
          List<?> result = (List<?>) model.forward(owner, map, "text " + i % 7, 2.0);
          ((TensorMap) result.get(0)).close();
          ((NDArray) result.get(1)).close();
        }
        if (i % 10 == 0) {
          try {
            model.forward(results, map, "text", -1.0);
            throw new IllegalStateException("the model should fail");
          } catch (ModelCallException e) {
            // As it should.
          }
        }
      }
    }

    private static TensorMap map(NDManager manager) {
      List<TensorBlock> blocks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        TensorBlock block =
            new TensorBlock(
                manager.create(new double[6], new Shape(3, 2)),
                Labels.range("system", 3),
                List.of(),
                Labels.range("n", 2));
        block.addGradient(
            "positions",
            new TensorBlock(
                manager.create(new double[6], new Shape(1, 3, 2)),
                Labels.range("sample", 1),
                List.of(Labels.range("xyz", 3)),
                Labels.range("n", 2)));
        blocks.add(block);
      }
      return new TensorMap(Labels.range("key", 2), blocks);
    }

    private static long residentBytes() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    }
  }
}

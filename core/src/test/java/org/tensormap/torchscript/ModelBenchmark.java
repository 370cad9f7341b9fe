package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Calls of models with tensors in PyTorch's memory, one thread: the energies of 121 blocks of
 * features; what the bridge costs for a model that returns its argument, beside a call through DJL
 * with as many bare tensors; and the loading of both sample models.
 *
 * <p>Run it with
 *
 * <pre>{@code
 * mvn -B -ntp -q -pl core test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-cp %classpath org.openjdk.jmh.Main torchscript.ModelBenchmark"
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=1"})
public class ModelBenchmark {

  /** The energy model and features of the first shard. */
  @State(Scope.Benchmark)
  public static class Energies {
    private NDManager manager;
    private TorchScriptModel model;
    private TensorMap features;

    /**
     * Loads the model and the features.
     *
     * @throws IOException if a file can not be read
     */
    @Setup
    public void load() throws IOException {
      manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
      model = Molecules.model("energy.pt");
      features = Molecules.features(0, manager);
    }

    /** Frees them. */
    @TearDown
    public void close() {
      model.close();
      manager.close();
    }
  }

  /**
   * A map of small blocks, the model that returns it, and as many bare tensors as the map is made
   * of: the values and samples of each block, the properties, and the keys.
   */
  @State(Scope.Benchmark)
  public static class Identity {
    private static final String MAP = "__torch__.torch.classes.metatensor.TensorMap";

    /** How many blocks the map has. */
    @Param({"1", "100", "2000"})
    public int blocks;

    private PtNDManager manager;
    private TorchScriptModel mapModel;
    private PtSymbolBlock tensorModel;
    private TensorMap map;
    private List<NDArray> tensors;

    /**
     * Makes the models and their arguments.
     *
     * @throws IOException if a model can not be made
     */
    @Setup
    public void load() throws IOException {
      manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
      mapModel = TorchScriptModel.load("map", identity(MAP), Device.cpu());
      tensorModel =
          JniUtils.loadModule(
              manager, new ByteArrayInputStream(identity("List[Tensor]")), true, false);
      List<TensorBlock> made = new ArrayList<>();
      tensors = new ArrayList<>();
      Labels properties = Labels.range("n", 4);
      for (int block = 0; block < blocks; block++) {
        NDArray values = manager.randomUniform(0, 1, new Shape(5, 4), DataType.FLOAT64);
        Labels samples = new Labels(List.of("system"), new int[] {0, 1, 2, 3, 4});
        made.add(new TensorBlock(values, samples, List.of(), properties));
        tensors.add(values.duplicate());
        tensors.add(manager.create(new int[5], new Shape(5, 1)));
      }
      tensors.add(manager.create(new int[4], new Shape(4, 1)));
      tensors.add(manager.create(new int[blocks], new Shape(blocks, 1)));
      // DJL makes one argument, a list, of arrays with such names.
      tensors.forEach(tensor -> tensor.setName("x[]"));
      map = new TensorMap(Labels.range("key", blocks), made);
    }

    /** Frees them. */
    @TearDown
    public void close() {
      mapModel.close();
      tensorModel.close();
      manager.close();
    }

    private static byte[] identity(String type) throws IOException {
      return TestArchive.ofMethods(
              "def forward(self: __torch__.Model,\n    x: "
                  + type
                  + ") -> "
                  + type
                  + ":\n  return x\n")
          .toBytes();
    }
  }

  /**
   * Predicts the energies of a shard.
   *
   * @param state the model and the features
   * @return the number of blocks
   */
  @Benchmark
  public int energies(Energies state) {
    try (NDManager scope = state.manager.newSubManager()) {
      return ((TensorMap) state.model.forward(scope, state.features)).size();
    }
  }

  /**
   * Passes a map to a model and back.
   *
   * @param state the model and the map
   * @return the number of blocks
   */
  @Benchmark
  public int identityOfMap(Identity state) {
    try (NDManager scope = state.manager.newSubManager()) {
      return ((TensorMap) state.mapModel.forward(scope, state.map)).size();
    }
  }

  /**
   * Passes as many tensors to a model and back, through DJL alone.
   *
   * @param state the model and the tensors
   * @return the number of tensors
   */
  @Benchmark
  public int identityOfTensors(Identity state) {
    try (NDManager scope = state.manager.newSubManager();
        NDList results = IValueUtils.forward(state.tensorModel, new NDList(state.tensors), false)) {
      results.attach(scope);
      return results.size();
    }
  }

  /**
   * Loads the featurizer.
   *
   * @throws IOException if it can not be read
   */
  @Benchmark
  public void loadFeaturizer() throws IOException {
    Molecules.model("featurizer.pt").close();
  }

  /**
   * Loads the energy model.
   *
   * @throws IOException if it can not be read
   */
  @Benchmark
  public void loadEnergy() throws IOException {
    Molecules.model("energy.pt").close();
  }
}

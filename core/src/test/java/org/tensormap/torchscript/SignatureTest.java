package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** What models accept and return: every type, methods, default values, and what does not fit. */
class SignatureTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void nestedTypesArePrintedAsPythonDoes() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model,
              a: Dict[str, List[__torch__.torch.classes.metatensor.TensorMap]],
              b: Tuple[int, Optional[Tuple[str, float]], bool],
              c: Tuple[()],
              d: __torch__.torch.classes.metatensor.Labels) -> Optional[__torch__.torch.classes.metatensor.TensorBlock]:
              return None
            """)) {
      assertThat(model.signature())
          .hasToString(
              "forward(a: Dict[str, List[TensorMap]], b: Tuple[int, Optional[Tuple[str, float]],"
                  + " bool], c: Tuple[()], d: Labels) -> Optional[TensorBlock]");
    }
  }

  @Test
  void everyMethodCanBeCalled() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: int) -> int:
              return torch.add(x, 1)
            def twice(self: __torch__.Model, text: str) -> str:
              return torch.add(text, text)
            def nothing(self: __torch__.Model) -> NoneType:
              return None
            """)) {
      assertThat(model.methods()).containsExactly("forward", "twice", "nothing");
      assertThat(model.forward(manager, 41)).isEqualTo(42L);
      assertThat(model.call(manager, "twice", List.of("ab"))).isEqualTo("abab");
      assertThat(model.call(manager, "nothing", List.of())).isNull();
      assertThat(model.signature("twice")).hasToString("twice(text: str) -> str");
      assertThatThrownBy(() -> model.call(manager, "thrice", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'thrice'")
          .hasMessageContaining("[forward, twice, nothing]");
    }
  }

  @Test
  void argumentsThatAreLeftOutGetTheirDefaultValues() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model,
              a: int,
              b: float=2.5,
              c: str="x\\ty\\"\\303\\251",
              d: Optional[int]=None,
              e: List[int]=[1, -2],
              f: bool=True,
              g: Tuple[int, float]=(9223372036854775807, -inf),
              h: float=-1e-05) -> Tuple[int, float, str, Optional[int], List[int], bool, Tuple[int, float], float]:
              return (a, b, c, d, e, f, g, h)
            """)) {
      assertThat(model.forward(manager, 7))
          .isEqualTo(
              Arrays.asList(
                  7L,
                  2.5,
                  "x\ty\"é",
                  null,
                  List.of(1L, -2L),
                  true,
                  List.of(Long.MAX_VALUE, Double.NEGATIVE_INFINITY),
                  -1e-5));
      assertThat(model.forward(manager, 7, 3, "z", 4))
          .isEqualTo(
              Arrays.asList(
                  7L,
                  3.0,
                  "z",
                  4L,
                  List.of(1L, -2L),
                  true,
                  List.of(Long.MAX_VALUE, Double.NEGATIVE_INFINITY),
                  -1e-5));
      assertThat(model.signature().arguments().get(1))
          .isEqualTo(new ModelArgument("b", new ModelType.Float(), true, 2.5));
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        0.1,
        1e-310,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void everyFloatingPointNumberIsPassedExactly(double value) throws IOException {
    try (TorchScriptModel model = identity("float")) {
      Object result = model.forward(manager, value);
      assertThat(Double.doubleToLongBits((Double) result))
          .isEqualTo(Double.doubleToLongBits(value));
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "abc", "'é ∂ 漢字 😀'", "'a\u0000b'", "'line\nline'"})
  void everyTextIsPassedExactly(String text) throws IOException {
    try (TorchScriptModel model = identity("Dict[str, str]")) {
      assertThat(model.forward(manager, Map.of(text, text))).isEqualTo(Map.of(text, text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"FLOAT32", "FLOAT64", "FLOAT16", "INT8", "UINT8", "INT32", "INT64", "BOOLEAN"})
  void arraysOfEveryTypeAndShapeArePassedTogether(DataType type) throws IOException {
    List<Shape> shapes =
        List.of(
            new Shape(),
            new Shape(3),
            new Shape(0),
            new Shape(2, 3),
            new Shape(1, 3),
            new Shape(0, 3),
            new Shape(2, 0),
            new Shape(),
            new Shape(2, 2, 3));
    List<NDArray> arrays = new ArrayList<>();
    for (Shape shape : shapes) {
      ByteBuffer values =
          manager.allocateDirect(Math.toIntExact(shape.size()) * type.getNumOfBytes());
      for (int i = 0; values.hasRemaining(); i++) {
        values.put((byte) (i % 2));
      }
      arrays.add(manager.create(values.flip(), shape, type));
    }
    try (TorchScriptModel model = identity("List[Tensor]")) {
      List<?> result = (List<?>) model.forward(manager, arrays);
      for (int i = 0; i < arrays.size(); i++) {
        NDArray array = (NDArray) result.get(i);
        assertThat(array.getShape()).isEqualTo(shapes.get(i));
        assertThat(array.getDataType()).isEqualTo(type);
        assertThat(array.toByteBuffer(true)).isEqualTo(arrays.get(i).toByteBuffer(true));
      }
    }
  }

  @Test
  void nestedContainersArePassedInOrder() throws IOException {
    try (TorchScriptModel model =
        identity("Dict[str, List[Tuple[int, Optional[List[str]], Dict[str, bool]]]]")) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put(
          "z",
          List.of(Arrays.asList(1L, null, Map.of()), List.of(2L, List.of("q"), Map.of("b", true))));
      value.put("a", List.of());
      Map<?, ?> result = (Map<?, ?>) model.forward(manager, value);
      assertThat(result).isEqualTo(value);
      assertThat(new ArrayList<Object>(result.keySet())).containsExactly("z", "a");
    }
  }

  @Test
  void mapsWithGradientsOfGradientsAreTheSameAfterwards() throws IOException {
    Labels samples = new Labels(List.of("system", "atom"), new int[][] {{0, 0}, {0, 1}});
    Labels component = Labels.range("xyz", 3);
    Labels properties = Labels.range("n", 2);
    List<TensorBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TensorBlock block = block(i, samples, List.of(component), properties);
      TensorBlock gradient =
          block(
              10 + i,
              new Labels(List.of("sample", "cell"), new int[][] {{1, 5}}),
              List.of(Labels.range("direction", 2), component),
              properties);
      gradient.addGradient(
          "strain",
          block(
              20 + i,
              new Labels(List.of("sample"), new int[][] {{0}}),
              List.of(Labels.range("direction", 2), component),
              properties));
      block.addGradient("positions", gradient);
      blocks.add(block);
    }
    TensorMap map = new TensorMap(Labels.range("key", 3), blocks);
    map.setInfo("unit", "Å");
    try (TorchScriptModel model = identity("__torch__.torch.classes.metatensor.TensorMap")) {
      TensorMap result = (TensorMap) model.forward(manager, map);
      assertThat(result.print(-1)).isEqualTo(map.print(-1));
      assertThat(result.info()).isEqualTo(map.info());
      for (int i = 0; i < 3; i++) {
        assertSame(result.block(i), map.block(i));
      }
    }
  }

  @Test
  void labelsThatAModelPassesOnAreTheSameInstance() throws IOException {
    Labels labels = new Labels(List.of("a", "b"), new int[][] {{1, 2}, {-3, 4}});
    try (TorchScriptModel model = identity("List[__torch__.torch.classes.metatensor.Labels]")) {
      List<?> result =
          (List<?>) model.forward(manager, List.of(labels, Labels.empty(List.of("x"))));
      assertThat(result.get(0)).isSameAs(labels);
      assertThat(result.get(1)).isEqualTo(Labels.empty(List.of("x")));
    }
  }

  @Test
  void labelsThatAModelMakesOfManyAreNotMixedUp() throws IOException {
    List<Labels> labels = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      labels.add(new Labels(List.of("a"), new int[][] {{i}, {i + 1}}));
    }
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model,
              x: List[__torch__.torch.classes.metatensor.Labels]) -> List[__torch__.torch.classes.metatensor.Labels]:
              y = annotate(List[__torch__.torch.classes.metatensor.Labels], [])
              for labels in x:
                y.append(labels.rename("a", "b"))
              x.clear()
              return y
            """)) {
      List<?> result = (List<?>) model.forward(manager, labels);
      for (int i = 0; i < labels.size(); i++) {
        assertThat(result.get(i)).isEqualTo(labels.get(i).rename("a", "b"));
      }
    }
  }

  @Test
  void resultsOutliveTheArgumentsWhoseMemoryTheyShare() throws IOException {
    NDArray result;
    try (NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      try (TorchScriptModel model = identity("Tensor");
          NDManager arguments = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        NDArray argument = arguments.create(new double[] {1, 2, 3});
        result = (NDArray) model.forward(results, argument);
        argument.close();
      }
      assertThat(result.toDoubleArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aModelDoesNotChangeTheArraysOfItsCaller() throws IOException {
    NDArray argument = manager.create(new double[] {1, 2});
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model, x: Tensor) -> Tensor:
              return torch.mul_(x, 2)
            """)) {
      NDArray result = (NDArray) model.forward(manager, argument);
      assertThat(result.toDoubleArray()).containsExactly(2, 4);
      assertThat(argument.toDoubleArray()).containsExactly(1, 2);
    }
  }

  @Test
  void valuesThatDoNotFitAreRefusedWithTheArgument() throws IOException {
    try (TorchScriptModel model =
        load(
            """
            def forward(self: __torch__.Model,
              maps: Dict[str, List[int]],
              scale: float) -> int:
              return 1
            """)) {
      assertThatThrownBy(() -> model.forward(manager, Map.of("k", List.of(1, 2.5)), 1.0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'maps'")
          .hasMessageContaining("[\"k\"]")
          .hasMessageContaining("[1]")
          .hasMessageContaining("expected int, got a value of java.lang.Double");
      assertThatThrownBy(() -> model.forward(manager, Map.of(), "1"))
          .hasMessageContaining("'scale'")
          .hasMessageContaining("expected float, got a value of java.lang.String");
      assertThatThrownBy(() -> model.forward(manager, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'scale'")
          .hasMessageContaining("missing");
      assertThatThrownBy(() -> model.forward(manager, Map.of(), 1.0, 2.0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("takes 2 arguments, got 3");
      assertThatThrownBy(() -> model.forward(manager, Collections.singletonMap("k", null), 1.0))
          .hasMessageContaining("expected List[int], got null");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Dict[int, Tensor]; keys of type int",
        "Any; 'Any'",
        "__torch__.torch.classes.metatensor.LabelsEntry; metatensor.LabelsEntry",
        "__torch__.Pair; __torch__.Pair",
        "List[__torch__.Other]; __torch__.Pair",
      })
  void typesWithoutACounterpartInJavaAreRefusedWithTheArgument(String type, String named)
      throws IOException {
    byte[] archive =
        TestArchive.ofCode(
                """
                class Pair:
                  first : int
                  second : int
                class Other(NamedTuple):
                  pair : __torch__.Pair
                class Model(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Model, x: int, state: %s) -> int:
                    return x
                  def plain(self: __torch__.Model, x: int) -> int:
                    return x
                """
                    .formatted(type))
            .toBytes();
    try (TorchScriptModel model = TorchScriptModel.load("typed", archive, Device.cpu())) {
      assertThat(model.methods()).containsExactly("plain");
      assertThat(model.call(manager, "plain", List.of(3))).isEqualTo(3L);
      assertThatThrownBy(model::signature)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'forward'")
          .hasMessageContaining("'state'")
          .hasMessageContaining(named);
    }
  }

  @Test
  void namedTuplesAreListsOfTheirFields() throws IOException {
    byte[] archive =
        TestArchive.ofCode(
                """
                class Model(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Model,
                    x: __torch__.Pair,
                    more: Dict[str, List[__torch__.Pair]],
                    last: Optional[__torch__.Pair]) -> Tuple[__torch__.Pair, List[__torch__.Outer]]:
                    y = __torch__.Pair(x.block, torch.add(x.count, 1))
                    outers = [__torch__.Outer(y, [x.block], None)]
                    for pair in more["all"]:
                      outer = __torch__.Outer(pair, annotate(List[__torch__.torch.classes.metatensor.TensorBlock], []), last)
                      _0 = torch.append(outers, outer)
                    return (y, outers)
                class Outer(NamedTuple):
                  pair : __torch__.Pair
                  blocks : List[__torch__.torch.classes.metatensor.TensorBlock]
                  last : Optional[__torch__.Pair]
                class Pair(NamedTuple):
                  block : __torch__.torch.classes.metatensor.TensorBlock
                  count : int
                """)
            .toBytes();
    TensorBlock block = block(1, Labels.range("sample", 2), List.of(), Labels.range("property", 3));
    try (TorchScriptModel model = TorchScriptModel.load("pairs", archive, Device.cpu())) {
      assertThat(model.signature().result())
          .hasToString(
              "Tuple[Tuple[TensorBlock, int],"
                  + " List[Tuple[Tuple[TensorBlock, int], List[TensorBlock],"
                  + " Optional[Tuple[TensorBlock, int]]]]]");
      List<?> result =
          (List<?>)
              model.forward(
                  manager,
                  List.of(block, 4),
                  Map.of("all", List.of(List.of(block, 7))),
                  List.of(block, 9));
      assertPair(result.get(0), block, 5);
      List<?> outers = (List<?>) result.get(1);
      assertThat(outers).hasSize(2);
      List<?> first = (List<?>) outers.get(0);
      assertPair(first.get(0), block, 5);
      assertSame((TensorBlock) ((List<?>) first.get(1)).get(0), block);
      assertThat(first.get(2)).isNull();
      List<?> second = (List<?>) outers.get(1);
      assertPair(second.get(0), block, 7);
      assertThat((List<?>) second.get(1)).isEmpty();
      assertPair(second.get(2), block, 9);
    }
  }

  private static void assertPair(Object pair, TensorBlock block, long count) {
    assertThat((List<?>) pair).hasSize(2);
    assertSame((TensorBlock) ((List<?>) pair).get(0), block);
    assertThat(((List<?>) pair).get(1)).isEqualTo(count);
  }

  @Test
  void namedTuplesThatContainEachOtherAreRefused() throws IOException {
    byte[] archive =
        TestArchive.ofCode(
                """
                class Model(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Model, x: __torch__.Pair) -> int:
                    return 1
                class Pair(NamedTuple):
                  first : __torch__.Pair
                  second : __torch__.Pair
                """)
            .toBytes();
    assertThatThrownBy(() -> TorchScriptModel.load("pairs", archive, Device.cpu()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'__torch__.Pair'")
        .hasMessageContaining("more than 256 named tuples");
  }

  private static TorchScriptModel load(String methods) throws IOException {
    return TorchScriptModel.load("model", TestArchive.ofMethods(methods).toBytes(), Device.cpu());
  }

  private static TorchScriptModel identity(String type) throws IOException {
    return load(
        """
        def forward(self: __torch__.Model, x: %1$s) -> %1$s:
          return x
        """
            .formatted(type));
  }

  private TensorBlock block(int seed, Labels samples, List<Labels> components, Labels properties) {
    Shape shape = new Shape(samples.size());
    for (Labels component : components) {
      shape = shape.add(component.size());
    }
    shape = shape.add(properties.size());
    double[] values = new double[Math.toIntExact(shape.size())];
    Arrays.setAll(values, i -> seed + i / 10.0);
    return new TensorBlock(manager.create(values, shape), samples, components, properties);
  }

  private static void assertSame(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.values().toDoubleArray()).isEqualTo(expected.values().toDoubleArray());
    assertThat(actual.gradientsList()).isEqualTo(expected.gradientsList());
    expected
        .gradients()
        .forEach((parameter, gradient) -> assertSame(actual.gradient(parameter), gradient));
  }
}

package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.torchscript.TestArchive.pickle;
import static org.tensormap.torchscript.TestArchive.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;

/** Models that hold sparse tensors, here always the matrix {@code [[0, 5, 0], [7, 0, 0]]}. */
class SparseTensorsTest {
  private static final String HOOKS = "ccollections\nOrderedDict\n)R";
  private static final long[] COORDINATES = {0, 1, 1, 0};
  private static final long[] STARTS = {0, 1, 2};
  private static final long[] COLUMNS = {1, 0};

  @Test
  void sparseTensorsOfBothLayoutsAreComputedWith() throws IOException {
    assertThat(product(coordinates("K\u0002K\u0003", COORDINATES))).containsExactly(5, 7);
    assertThat(product(compressedRows("K\u0002K\u0003", STARTS, COLUMNS))).containsExactly(5, 7);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2, Long.MAX_VALUE})
  void coordinatesOutsideOfTheShapeAreRefused(long row) throws IOException {
    assertRefused(coordinates("K\u0002K\u0003", 0, row, 1, 0))
        .hasMessageContaining("a sparse tensor of shape [2, 3] has the index " + row);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 2", "1, 1, 2", "0, 2, 1", "0, 3, 2", "0, 1, 1", "0, 1, 9"})
  void rowsThatDoNotFollowEachOtherAreRefused(long first, long second, long end)
      throws IOException {
    assertRefused(compressedRows("K\u0002K\u0003", new long[] {first, second, end}, COLUMNS))
        .hasMessageContaining("a sparse tensor of shape [2, 3] has")
        .hasMessageContaining("of 2, which does not fit");
  }

  @Test
  void partsOfOtherShapesThanTheTensorAreRefused() throws IOException {
    assertRefused(compressedRows("K\u0009K\u0003", STARTS, COLUMNS))
        .hasMessageContaining("rows and columns of shapes [3] and [2]");
    assertRefused(compressedRows("K\u0002K\u0001", STARTS, COLUMNS))
        .hasMessageContaining("the index 1");
    assertRefused(compressedRows("K\u0002K\u0003", STARTS, 1, 0, 2))
        .hasMessageContaining("values of shape [2] for 3 indices");
    assertRefused(coordinates("K\u0002K\u0003K\u0002", COORDINATES))
        .hasMessageContaining("values of shape [2] for 2 indices");
    assertRefused(coordinates("K\u0002", COORDINATES))
        .hasMessageContaining("indices of shape [2, 2]");
  }

  @Test
  void otherLayoutsAreRefused() throws IOException {
    assertRefused(archive("K\u0005", "K\u0002K\u0003", coordinates(), COORDINATES, new long[0]))
        .hasMessageContaining("a sparse tensor of layout 5");
  }

  @Test
  void indicesWithoutValuesAreRefused() throws IOException {
    byte[] archive =
        archive(
            "K\u0001",
            "K\u0002K\u0003",
            coordinates().replace(text("cpu"), text("meta")),
            new long[0],
            new long[0]);
    assertRefused(archive).hasMessageContaining("indices without values");
  }

  private static float[] product(byte[] archive) throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TorchScriptModel model = TorchScriptModel.load("model.pt", archive, Device.cpu())) {
      NDArray ones = manager.ones(new Shape(3, 1));
      return ((NDArray) model.forward(manager, ones)).toFloatArray();
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] archive) {
    return assertThatThrownBy(() -> TorchScriptModel.load("model.pt", archive, Device.cpu()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.pt");
  }

  private static byte[] coordinates(String shape, long... indices) throws IOException {
    return archive("K\u0001", shape, coordinates(), indices, new long[0]);
  }

  private static String coordinates() {
    return tensor("LongStorage", "0", 4, "K\u0002K\u0002", "K\u0002K\u0001");
  }

  private static byte[] compressedRows(String shape, long[] starts, long... columns)
      throws IOException {
    String parts = vector("0", starts.length) + vector("1", columns.length);
    return archive("K\u0002", shape, parts, starts, columns);
  }

  private static String vector(String key, int length) {
    return tensor("LongStorage", key, length, "K" + (char) length, "K\u0001");
  }

  /** A model that multiplies a sparse tensor with its argument. */
  private static byte[] archive(
      String layout, String shape, String indices, long[] first, long[] second) throws IOException {
    return TestArchive.ofCode(
            """
            class Model(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              x : Tensor
              def forward(self: __torch__.Model, y: Tensor) -> Tensor:
                x = self.x
                return torch.mm(x, y)
            """)
        .with("data/0", bytes(first))
        .with("data/1", bytes(second))
        .with("data/2", floats(5, 7))
        .with(
            "data.pkl",
            pickle(
                "\u0080\u0002c__torch__\nModel\n)\u0081}(",
                text("training"),
                "\u0089",
                text("x"),
                "ctorch._utils\n_rebuild_sparse_tensor\n(",
                layout,
                "(",
                shape,
                "t\u0089",
                indices,
                tensor("FloatStorage", "2", 2, "K\u0002", "K\u0001"),
                HOOKS,
                "tRub."))
        .toBytes();
  }

  private static String tensor(String type, String key, int count, String shape, String strides) {
    return String.join(
        "",
        "ctorch._utils\n_rebuild_tensor_v2\n((",
        text("storage"),
        "ctorch\n" + type + "\n",
        text(key),
        text("cpu"),
        "K" + (char) count,
        "tQK\u0000(",
        shape,
        "t(",
        strides,
        "t\u0089",
        HOOKS,
        "tR");
  }

  private static byte[] bytes(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return bytes.array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}

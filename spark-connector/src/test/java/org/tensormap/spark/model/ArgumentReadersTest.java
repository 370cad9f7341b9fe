package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensormap.Labels;
import org.tensormap.spark.LabelsType;
import org.tensormap.torchscript.ModelType;

class ArgumentReadersTest {
  private static final ModelType TENSOR = new ModelType.Tensor();

  private final ArgumentArrays arrays = new ArgumentArrays();

  @AfterEach
  void release() {
    arrays.close();
  }

  @Test
  void arraysOfNumbersBecomeTensorsOfTheSameType() {
    assertThat(tensor("array<bigint>", longs(1, 2, 3)).toLongArray()).containsExactly(1, 2, 3);
    assertThat(tensor("array<int>", array(1, 2)).toIntArray()).containsExactly(1, 2);
    assertThat(tensor("array<double>", doubles(0.5, 2)).toDoubleArray()).containsExactly(0.5, 2);
    assertThat(tensor("array<float>", array(0.5f, 2f)).toFloatArray()).containsExactly(0.5f, 2f);
    assertThat(tensor("array<boolean>", array(true, false)).toBooleanArray())
        .containsExactly(true, false);
    assertThat(tensor("array<tinyint>", array((byte) -1)).getDataType()).isEqualTo(DataType.INT8);
  }

  @Test
  void typesThatPyTorchLacksBecomeWiderOnes() {
    assertThat(tensor("array<smallint>", array((short) -7)).toIntArray()).containsExactly(-7);
    Object decimals = array(Decimal.apply("1.5"), Decimal.apply("-2.0"));
    assertThat(tensor("array<decimal(2,1)>", decimals).toDoubleArray()).containsExactly(1.5, -2);
  }

  @Test
  void nestedArraysBecomeAxes() {
    Object rows = array(doubles(1, 2, 3), doubles(4, 5, 6));

    NDArray matrix = tensor("array<array<double>>", rows);
    NDArray cube = tensor("array<array<array<double>>>", array(rows, rows, rows, rows));

    assertThat(matrix.getShape()).isEqualTo(new Shape(2, 3));
    assertThat(matrix.toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(cube.getShape()).isEqualTo(new Shape(4, 2, 3));
    assertThat(cube.toDoubleArray()).hasSize(24).endsWith(4, 5, 6);
  }

  @Test
  void numbersBecomeTensorsWithoutAxes() {
    NDArray scalar = tensor("double", 2.5);

    assertThat(scalar.getShape()).isEqualTo(new Shape());
    assertThat(scalar.toDoubleArray()).containsExactly(2.5);
  }

  @Test
  void emptyArraysBecomeEmptyTensors() {
    assertThat(tensor("array<bigint>", array()).getShape()).isEqualTo(new Shape(0));
    assertThat(tensor("array<array<double>>", array()).getShape()).isEqualTo(new Shape(0, 0));
    assertThat(tensor("array<array<double>>", array(array(), array())).getShape())
        .isEqualTo(new Shape(2, 0));
  }

  @Test
  void manyTensorsOfOneCallDoNotOverlap() {
    NDArray[] tensors = new NDArray[300];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = tensor("array<double>", doubles(new double[i]));
      tensors[i].set(new double[i]);
    }
    for (int i = 0; i < tensors.length; i++) {
      double[] ones = new double[i];
      Arrays.fill(ones, 1);
      tensors[i].set(ones);
      for (int j = i + 1; j < tensors.length; j += 37) {
        assertThat(tensors[j].toDoubleArray()).containsOnly(0);
      }
      assertThat(tensors[i].toDoubleArray()).isEqualTo(ones);
    }
  }

  @Test
  void raggedArraysAreRefusedWithTheirPlace() {
    Object ragged = array(array(doubles(1, 2)), array(doubles(3, 4, 5)));

    assertThatThrownBy(() -> tensor("array<array<array<double>>>", ragged))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "at [1][0]: a tensor can not be made of arrays of different lengths: expected 2"
                + " elements as in the first one, got 3");
  }

  @Test
  void nullsInsideOfTensorsAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> tensor("array<array<int>>", array(array(1, 2), array(3, null))))
        .hasMessage("at [1][1]: a tensor can not hold NULL");
    assertThatThrownBy(() -> tensor("array<array<int>>", array((Object) null)))
        .hasMessage("at [0]: a tensor can not hold NULL");
  }

  @Test
  void flatTensorsHaveTheShapeThatTheyCome() {
    Object flat = row(longs(2, 2), doubles(1, 2, 3, 4));

    NDArray tensor = tensor(SqlTypes.TENSOR.catalogString(), flat);

    assertThat(tensor.getShape()).isEqualTo(new Shape(2, 2));
    assertThat(tensor.toDoubleArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void flatTensorsOfAnotherSizeThanTheirShapeAreRefused() {
    String type = SqlTypes.TENSOR.catalogString();

    assertThatThrownBy(() -> tensor(type, row(longs(2, 3), doubles(1, 2))))
        .hasMessage("the shape [2, 3] does not fit 2 values");
    assertThatThrownBy(() -> tensor(type, row(longs(-1, -2), doubles(1, 2))))
        .hasMessage("the shape [-1, -2] does not fit 2 values");
    assertThatThrownBy(() -> tensor(type, row(longs(1L << 62, 4), array())))
        .hasMessage("the shape [4611686018427387904, 4] does not fit 0 values");
  }

  @Test
  void integersNumbersAndTextBecomePythonScalars() {
    assertThat(read("int", new ModelType.Int(), 7)).isEqualTo(7L);
    assertThat(read("tinyint", new ModelType.Int(), (byte) 7)).isEqualTo(7L);
    assertThat(read("bigint", new ModelType.Float(), 7L)).isEqualTo(7.0);
    assertThat(read("float", new ModelType.Float(), 0.5f)).isEqualTo(0.5);
    assertThat(read("decimal(2,1)", new ModelType.Float(), Decimal.apply("1.5"))).isEqualTo(1.5);
    assertThat(read("boolean", new ModelType.Bool(), true)).isEqualTo(true);
    assertThat(read("string", new ModelType.Str(), text("é"))).isEqualTo("é");
  }

  @Test
  void arraysStructsAndMapsBecomeListsTuplesAndDicts() {
    ModelType integers = new ModelType.ListOf(new ModelType.Int());
    ModelType pair = new ModelType.TupleOf(List.of(new ModelType.Str(), integers));
    ModelType named = new ModelType.DictOf(new ModelType.Float());
    Object map = new ArrayBasedMapData(array(text("b"), text("a")), array(1.0, 2.0));

    assertThat(read("array<int>", integers, array(1, 2))).isEqualTo(List.of(1L, 2L));
    assertThat(read("struct<x:string,y:array<bigint>>", pair, row(text("s"), longs(3))))
        .isEqualTo(List.of("s", List.of(3L)));
    assertThat((Map<?, ?>) read("map<string,double>", named, map))
        .isEqualTo(Map.of("a", 2.0, "b", 1.0))
        .extracting(entries -> entries.keySet().iterator().next())
        .isEqualTo("b");
  }

  @Test
  void nullsAreNoneOnlyWhereAValueIsOptional() {
    ModelType integers = new ModelType.ListOf(new ModelType.Int());
    ModelType optional = new ModelType.ListOf(new ModelType.OptionalOf(new ModelType.Int()));

    assertThat(read("array<int>", optional, array(1, null))).isEqualTo(Arrays.asList(1L, null));
    assertThat(read("void", new ModelType.OptionalOf(TENSOR), null)).isNull();
    assertThatThrownBy(() -> read("array<int>", integers, array(1, null)))
        .hasMessage("at [1]: expected a value, got NULL");
  }

  @Test
  void labelsAreNamesAndRows() {
    Object labels = row(array(text("a"), text("b")), array(array(1, 2), array(3, 4)));
    Object empty = row(array(text("a")), array());

    assertThat(labels(labels)).isEqualTo(new Labels(List.of("a", "b"), new int[] {1, 2, 3, 4}));
    assertThat(labels(empty)).isEqualTo(Labels.empty(List.of("a")));
  }

  @Test
  void labelsThatAreNoneAreRefused() {
    Object names = array(text("a"));

    assertThatThrownBy(() -> labels(row(names, array(array(1, 2)))))
        .hasMessageContaining("[a]")
        .hasMessageContaining("got 2");
    assertThatThrownBy(() -> labels(row(names, array(array(1), array(1)))))
        .isInstanceOf(UnfitValueException.class);
    assertThatThrownBy(() -> labels(row(names, array(array((Object) null)))))
        .hasMessage("at .values[0][0]: a tensor can not hold NULL");
  }

  @Test
  void typesThatDoNotFitHaveNoReader() {
    ModelType integers = new ModelType.ListOf(new ModelType.Int());

    assertThat(ArgumentReaders.find(type("array<double>"), integers)).isEmpty();
    assertThat(ArgumentReaders.find(type("string"), TENSOR)).isEmpty();
    assertThat(ArgumentReaders.find(type("array<string>"), TENSOR)).isEmpty();
    assertThat(ArgumentReaders.find(type("bigint"), integers)).isEmpty();
    assertThat(ArgumentReaders.find(type("void"), TENSOR)).isEmpty();
    assertThat(ArgumentReaders.find(type("map<int,double>"), new ModelType.DictOf(TENSOR)))
        .isEmpty();
    assertThat(
            ArgumentReaders.find(
                type("struct<x:int>"),
                new ModelType.TupleOf(List.of(new ModelType.Int(), new ModelType.Int()))))
        .isEmpty();
  }

  private NDArray tensor(String type, Object value) {
    return (NDArray) read(type, TENSOR, value);
  }

  private Object labels(Object value) {
    return read(LabelsType.TYPE.catalogString(), new ModelType.Labels(), value);
  }

  private Object read(String type, ModelType model, Object value) {
    return ArgumentReaders.find(type(type), model).orElseThrow().read(row(value), 0, arrays);
  }

  private static org.apache.spark.sql.types.DataType type(String ddl) {
    return org.apache.spark.sql.types.DataType.fromDDL(ddl);
  }

  private static GenericInternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  private static GenericArrayData array(Object... values) {
    return new GenericArrayData(values);
  }

  private static UnsafeArrayData longs(long... values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  private static UnsafeArrayData doubles(double... values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  private static UTF8String text(String value) {
    return UTF8String.fromString(value);
  }
}

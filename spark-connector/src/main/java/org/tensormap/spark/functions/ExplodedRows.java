package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.LabelsType;

/**
 * Tensor maps as arrays of rows. The names of dimensions are not known when a query is planned, so
 * labels are maps from name to value.
 */
final class ExplodedRows {
  private static final DataType ENTRY =
      new MapType(DataTypes.StringType, DataTypes.IntegerType, false);

  /** A row for each sample of each block. */
  static final Result<TensorMap> SAMPLES =
      new Result<>(
          new ArrayType(
              new StructType()
                  .add("key", ENTRY, false)
                  .add("sample", ENTRY, false)
                  .add("values", new ArrayType(DataTypes.DoubleType, false), false),
              false),
          map -> rows(map, ExplodedRows::addSamples));

  /** A row for each value of each block. */
  static final Result<TensorMap> VALUES =
      new Result<>(
          new ArrayType(
              new StructType()
                  .add("key", ENTRY, false)
                  .add("sample", ENTRY, false)
                  .add("component", ENTRY, false)
                  .add("property", ENTRY, false)
                  .add("value", DataTypes.DoubleType, false),
              false),
          map -> rows(map, ExplodedRows::addValues));

  /** A row for each block, and for each of its gradients. */
  static final Result<TensorMap> BLOCKS =
      new Result<>(
          new ArrayType(
              new StructType()
                  .add("key", ENTRY, false)
                  .add("gradient", DataTypes.StringType, true)
                  .add("shape", Result.SHAPE.type(), false)
                  .add("samples", LabelsType.TYPE, false)
                  .add("components", new ArrayType(LabelsType.TYPE, false), false)
                  .add("properties", LabelsType.TYPE, false)
                  .add("values", Result.VALUES.type(), false),
              false),
          map -> rows(map, (rows, key, block, values) -> addBlock(rows, key, null, block, values)));

  private ExplodedRows() {}

  @FunctionalInterface
  private interface BlockRows {
    void addTo(List<Object> rows, Object key, TensorBlock block, double[] values);
  }

  private static ArrayData rows(TensorMap map, BlockRows blockRows) {
    List<Object> rows = new ArrayList<>();
    Object[] keys = entries(map.keys());
    for (int i = 0; i < keys.length; i++) {
      TensorBlock block = map.block(i);
      blockRows.addTo(rows, keys[i], block, DoubleValues.of(block.values()));
    }
    return new GenericArrayData(rows.toArray());
  }

  private static void addSamples(
      List<Object> rows, Object key, TensorBlock block, double[] values) {
    Object[] samples = entries(block.samples());
    for (int i = 0; i < samples.length; i++) {
      int length = values.length / samples.length;
      double[] ofSample = new double[length];
      System.arraycopy(values, i * length, ofSample, 0, length);
      rows.add(
          new GenericInternalRow(
              new Object[] {key, samples[i], UnsafeArrayData.fromPrimitiveArray(ofSample)}));
    }
  }

  private static void addValues(List<Object> rows, Object key, TensorBlock block, double[] values) {
    Object[] components = entries(block.components());
    Object[] properties = entries(block.properties());
    int next = 0;
    for (Object sample : entries(block.samples())) {
      for (Object component : components) {
        for (Object property : properties) {
          rows.add(
              new GenericInternalRow(
                  new Object[] {key, sample, component, property, values[next++]}));
        }
      }
    }
  }

  /** Adds a block or a gradient with a path, and its gradients behind it. */
  private static void addBlock(
      List<Object> rows, Object key, String path, TensorBlock block, double[] values) {
    rows.add(
        new GenericInternalRow(
            new Object[] {
              key,
              UTF8String.fromString(path),
              UnsafeArrayData.fromPrimitiveArray(block.shape().getShape()),
              LabelsType.of(block.samples()),
              new GenericArrayData(
                  block.components().stream().map(LabelsType::of).toArray(Object[]::new)),
              LabelsType.of(block.properties()),
              UnsafeArrayData.fromPrimitiveArray(values)
            }));
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                addBlock(
                    rows,
                    key,
                    path == null ? parameter : path + "/" + parameter,
                    gradient,
                    DoubleValues.of(gradient.values())));
  }

  /** The entries of labels, which share their names. */
  private static Object[] entries(Labels labels) {
    ArrayData names = names(labels.names());
    return IntStream.range(0, labels.size())
        .mapToObj(i -> entry(names, labels.entry(i).values()))
        .toArray();
  }

  /**
   * All combinations of entries of components, in row-major order; an empty one if there are none.
   */
  private static Object[] entries(List<Labels> components) {
    ArrayData names = names(components.stream().map(each -> each.names().get(0)).toList());
    List<int[]> combinations = List.of(new int[0]);
    for (Labels component : components) {
      combinations =
          combinations.stream()
              .flatMap(
                  begin ->
                      IntStream.range(0, component.size())
                          .mapToObj(i -> append(begin, component.get(i, 0))))
              .toList();
    }
    return combinations.stream().map(values -> entry(names, values)).toArray();
  }

  private static int[] append(int[] begin, int value) {
    return IntStream.concat(IntStream.of(begin), IntStream.of(value)).toArray();
  }

  private static Object entry(ArrayData names, int[] values) {
    return new ArrayBasedMapData(names, UnsafeArrayData.fromPrimitiveArray(values));
  }

  private static ArrayData names(List<String> names) {
    return new GenericArrayData(names.stream().map(UTF8String::fromString).toArray());
  }
}

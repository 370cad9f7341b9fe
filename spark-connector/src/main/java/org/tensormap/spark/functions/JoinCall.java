package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.operations.Axis;
import org.tensormap.operations.DifferentKeys;
import org.tensormap.operations.Joining;
import org.tensormap.operations.Sorting;
import org.tensormap.spark.TensorMapBinary;

/**
 * Joins the tensor maps of a group: collects their bytes, and decodes and joins them once, at the
 * end. Rows come in any order, so maps are put in that of their bytes before.
 *
 * <p>The state maps how to join, the names of the axis and of the way to handle different keys, to
 * the bytes of the maps; there is one entry, unless the arguments vary inside a group. It consists
 * of the JDK's classes, because Spark deserializes it with a class loader that does not see jars
 * given with {@code --jars}.
 */
@SuppressWarnings("NonApiType") // A state has to be Serializable, which the interfaces are not.
final class JoinCall extends BoundCall
    implements AggregateFunction<HashMap<List<String>, ArrayList<byte[]>>, byte[]> {
  private static final long serialVersionUID = 1L;

  /** The state travels as one byte array, with a few bytes for each map. */
  private static final long LARGEST_GROUP = Integer.MAX_VALUE - (1L << 24);

  /** Sizes are added up once in so many rows, which takes no time then. */
  private static final int CHECKED_EVERY = 64;

  JoinCall(Binding binding) {
    super(binding);
  }

  @Override
  public HashMap<List<String>, ArrayList<byte[]>> newAggregationState() {
    return new HashMap<>();
  }

  @Override
  public HashMap<List<String>, ArrayList<byte[]>> update(
      HashMap<List<String>, ArrayList<byte[]>> state, InternalRow row) {
    if (binding().hasNull(row)) {
      return state;
    }
    Arguments arguments = new Arguments(binding(), row, null);
    List<String> how = FunctionErrors.named(name(), () -> how(arguments));
    ArrayList<byte[]> maps = state.computeIfAbsent(how, unused -> new ArrayList<>());
    maps.add(arguments.get(JoinFunction.TENSOR_MAP));
    if (maps.size() % CHECKED_EVERY == 0) {
      checkSize(maps);
    }
    return state;
  }

  @Override
  public HashMap<List<String>, ArrayList<byte[]>> merge(
      HashMap<List<String>, ArrayList<byte[]>> left,
      HashMap<List<String>, ArrayList<byte[]>> right) {
    right.forEach(
        (how, maps) -> {
          ArrayList<byte[]> all = left.computeIfAbsent(how, unused -> new ArrayList<>());
          all.addAll(maps);
          checkSize(all);
        });
    return left;
  }

  @Override
  public byte[] produceResult(HashMap<List<String>, ArrayList<byte[]>> state) {
    if (state.isEmpty()) {
      return null;
    }
    if (state.size() > 1) {
      List<List<String>> ways = List.copyOf(state.keySet());
      throw FunctionErrors.differentOptions(name(), ways.get(0), ways.get(1));
    }
    var entry = state.entrySet().iterator().next();
    Axis axis = Axis.valueOf(entry.getKey().get(0));
    DifferentKeys differentKeys = DifferentKeys.valueOf(entry.getKey().get(1));
    List<byte[]> inOrder = entry.getValue().stream().sorted(Arrays::compareUnsigned).toList();
    return FunctionErrors.named(name(), () -> join(inOrder, axis, differentKeys));
  }

  private static byte[] join(List<byte[]> inOrder, Axis axis, DifferentKeys differentKeys) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      List<TensorMap> maps =
          inOrder.stream().map(bytes -> TensorMapBinary.decode(bytes, manager)).toList();
      TensorMap joined = Joining.join(maps, axis, differentKeys, null);
      return TensorMapBinary.encode(Sorting.sort(joined, EnumSet.of(Axis.KEYS, axis), false));
    }
  }

  @Override
  public DataType resultType() {
    return DataTypes.BinaryType;
  }

  @Override
  public String name() {
    return JoinFunction.NAME;
  }

  private static List<String> how(Arguments arguments) {
    return List.of(
        arguments.get(JoinFunction.AXIS).name(), arguments.get(JoinFunction.DIFFERENT_KEYS).name());
  }

  private void checkSize(List<byte[]> maps) {
    long bytes = maps.stream().mapToLong(map -> map.length).sum();
    if (bytes > LARGEST_GROUP) {
      throw FunctionErrors.groupTooLarge(name(), bytes);
    }
  }
}

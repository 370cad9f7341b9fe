package org.tensormap.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensormap.Labels;
import org.tensormap.LabelsDifference;
import org.tensormap.LabelsMapping;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/** The functions of our Java API that stand for recorded functions of the reference, by name. */
final class LibraryCalls {
  interface Call {
    Object apply(List<Object> arguments, NDManager manager) throws IOException;
  }

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("Labels.single", (in, manager) -> Labels.single()),
          Map.entry("Labels.range", (in, manager) -> Labels.range(text(in, 0), integer(in, 1))),
          Map.entry("Labels.empty", (in, manager) -> Labels.empty(texts(in, 0))),
          Map.entry("Labels.position", (in, manager) -> position(in)),
          Map.entry("Labels.column", (in, manager) -> labels(in, 0).column(text(in, 1))),
          Map.entry("Labels.select", (in, manager) -> labels(in, 0).select(labels(in, 1))),
          Map.entry(
              "Labels.print", (in, manager) -> labels(in, 0).print(integer(in, 1), integer(in, 2))),
          Map.entry("Labels.union", (in, manager) -> labels(in, 0).union(labels(in, 1))),
          Map.entry(
              "Labels.union_and_mapping",
              (in, manager) -> parts(labels(in, 0).unionAndMapping(labels(in, 1)))),
          Map.entry(
              "Labels.intersection", (in, manager) -> labels(in, 0).intersection(labels(in, 1))),
          Map.entry(
              "Labels.intersection_and_mapping",
              (in, manager) -> parts(labels(in, 0).intersectionAndMapping(labels(in, 1)))),
          Map.entry("Labels.difference", (in, manager) -> labels(in, 0).difference(labels(in, 1))),
          Map.entry(
              "Labels.difference_and_mapping",
              (in, manager) -> parts(labels(in, 0).differenceAndMapping(labels(in, 1)))),
          Map.entry(
              "Labels.append",
              (in, manager) -> labels(in, 0).append(text(in, 1), indices(in.get(2)))),
          Map.entry(
              "Labels.insert",
              (in, manager) ->
                  labels(in, 0).insert(integer(in, 1), text(in, 2), indices(in.get(3)))),
          Map.entry("Labels.permute", (in, manager) -> labels(in, 0).permute(integers(in, 1))),
          Map.entry("Labels.remove", (in, manager) -> labels(in, 0).remove(text(in, 1))),
          Map.entry(
              "Labels.rename", (in, manager) -> labels(in, 0).rename(text(in, 1), text(in, 2))),
          Map.entry(
              "TensorMap.keys_to_samples",
              (in, manager) -> map(in).keysToSamples(names(in), fillValue(in), sorts(in))),
          Map.entry(
              "TensorMap.keys_to_properties",
              (in, manager) -> map(in).keysToProperties(names(in), fillValue(in), sorts(in))),
          Map.entry(
              "TensorMap.components_to_properties",
              (in, manager) -> map(in).componentsToProperties(text(in, 1))),
          Map.entry("TensorMap.print", (in, manager) -> map(in).print(integer(in, 1))),
          Map.entry("TensorMap.save_buffer", LibraryCalls::saveBuffer));

  private LibraryCalls() {}

  /** The function for a recorded name, if there is one yet. */
  static Optional<Call> find(String name) {
    return Optional.ofNullable(CALLS.get(name)).or(() -> OperationCalls.find(name));
  }

  private static Object position(List<Object> in) {
    OptionalInt position = labels(in, 0).position(integers(in, 1));
    return position.isPresent() ? (Object) (long) position.getAsInt() : null;
  }

  private static NDArray saveBuffer(List<Object> in, NDManager manager) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Mts.saveBuffer(map(in)));
    return manager.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
  }

  private static List<Object> parts(LabelsMapping mapping) {
    return List.of(mapping.labels(), array(mapping.first()), array(mapping.second()));
  }

  private static List<Object> parts(LabelsDifference difference) {
    return List.of(difference.labels(), array(difference.first()));
  }

  private static int[] array(IntBuffer values) {
    int[] array = new int[values.remaining()];
    values.duplicate().get(array);
    return array;
  }

  static int[] indices(Object array) {
    NDArray values = (NDArray) array;
    return values.getDataType() == DataType.INT32
        ? values.toIntArray()
        : Arrays.stream(values.toLongArray()).mapToInt(Math::toIntExact).toArray();
  }

  /** Keys to move: a name or a list of names, as labels without entries. */
  private static Labels names(List<Object> in) {
    return Labels.empty(in.get(1) instanceof String name ? List.of(name) : texts(in, 1));
  }

  private static double fillValue(List<Object> in) {
    return in.size() > 2 ? (Double) in.get(2) : 0;
  }

  private static boolean sorts(List<Object> in) {
    return in.size() <= 3 || (Boolean) in.get(3);
  }

  private static TensorMap map(List<Object> in) {
    return (TensorMap) in.get(0);
  }

  private static Labels labels(List<Object> in, int index) {
    return (Labels) in.get(index);
  }

  private static String text(List<Object> in, int index) {
    return (String) in.get(index);
  }

  private static List<String> texts(List<Object> in, int index) {
    return ((List<?>) in.get(index)).stream().map(String.class::cast).toList();
  }

  private static int integer(List<Object> in, int index) {
    return Math.toIntExact((Long) in.get(index));
  }

  private static int[] integers(List<Object> in, int index) {
    return ((List<?>) in.get(index))
        .stream().map(Long.class::cast).mapToInt(Math::toIntExact).toArray();
  }
}

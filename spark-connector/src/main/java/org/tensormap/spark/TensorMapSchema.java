package org.tensormap.spark;

import ai.djl.ndarray.types.DataType;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all shards of a dataset have in common: the names of every dimension, the type of the
 * values, and the gradients.
 *
 * <p>A tensor map without blocks has no schema: nothing in it says what its samples are.
 *
 * @param keys the names of the key dimensions
 * @param samples the names of the sample dimensions
 * @param components the names of the components, one for each axis in the middle
 * @param properties the names of the property dimensions
 * @param dtype the type of the values
 * @param gradients the gradients by path: a parameter, or for a gradient of a gradient the
 *     parameters joined by slashes
 */
public record TensorMapSchema(
    List<String> keys,
    List<String> samples,
    List<String> components,
    List<String> properties,
    DataType dtype,
    Map<String, GradientSchema> gradients)
    implements Serializable {

  /**
   * Creates a schema.
   *
   * @param keys the names of the key dimensions
   * @param samples the names of the sample dimensions
   * @param components the names of the components
   * @param properties the names of the property dimensions
   * @param dtype the type of the values
   * @param gradients the gradients by path
   */
  public TensorMapSchema {
    keys = List.copyOf(keys);
    samples = List.copyOf(samples);
    components = List.copyOf(components);
    properties = List.copyOf(properties);
    Objects.requireNonNull(dtype, "dtype");
    gradients = Collections.unmodifiableMap(new TreeMap<>(gradients));
  }

  /**
   * Compares with the schema of other shards, which must be the same for both to belong to one
   * dataset.
   *
   * @param other the other schema
   * @return the first difference, for example {@code sample dimensions [system] and [system,
   *     atom]}; empty if there is none
   */
  public Optional<String> differenceFrom(TensorMapSchema other) {
    return difference("key dimensions", keys, other.keys)
        .or(() -> difference("sample dimensions", samples, other.samples))
        .or(() -> difference("component dimensions", components, other.components))
        .or(() -> difference("property dimensions", properties, other.properties))
        .or(() -> difference("values of type", name(dtype), name(other.dtype)))
        .or(() -> difference("gradients", gradients.keySet(), other.gradients.keySet()))
        .or(() -> difference("dimensions of gradients", gradients, other.gradients));
  }

  /**
   * Returns the name of a type of values as Python users write it.
   *
   * @param dtype the type
   * @return for example {@code float64}
   */
  public static String name(DataType dtype) {
    return dtype == DataType.BOOLEAN ? "bool" : dtype.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> difference(String what, Object ours, Object theirs) {
    return ours.equals(theirs)
        ? Optional.empty()
        : Optional.of(what + " " + ours + " and " + theirs);
  }
}

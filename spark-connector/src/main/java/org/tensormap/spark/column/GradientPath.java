package org.tensormap.spark.column;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.spark.GradientSchema;
import org.tensormap.spark.TensorMapSchema;

/**
 * Which gradient a read shows: that with respect to the first parameter, of that the one with
 * respect to the second, and so on; without parameters, the blocks themselves.
 *
 * @param parameters the parameters
 */
public record GradientPath(List<String> parameters) implements Serializable {
  /** The blocks themselves. */
  public static final GradientPath BLOCK = new GradientPath(List.of());

  private static final String SEPARATOR = "/";

  /**
   * Reads a path as the user gives it.
   *
   * @param path for example {@code positions} or {@code positions/cell}; empty for the blocks
   * @return the path
   */
  public static GradientPath of(String path) {
    return path.isEmpty() ? BLOCK : new GradientPath(List.of(path.split(SEPARATOR, -1)));
  }

  /**
   * Tells whether this is no gradient.
   *
   * @return whether the blocks themselves are shown
   */
  public boolean isBlock() {
    return parameters.isEmpty();
  }

  /** The names of the sample dimensions of the gradients, but for the positions of samples. */
  List<String> samples(TensorMapSchema schema) {
    List<String> names = new ArrayList<>();
    for (int depth = 1; depth <= parameters.size(); depth++) {
      List<String> samples = schemaAt(schema, depth).samples();
      names.addAll(samples.subList(1, samples.size()));
    }
    return names;
  }

  /**
   * Returns the names of the components of what is shown.
   *
   * @param schema the schema of the blocks
   * @return the names, one for each axis
   * @throws org.tensormap.spark.TensorMapException if there is no such gradient
   */
  public List<String> components(TensorMapSchema schema) {
    return isBlock() ? schema.components() : schemaAt(schema, parameters.size()).components();
  }

  @Override
  public String toString() {
    return String.join(SEPARATOR, parameters);
  }

  private GradientSchema schemaAt(TensorMapSchema schema, int depth) {
    String path = String.join(SEPARATOR, parameters.subList(0, depth));
    GradientSchema found = schema.gradients().get(path);
    if (found == null) {
      throw ColumnErrors.unknownGradient(toString(), schema.gradients().keySet());
    }
    return found;
  }
}

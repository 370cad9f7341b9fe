package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One dense array with labels on every axis, and gradients of it, which are blocks themselves.
 *
 * <p>The values have shape {@code [samples, components…, properties]}. The labels are fixed; values
 * may be changed in place, and gradients added. A block owns its values: {@link #close()} releases
 * them and those of the gradients. Not safe for use by several threads while it is being changed.
 */
public final class TensorBlock implements AutoCloseable {
  private final NDArray values;
  private final Labels samples;
  private final List<Labels> components;
  private final Labels properties;
  private final Map<String, TensorBlock> gradients = new LinkedHashMap<>();

  /**
   * The block that this one is a gradient of, and the parameter, if it is one; only for printing.
   */
  private TensorBlock parent;

  private String parameter;

  /**
   * Creates a block.
   *
   * @param values the values, with shape {@code [samples, components…, properties]}; owned by the
   *     block from now on
   * @param samples labels for the first axis
   * @param components labels with one dimension and at least one entry for each axis in the middle
   * @param properties labels for the last axis
   * @throws IllegalArgumentException if the labels do not fit the shape of the values, or component
   *     labels have several dimensions, no entries, or the same name twice
   */
  public TensorBlock(NDArray values, Labels samples, List<Labels> components, Labels properties) {
    this.values = values;
    this.samples = samples;
    this.components = List.copyOf(components);
    this.properties = properties;
    BlockChecks.checkShape(values.getShape(), samples, this.components, properties);
  }

  /**
   * Returns the values.
   *
   * @return an array with shape {@code [samples, components…, properties]}, owned by this block
   */
  public NDArray values() {
    return values;
  }

  /**
   * Returns the labels of the first axis.
   *
   * @return the samples
   */
  public Labels samples() {
    return samples;
  }

  /**
   * Returns the labels of the axes in the middle.
   *
   * @return one set of labels, with one dimension, per component axis
   */
  public List<Labels> components() {
    return components;
  }

  /**
   * Returns the labels of the last axis.
   *
   * @return the properties
   */
  public Labels properties() {
    return properties;
  }

  /**
   * Returns the shape of the values.
   *
   * @return {@code (samples, components…, properties)}
   */
  public Shape shape() {
    return values.getShape();
  }

  /**
   * Returns the number of samples: Python's {@code len(block)}.
   *
   * @return the length of the first axis
   */
  public int size() {
    return samples.size();
  }

  /**
   * Returns the type of the values.
   *
   * @return the data type
   */
  public DataType dtype() {
    return values.getDataType();
  }

  /**
   * Returns where the values are.
   *
   * @return the device
   */
  public Device device() {
    return values.getDevice();
  }

  /**
   * Adds the gradient of the values with respect to a parameter.
   *
   * @param parameter the name of the parameter, for example {@code positions}
   * @param gradient the gradient: its samples' first dimension is {@code sample}, the position of a
   *     sample of this block; its components are its own followed by those of this block; its
   *     properties are those of this block; owned by this block from now on
   * @throws IllegalArgumentException if there is a gradient for this parameter already, or the
   *     gradient does not fit this block in labels, type or device
   */
  public void addGradient(String parameter, TensorBlock gradient) {
    if (gradients.containsKey(parameter)) {
      throw new IllegalArgumentException(
          "gradient with respect to '" + parameter + "' already exists for this block");
    }
    BlockChecks.checkGradient(this, parameter, gradient);
    gradient.parent = this;
    gradient.parameter = parameter;
    gradients.put(parameter, gradient);
  }

  /**
   * Returns the parameters for which this block has gradients.
   *
   * @return the parameters, in the order they were added
   */
  public List<String> gradientsList() {
    return List.copyOf(gradients.keySet());
  }

  /**
   * Tells whether this block has a gradient.
   *
   * @param parameter the name of the parameter
   * @return whether {@link #gradient(String)} finds it
   */
  public boolean hasGradient(String parameter) {
    return gradients.containsKey(parameter);
  }

  /**
   * Returns the gradient with respect to a parameter.
   *
   * @param parameter the name of the parameter
   * @return the gradient, owned by this block
   * @throws IllegalArgumentException if there is none
   */
  public TensorBlock gradient(String parameter) {
    TensorBlock gradient = gradients.get(parameter);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "can not find gradients with respect to '"
              + parameter
              + "' in this block, which has "
              + gradientsList());
    }
    return gradient;
  }

  /**
   * Returns all gradients.
   *
   * @return an unmodifiable view from parameter to gradient, in the order they were added
   */
  public Map<String, TensorBlock> gradients() {
    return Collections.unmodifiableMap(gradients);
  }

  /** Releases the values and those of the gradients. Closing twice does nothing. */
  @Override
  public void close() {
    values.close();
    gradients.values().forEach(TensorBlock::close);
  }

  /** Returns shape, names of dimensions and gradients, as the reference prints a block. */
  @Override
  public String toString() {
    return BlockPrinter.print(this, gradientPath());
  }

  /**
   * The parameters from the outermost block to this gradient, joined by '/'; empty for a plain
   * block.
   */
  private String gradientPath() {
    if (parent == null) {
      return "";
    }
    String above = parent.gradientPath();
    return above.isEmpty() ? parameter : above + "/" + parameter;
  }
}

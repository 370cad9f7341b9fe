package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One dense array with labels on every axis, and gradients of it, which are blocks themselves.
 *
 * <p>The values have shape {@code [samples, components…, properties]}. The labels are fixed; values
 * may be changed in place, and gradients added until the block is part of a map. A block owns its
 * values: {@link #close()} releases them and those of the gradients, unless another block shares
 * them. Not safe for use by several threads while it is being changed.
 */
public final class TensorBlock implements AutoCloseable {
  private final SharedArray values;
  private final Labels samples;
  private final List<Labels> components;
  private final Labels properties;
  private final Map<String, TensorBlock> gradients = new LinkedHashMap<>();

  /** The block that this one is a gradient of, and the parameter, if it is one. */
  private TensorBlock parent;

  private String parameter;

  /** Whether a tensor map owns this block; then its gradients are those of all blocks there. */
  private boolean isInMap;

  private boolean closed;

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
    this(SharedArray.of(values), samples, components, properties);
  }

  private TensorBlock(
      SharedArray values, Labels samples, List<Labels> components, Labels properties) {
    this.values = values;
    this.samples = samples;
    this.components = List.copyOf(components);
    this.properties = properties;
    BlockChecks.checkShape(values.array().getShape(), samples, this.components, properties);
  }

  /**
   * Returns the values.
   *
   * @return an array with shape {@code [samples, components…, properties]}, owned by this block
   */
  public NDArray values() {
    return values.array();
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
    return values().getShape();
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
    return values().getDataType();
  }

  /**
   * Returns where the values are.
   *
   * @return the device
   */
  public Device device() {
    return values().getDevice();
  }

  /**
   * Adds the gradient of the values with respect to a parameter.
   *
   * @param parameter the name of the parameter, for example {@code positions}
   * @param gradient the gradient: its samples' first dimension is {@code sample}, the position of a
   *     sample of this block; its components are its own followed by those of this block; its
   *     properties are those of this block; owned by this block from now on. A block that a map or
   *     block owns already is left there, and this block gets one that shares its values
   * @throws IllegalArgumentException if there is a gradient for this parameter already, or the
   *     gradient does not fit this block in labels, type or device
   * @throws IllegalStateException if this block is part of a tensor map, whose blocks all have the
   *     same gradients
   */
  public void addGradient(String parameter, TensorBlock gradient) {
    if (isInMap()) {
      throw new IllegalStateException(
          "can not add a gradient with respect to '"
              + parameter
              + "' to this block, since it is part of a TensorMap, whose blocks all have the same"
              + " gradients: add it to a copy() of the block, and make a new TensorMap");
    }
    if (gradients.containsKey(parameter)) {
      throw new IllegalArgumentException(
          "gradient with respect to '" + parameter + "' already exists for this block");
    }
    BlockChecks.checkGradient(this, parameter, gradient);
    TensorBlock owned = gradient.withoutOwner();
    owned.parent = this;
    owned.parameter = parameter;
    gradients.put(parameter, owned);
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

  /**
   * Copies this block and its gradients; the copies of the values belong to the same managers.
   *
   * @return a new block
   */
  public TensorBlock copy() {
    return copy(true);
  }

  /**
   * Copies this block and its gradients, with or without their values.
   *
   * @param deep whether to copy the values, for the same managers; else the new block shares them
   *     with this one, and they are released when both are closed
   * @return a new block
   */
  public TensorBlock copy(boolean deep) {
    return map(block -> deep ? SharedArray.of(block.values().duplicate()) : block.values.share());
  }

  /**
   * Makes a block of the same values with other labels and without gradients; the values are
   * released when both blocks are closed.
   *
   * @param newSamples labels for the first axis
   * @param newComponents labels for the axes in the middle
   * @param newProperties labels for the last axis
   * @return a new block
   * @throws IllegalArgumentException if the labels do not fit the shape of the values
   */
  public TensorBlock withLabels(
      Labels newSamples, List<Labels> newComponents, Labels newProperties) {
    BlockChecks.checkShape(values().getShape(), newSamples, newComponents, newProperties);
    return new TensorBlock(values.share(), newSamples, newComponents, newProperties);
  }

  /**
   * Makes a block of other values with the same labels, without gradients.
   *
   * @param newValues an array of the same shape, which may use the memory of the values of this
   *     block: these are kept until both blocks are closed
   * @return a new block, which owns the new values
   * @throws IllegalArgumentException if the labels do not fit the shape of the values
   */
  public TensorBlock withValues(NDArray newValues) {
    return new TensorBlock(values.view(newValues), samples, components, properties);
  }

  /**
   * Returns this block with values of another type.
   *
   * @param newType the type of the values and those of the gradients
   * @return a new block, which shares the values with this one if they have this type already
   */
  public TensorBlock to(DataType newType) {
    return to(newType, device());
  }

  /**
   * Returns this block on another device.
   *
   * @param newDevice where the values, those of the gradients, and all labels shall be
   * @return a new block, which shares the values with this one if they are there already
   */
  public TensorBlock to(Device newDevice) {
    return to(dtype(), newDevice);
  }

  /**
   * Returns this block with values of another type on another device.
   *
   * @param newType the type of the values and those of the gradients
   * @param newDevice where the values, those of the gradients, and all labels shall be
   * @return a new block, which shares the values with this one if they are so already; else new
   *     arrays belong to the managers of the old ones (or the PyTorch managers that belong to them)
   */
  public TensorBlock to(DataType newType, Device newDevice) {
    NDManager owner = TorchFunctions.torchManager(values().getManager());
    SharedArray converted = converted(newType, newDevice);
    TensorBlock result =
        new TensorBlock(
            converted,
            samples.on(newDevice, owner),
            components.stream().map(labels -> labels.on(newDevice, owner)).toList(),
            properties.on(newDevice, owner));
    gradients.forEach(
        (name, gradient) -> result.addGradient(name, gradient.to(newType, newDevice)));
    return result;
  }

  /**
   * Hands the values and those of the gradients to a manager: they are closed with it, if not
   * before.
   *
   * @param manager the new owner
   */
  public void attach(NDManager manager) {
    values().attach(manager);
    gradients.values().forEach(gradient -> gradient.attach(manager));
  }

  /**
   * Releases the values and those of the gradients, unless other blocks share them. Closing twice
   * does nothing.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      values.release();
      gradients.values().forEach(TensorBlock::close);
    }
  }

  /** Returns shape, names of dimensions and gradients, as the reference prints a block. */
  @Override
  public String toString() {
    return BlockPrinter.print(this, gradientPath());
  }

  /** This block, for a map to own; if it has an owner already, one that shares its values. */
  TensorBlock ownedByMap() {
    TensorBlock owned = withoutOwner();
    owned.isInMap = true;
    return owned;
  }

  private TensorBlock withoutOwner() {
    return isInMap || parent != null ? copy(false) : this;
  }

  /** Whether a tensor map owns this block, or the one that this is a gradient of. */
  private boolean isInMap() {
    return isInMap || (parent != null && parent.isInMap());
  }

  /** A block with the same labels and gradients, and values made from those of each of them. */
  private TensorBlock map(Function<TensorBlock, SharedArray> newValues) {
    TensorBlock result = new TensorBlock(newValues.apply(this), samples, components, properties);
    gradients.forEach((name, gradient) -> result.addGradient(name, gradient.map(newValues)));
    return result;
  }

  private SharedArray converted(DataType newType, Device newDevice) {
    if (newType != values().getDataType()) {
      HostNDManager.checkHasPyTorchArrays(newType);
    }
    NDArray typed = values().toType(newType, false);
    NDArray moved = typed.toDevice(newDevice, false);
    if (typed != values() && typed != moved) {
      typed.close();
    }
    return moved == values() ? values.share() : SharedArray.of(moved);
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

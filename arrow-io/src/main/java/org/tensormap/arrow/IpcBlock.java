package org.tensormap.arrow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** A block of an {@link IpcMap}, or a gradient of one, which has not been made. */
public final class IpcBlock {
  /** More values than fit into an array, and so small that a product with an int is exact. */
  private static final long TOO_MANY = 1L << 31;

  private final StreamRow row;
  private final ValueType type;
  private final AxisNames names;
  private final AxisLabels labels;
  private final NDManager manager;
  private final List<Gradient> gradients = new ArrayList<>();

  /**
   * The labels that the rows of a stream refer to.
   *
   * @param samples those of the first axis
   * @param components those of the axes in the middle
   * @param properties those of the last axis
   */
  record AxisLabels(
      LabelsDictionaryReader samples,
      LabelsDictionaryReader components,
      LabelsDictionaryReader properties) {}

  private record Gradient(String parameter, IpcBlock block) {}

  IpcBlock(StreamRow row, MapSchema schema, AxisLabels labels, NDManager manager) {
    this.row = row;
    this.type = schema.type();
    this.names = schema.axes(row.path());
    this.labels = labels;
    this.manager = manager;
  }

  void addGradient(String parameter, IpcBlock gradient) {
    gradients.add(new Gradient(parameter, gradient));
  }

  /**
   * Returns the shape of the values.
   *
   * @return {@code (samples, components…, properties)}
   * @throws IpcFormatException if it does not fit the number of values or components
   */
  public Shape shape() {
    return row.parse(this::readShape);
  }

  /**
   * Returns the type of the values.
   *
   * @return the data type
   */
  public DataType dtype() {
    return type.dataType();
  }

  /**
   * Makes the labels of the first axis.
   *
   * @return the samples, the same instance for all blocks that share them
   * @throws IpcFormatException if the stream does not have such labels
   */
  public Labels samples() {
    return row.parse(this::readSamples);
  }

  /**
   * Makes the labels of the axes in the middle.
   *
   * @return one set of labels per component axis
   * @throws IpcFormatException if the stream does not have such labels
   */
  public List<Labels> components() {
    return row.parse(this::readComponents);
  }

  /**
   * Makes the labels of the last axis.
   *
   * @return the properties, the same instance for all blocks that share them
   * @throws IpcFormatException if the stream does not have such labels
   */
  public Labels properties() {
    return row.parse(this::readProperties);
  }

  /**
   * Returns the parameters for which there are gradients.
   *
   * @return the parameters, in the order of the stream
   */
  public List<String> gradientsList() {
    return gradients.stream().map(Gradient::parameter).toList();
  }

  /**
   * Makes the block with its gradients.
   *
   * @return the block, with arrays of the manager that the stream was opened with
   * @throws IpcFormatException if the stream does not hold such a block
   */
  public TensorBlock load() {
    List<NDArray> arrays = new ArrayList<>();
    boolean complete = false;
    try {
      TensorBlock block = load(arrays);
      complete = true;
      return block;
    } finally {
      if (!complete) {
        arrays.forEach(NDArray::close);
      }
    }
  }

  /** Makes the block with its gradients, and collects its arrays. */
  TensorBlock load(List<NDArray> arrays) {
    TensorBlock block = row.parse(() -> readValues(arrays));
    for (Gradient gradient : gradients) {
      TensorBlock loaded = gradient.block.load(arrays);
      gradient.block.row.parse(
          () -> {
            block.addGradient(gradient.parameter, loaded);
            return block;
          });
    }
    return block;
  }

  private TensorBlock readValues(List<NDArray> arrays) {
    Shape shape = readShape();
    Labels samples = readSamples();
    List<Labels> components = readComponents();
    Labels properties = readProperties();
    NDArray array = array(shape);
    arrays.add(array);
    return new TensorBlock(array, samples, components, properties);
  }

  private Shape readShape() {
    return checkedShape(lengths(), row.batch().count(row.index()));
  }

  private Labels readSamples() {
    return labels.samples().get(row.batch().samples(row.index()), names.samples(), lengths()[0]);
  }

  private List<Labels> readComponents() {
    int[] lengths = lengths();
    int[] indices = row.batch().components(row.index());
    List<Labels> components = new ArrayList<>(indices.length);
    for (int i = 0; i < indices.length; i++) {
      components.add(
          labels.components().get(indices[i], List.of(names.components().get(i)), lengths[i + 1]));
    }
    return components;
  }

  private Labels readProperties() {
    int[] lengths = lengths();
    return labels
        .properties()
        .get(row.batch().properties(row.index()), names.properties(), lengths[lengths.length - 1]);
  }

  /** The lengths of the axes, as many as there are labels. */
  private int[] lengths() {
    int[] lengths = row.batch().shape(row.index());
    int components = row.batch().components(row.index()).length;
    if (lengths.length != components + 2 || components != names.components().size()) {
      throw new IpcFormatException(
          "a shape with "
              + lengths.length
              + " axes and "
              + components
              + " components do not fit the components "
              + names.components());
    }
    return lengths;
  }

  private static Shape checkedShape(int[] lengths, int count) {
    long[] shape = new long[lengths.length];
    long product = 1;
    for (int i = 0; i < lengths.length; i++) {
      shape[i] = lengths[i];
      if (lengths[i] < 0) {
        throw new IpcFormatException("the shape " + Arrays.toString(lengths) + " is negative");
      }
      product = Math.min(product * lengths[i], TOO_MANY);
    }
    if (product != count) {
      throw new IpcFormatException(
          "the shape " + Arrays.toString(lengths) + " does not fit " + count + " values");
    }
    return new Shape(shape);
  }

  private NDArray array(Shape shape) {
    int bytes = row.batch().count(row.index()) * type.bytes();
    ByteBuffer values = sharable(row.batch().values().slice(row.batch().start(row.index()), bytes));
    DataType dataType = type.dataType();
    if (manager instanceof HostNDManager host) {
      return host.wrap(values, shape, dataType);
    }
    if (dataType != DataType.COMPLEX64) {
      return manager.create(values, shape, dataType);
    }
    // DJL makes complex arrays only as views of real ones, which do not keep the buffer alive.
    try (NDArray real = manager.create(values, shape.add(2), DataType.FLOAT32);
        NDArray view = real.complex()) {
      return view.duplicate();
    }
  }

  /** Native code can use neither memory on the heap nor, as it may write, any that is read-only. */
  private ByteBuffer sharable(ByteBuffer values) {
    return manager instanceof HostNDManager || (values.isDirect() && !values.isReadOnly())
        ? values
        : ByteBuffer.allocateDirect(values.remaining()).put(values).flip();
  }
}

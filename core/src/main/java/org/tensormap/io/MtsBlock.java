package org.tensormap.io;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * A block in an open file, or a gradient of one: labels and values are read when they are asked
 * for, and only those.
 *
 * <p>Usable as long as the {@link MtsFile} is open, by several threads.
 */
public final class MtsBlock {
  private static final String VALUES = "values.npy";
  private static final String SAMPLES = "samples.npy";
  private static final String PROPERTIES = "properties.npy";

  private final MtsArchive archive;
  private final String prefix;

  /** The block that this one is a gradient of, whose properties it has; null for a plain block. */
  private final MtsBlock parent;

  /** The header of the values, once it has been read. */
  private volatile MtsValues values;

  MtsBlock(MtsArchive archive, String prefix, MtsBlock parent) {
    this.archive = archive;
    this.prefix = prefix;
    this.parent = parent;
  }

  /**
   * Returns the shape of the values, without reading the values.
   *
   * @return {@code (samples, components…, properties)}
   * @throws MtsFormatException if the header of the values is missing or damaged
   * @throws IOException if the file can not be read
   */
  public Shape shape() throws IOException {
    return openValues().shape();
  }

  /**
   * Returns the type of the values, without reading the values.
   *
   * @return the data type
   * @throws MtsFormatException if the header of the values is missing or damaged
   * @throws IOException if the file can not be read
   */
  public DataType dtype() throws IOException {
    return openValues().dtype();
  }

  /**
   * Reads the labels of the first axis.
   *
   * @return the samples; the same instance as for other blocks with equal ones
   * @throws MtsFormatException if the labels are missing, damaged, or do not fit the shape
   * @throws IOException if the file can not be read
   */
  public Labels samples() throws IOException {
    return labels(SAMPLES, 0);
  }

  /**
   * Reads the labels of the axes in the middle.
   *
   * @return one set of labels per component axis
   * @throws MtsFormatException if labels are missing, damaged, or do not fit the shape
   * @throws IOException if the file can not be read
   */
  public List<Labels> components() throws IOException {
    int count = shape().dimension() - 2;
    List<Labels> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      components.add(labels(component(i), i + 1));
    }
    return components;
  }

  /**
   * Reads the labels of the last axis; a gradient has those of its block.
   *
   * @return the properties; the same instance as for other blocks with equal ones
   * @throws MtsFormatException if the labels are missing, damaged, or do not fit the shape
   * @throws IOException if the file can not be read
   */
  public Labels properties() throws IOException {
    return parent == null ? labels(PROPERTIES, shape().dimension() - 1) : parent.properties();
  }

  /**
   * Returns the parameters for which this block has gradients.
   *
   * @return the parameters, in the order of the file
   */
  public List<String> gradientsList() {
    return List.copyOf(archive.gradients(prefix));
  }

  /**
   * Returns the gradient with respect to a parameter.
   *
   * @param parameter the name of the parameter
   * @return the gradient
   * @throws IllegalArgumentException if there is none
   */
  public MtsBlock gradient(String parameter) {
    if (!archive.gradients(prefix).contains(parameter)) {
      throw new IllegalArgumentException(
          "can not find gradients with respect to '"
              + parameter
              + "' in this block, which has "
              + gradientsList());
    }
    return new MtsBlock(archive, prefix + "gradients/" + parameter + "/", this);
  }

  /**
   * Returns this block and all of its gradients.
   *
   * @return this block first, and each gradient before those of its own
   */
  public List<MtsBlock> withGradients() {
    List<MtsBlock> all = new ArrayList<>();
    all.add(this);
    for (String parameter : archive.gradients(prefix)) {
      all.addAll(gradient(parameter).withGradients());
    }
    return all;
  }

  /**
   * Reads all values and verifies their checksum.
   *
   * @param manager the owner of the array; with a {@link org.tensormap.HostNDManager} the array
   *     shares the memory of a mapped file, with any other its values are a copy
   * @return an array of this block's shape and type
   * @throws MtsFormatException if the values are missing or damaged
   * @throws IllegalArgumentException if the manager has no arrays of this type
   * @throws IOException if the file can not be read
   */
  public NDArray values(NDManager manager) throws IOException {
    return openValues().read(manager);
  }

  /**
   * Reads the values of some samples. Their checksum can not be verified, since it is that of all
   * values; the entry is read whole only if it is compressed.
   *
   * @param manager the owner of the array; with a {@link org.tensormap.HostNDManager} the array
   *     shares the memory of a mapped file, with any other its values are a copy
   * @param firstSample the position of the first sample, from 0
   * @param sampleCount how many samples
   * @return an array of this block's type with the shape {@code (sampleCount, components…,
   *     properties)}
   * @throws MtsFormatException if the values are missing or damaged
   * @throws IndexOutOfBoundsException if there are no such samples
   * @throws IllegalArgumentException if the manager has no arrays of this type, or the samples have
   *     2 GiB or more
   * @throws IOException if the file can not be read
   */
  public NDArray values(NDManager manager, long firstSample, long sampleCount) throws IOException {
    return openValues().read(manager, firstSample, sampleCount);
  }

  /**
   * Reads the values of some samples, and nothing else unless the entry is compressed. Their
   * checksum can not be verified, since it is that of all values.
   *
   * @param manager the owner of the array; with a {@link org.tensormap.HostNDManager} the array
   *     shares the memory of a mapped file if the samples follow each other there
   * @param samples the positions of the samples, from 0
   * @return an array of this block's type with the shape {@code (samples, components…, properties)}
   * @throws MtsFormatException if the values are missing or damaged
   * @throws IndexOutOfBoundsException if there are no such samples
   * @throws IllegalArgumentException if the manager has no arrays of this type, or the values have
   *     2 GiB or more
   * @throws IOException if the file can not be read
   */
  public NDArray values(NDManager manager, int[] samples) throws IOException {
    return openValues().read(manager, samples);
  }

  /**
   * Reads some values of some samples, and nothing else unless the entry is compressed. Their
   * checksum can not be verified, since it is that of all values.
   *
   * @param manager the owner of the array; with a {@link org.tensormap.HostNDManager} the array may
   *     share the memory of a mapped file
   * @param samples the positions of the samples, from 0
   * @param columns which of the values of each sample: positions in row-major order over components
   *     and properties, from 0
   * @return an array of this block's type with the shape {@code (samples, columns)}
   * @throws MtsFormatException if the values are missing or damaged
   * @throws IndexOutOfBoundsException if there are no such samples or columns
   * @throws IllegalArgumentException if the manager has no arrays of this type, or the values have
   *     2 GiB or more
   * @throws IOException if the file can not be read
   */
  public NDArray values(NDManager manager, int[] samples, int[] columns) throws IOException {
    return openValues().read(manager, samples, columns);
  }

  /**
   * Reads all of the block: labels, values and gradients.
   *
   * @param manager the owner of the arrays; with a {@link org.tensormap.HostNDManager} they share
   *     the memory of a mapped file, with any other their values are copies
   * @return the block
   * @throws MtsFormatException if something is missing, damaged, or does not fit together
   * @throws IllegalArgumentException if the manager has no arrays of this type
   * @throws IOException if the file can not be read
   */
  public TensorBlock load(NDManager manager) throws IOException {
    Labels samples = samples();
    List<Labels> components = components();
    Labels properties = properties();
    NDArray array = values(manager);
    TensorBlock block;
    try {
      block = new TensorBlock(array, samples, components, properties);
    } catch (IllegalArgumentException e) {
      array.close();
      throw notValid(e);
    }
    try {
      for (String parameter : gradientsList()) {
        addGradient(block, parameter, manager);
      }
      return block;
    } catch (IOException | RuntimeException e) {
      block.close();
      throw e;
    }
  }

  /** Adds the bytes of the file that a read of some parts looks at. */
  void addRanges(Set<MtsPart> parts, ByteRanges.Builder ranges) {
    archive.addHeaderRange(prefix + VALUES, ranges);
    if (parts.contains(MtsPart.VALUES)) {
      archive.addRange(prefix + VALUES, ranges);
    }
    if (parts.contains(MtsPart.SAMPLES)) {
      archive.addRange(prefix + SAMPLES, ranges);
    }
    if (parts.contains(MtsPart.COMPONENTS)) {
      int axis = 0;
      while (archive.addRange(prefix + component(axis), ranges)) {
        axis++;
      }
    }
    if (parts.contains(MtsPart.PROPERTIES)) {
      MtsBlock plain = this;
      while (plain.parent != null) {
        plain = plain.parent;
      }
      archive.addHeaderRange(plain.prefix + VALUES, ranges);
      archive.addRange(plain.prefix + PROPERTIES, ranges);
    }
  }

  private static String component(int axis) {
    return "components/" + axis + ".npy";
  }

  private void addGradient(TensorBlock block, String parameter, NDManager manager)
      throws IOException {
    TensorBlock gradient = gradient(parameter).load(manager);
    try {
      block.addGradient(parameter, gradient);
    } catch (IllegalArgumentException e) {
      gradient.close();
      throw notValid(e);
    }
  }

  private MtsValues openValues() throws IOException {
    MtsValues opened = values;
    if (opened == null) {
      opened = archive.values(prefix + VALUES);
      if (opened.shape().dimension() < 2) {
        throw opened
            .location()
            .problem(
                "values should have an axis for samples and one for properties, got the shape "
                    + opened.shape());
      }
      values = opened;
    }
    return opened;
  }

  private Labels labels(String name, int axis) throws IOException {
    long length = shape().get(axis);
    Labels labels = archive.labels(prefix + name);
    if (labels.size() != length) {
      throw archive
          .location(prefix + name)
          .problem(
              "there are "
                  + labels.size()
                  + " entries, but the values have "
                  + length
                  + " along axis "
                  + axis
                  + " of their shape "
                  + shape());
    }
    return labels;
  }

  private MtsFormatException notValid(IllegalArgumentException cause) {
    return archive.location(prefix + VALUES).problem(cause.getMessage(), cause);
  }
}

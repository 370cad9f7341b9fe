package org.tensormap.spark;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** A block of a {@link StoredMap}. */
public interface StoredBlock {
  /**
   * Returns the shape of the values.
   *
   * @return {@code (samples, components…, properties)}
   */
  Shape shape();

  /**
   * Returns the type of the values.
   *
   * @return the data type
   */
  DataType dtype();

  /**
   * Reads the labels of the first axis.
   *
   * @return the samples
   */
  Labels samples();

  /**
   * Reads the labels of the axes in the middle.
   *
   * @return one set of labels per component axis
   */
  List<Labels> components();

  /**
   * Reads the labels of the last axis.
   *
   * @return the properties
   */
  Labels properties();

  /**
   * Returns the parameters for which there are gradients.
   *
   * @return the parameters, in the order of the block
   */
  List<String> gradientsList();

  /**
   * Reads everything.
   *
   * @return the block with its gradients, owned by the manager that the map was opened with
   */
  TensorBlock load();
}

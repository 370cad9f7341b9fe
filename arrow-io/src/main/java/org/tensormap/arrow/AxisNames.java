package org.tensormap.arrow;

import java.util.List;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * The names of the dimensions of a block, which are the same for all blocks (or all gradients with
 * respect to one parameter) of a tensor map.
 *
 * @param samples the names of the sample dimensions
 * @param components one name per component axis
 * @param properties the names of the property dimensions
 */
record AxisNames(List<String> samples, List<String> components, List<String> properties) {
  /** The names of a map without blocks. */
  static final AxisNames NONE = new AxisNames(List.of(), List.of(), List.of());

  static AxisNames of(TensorBlock block) {
    return new AxisNames(
        block.samples().names(),
        block.components().stream().map(AxisNames::onlyName).toList(),
        block.properties().names());
  }

  private static String onlyName(Labels component) {
    return component.names().get(0);
  }
}

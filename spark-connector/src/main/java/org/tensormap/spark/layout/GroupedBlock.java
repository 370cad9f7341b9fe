package org.tensormap.spark.layout;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFormatException;

/** A block, or a gradient of one, whose rows are in groups that are read one by one. */
final class GroupedBlock {
  private final MtsBlock block;
  private final GroupedSamples samples;
  private final Map<String, GroupedBlock> gradients = new LinkedHashMap<>();

  /** The labels of the axes that all groups share, once they have been read. */
  private List<Labels> components;

  private Labels properties;

  /**
   * Groups the rows of the gradients of a block after the rows they belong to.
   *
   * @param file the file of the block, for messages
   * @param block the block
   * @param samples its samples, which other blocks may share
   */
  GroupedBlock(String file, MtsBlock block, GroupedSamples samples) throws IOException {
    this.block = block;
    this.samples = samples;
    for (String parameter : block.gradientsList()) {
      MtsBlock gradient = block.gradient(parameter);
      Labels gradientSamples = gradient.samples();
      int[] ofRows = gradientSamples.column(gradientSamples.names().get(0));
      for (int row = 0; row < ofRows.length; row++) {
        if (ofRows[row] < 0 || ofRows[row] >= samples.size()) {
          throw new MtsFormatException(
              file,
              "row "
                  + row
                  + " of the gradient '"
                  + parameter
                  + "' belongs to sample "
                  + ofRows[row]
                  + ", but there are "
                  + samples.size()
                  + " samples");
        }
        ofRows[row] = samples.groupOf(ofRows[row]);
      }
      gradients.put(
          parameter,
          new GroupedBlock(
              file,
              gradient,
              new GroupedSamples(gradientSamples, samples, ofRows, samples.groupCount())));
    }
  }

  /** The samples of a group; those of a gradient say which row of the group they belong to. */
  Labels samples(int group) {
    return samples.labels(group);
  }

  /** Reads a group as a block, with its gradients. */
  TensorBlock load(int group, NDManager manager) throws IOException {
    if (components == null) {
      components = block.components();
      properties = block.properties();
    }
    TensorBlock loaded =
        new TensorBlock(
            block.values(manager, samples.rows(group)), samples(group), components, properties);
    try {
      for (Map.Entry<String, GroupedBlock> gradient : gradients.entrySet()) {
        loaded.addGradient(gradient.getKey(), gradient.getValue().load(group, manager));
      }
      return loaded;
    } catch (IOException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }
}

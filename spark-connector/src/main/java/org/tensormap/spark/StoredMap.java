package org.tensormap.spark;

import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorMap;

/** A tensor map in a SQL value, of which only what is asked for is read. */
public interface StoredMap {
  /**
   * Returns the keys.
   *
   * @return one entry per block
   */
  Labels keys();

  /**
   * Returns the blocks, which have not been read.
   *
   * @return one block per key
   */
  List<StoredBlock> blocks();

  /**
   * Reads the global metadata.
   *
   * @return values by name
   */
  Map<String, String> info();

  /**
   * Returns the only block.
   *
   * @return the block, which has not been read
   * @throws IllegalArgumentException if there is no block, or more than one
   */
  default StoredBlock block() {
    return blocks().get(TensorMap.position(keys()));
  }

  /**
   * Returns the one block whose key matches the only entry of some labels.
   *
   * @param selection labels with one entry, whose names are among those of the keys
   * @return the block, which has not been read
   * @throws IllegalArgumentException if the selection has not exactly one entry, no block matches,
   *     or several do
   */
  default StoredBlock block(Labels selection) {
    return blocks().get(TensorMap.position(keys(), selection));
  }
}

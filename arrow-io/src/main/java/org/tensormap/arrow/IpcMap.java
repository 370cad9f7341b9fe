package org.tensormap.arrow;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * A tensor map in an Arrow IPC stream, of which only what is asked for is made: labels of a block
 * and arrays come into being when they are first needed.
 */
public final class IpcMap {
  private final Labels keys;
  private final Map<String, String> info;
  private final List<IpcBlock> blocks;

  IpcMap(Labels keys, Map<String, String> info, List<IpcBlock> blocks) {
    this.keys = keys;
    this.info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Returns the keys.
   *
   * @return one entry per block
   */
  public Labels keys() {
    return keys;
  }

  /**
   * Returns the global metadata.
   *
   * @return values by name
   */
  public Map<String, String> info() {
    return info;
  }

  /**
   * Returns the blocks, none of which has been made.
   *
   * @return the blocks, in the order of the keys
   */
  public List<IpcBlock> blocks() {
    return blocks;
  }

  /**
   * Makes everything.
   *
   * @return the map, with arrays of the manager that the stream was opened with
   * @throws IpcFormatException if the stream does not hold a tensor map
   */
  public TensorMap load() {
    List<NDArray> arrays = new ArrayList<>();
    boolean complete = false;
    try {
      List<TensorBlock> loaded = new ArrayList<>(blocks.size());
      for (IpcBlock block : blocks) {
        loaded.add(block.load(arrays));
      }
      TensorMap map = assemble(loaded);
      info.forEach(map::setInfo);
      complete = true;
      return map;
    } finally {
      if (!complete) {
        arrays.forEach(NDArray::close);
      }
    }
  }

  private TensorMap assemble(List<TensorBlock> loaded) {
    try {
      return new TensorMap(keys, loaded);
    } catch (IllegalArgumentException e) {
      throw notAMap(e);
    }
  }

  /** The error for rows that make no tensor map. */
  static IpcFormatException notAMap(IllegalArgumentException problem) {
    return new IpcFormatException(
        "the rows do not make a tensor map: " + problem.getMessage(), problem);
  }
}

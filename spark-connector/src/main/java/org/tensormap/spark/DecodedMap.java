package org.tensormap.spark;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * An Arrow IPC stream as a {@link StoredMap}. Its labels are read at once; its values stay where
 * they are.
 */
record DecodedMap(TensorMap map) implements StoredMap {
  @Override
  public Labels keys() {
    return map.keys();
  }

  @Override
  public List<StoredBlock> blocks() {
    return map.blocks().stream().<StoredBlock>map(Block::new).toList();
  }

  @Override
  public Map<String, String> info() {
    return map.info();
  }

  private record Block(TensorBlock load) implements StoredBlock {
    @Override
    public Shape shape() {
      return load.shape();
    }

    @Override
    public DataType dtype() {
      return load.dtype();
    }

    @Override
    public Labels samples() {
      return load.samples();
    }

    @Override
    public List<Labels> components() {
      return load.components();
    }

    @Override
    public Labels properties() {
      return load.properties();
    }

    @Override
    public List<String> gradientsList() {
      return load.gradientsList();
    }
  }
}

package org.tensormap.spark;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.arrow.IpcBlock;
import org.tensormap.arrow.IpcFormatException;
import org.tensormap.arrow.IpcMap;
import org.tensormap.arrow.TensorMapIpc;

/** An Arrow IPC stream as a {@link StoredMap}. */
final class StoredIpc implements StoredMap {
  private final byte[] bytes;
  private final IpcMap map;

  private StoredIpc(byte[] bytes, IpcMap map) {
    this.bytes = bytes;
    this.map = map;
  }

  static StoredIpc open(byte[] bytes, NDManager manager) {
    return new StoredIpc(bytes, read(bytes, () -> TensorMapIpc.open(bytes, manager)));
  }

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

  /** Reads a part, the bytes of which may turn out to be damaged. */
  private static <T> T read(byte[] bytes, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IpcFormatException e) {
      throw TensorMapBinary.invalid(bytes, e);
    }
  }

  private final class Block implements StoredBlock {
    private final IpcBlock block;

    Block(IpcBlock block) {
      this.block = block;
    }

    @Override
    public Shape shape() {
      return read(bytes, block::shape);
    }

    @Override
    public DataType dtype() {
      return block.dtype();
    }

    @Override
    public Labels samples() {
      return read(bytes, block::samples);
    }

    @Override
    public List<Labels> components() {
      return read(bytes, block::components);
    }

    @Override
    public Labels properties() {
      return read(bytes, block::properties);
    }

    @Override
    public List<String> gradientsList() {
      return block.gradientsList();
    }

    @Override
    public TensorBlock load() {
      return read(bytes, block::load);
    }
  }
}

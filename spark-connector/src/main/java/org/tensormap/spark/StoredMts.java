package org.tensormap.spark;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.io.ByteSource;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsFormatException;

/** The bytes of an {@code .mts} file as a {@link StoredMap}. */
final class StoredMts implements StoredMap {
  private final byte[] bytes;
  private final NDManager manager;
  private final MtsFile file;

  private StoredMts(byte[] bytes, NDManager manager, MtsFile file) {
    this.bytes = bytes;
    this.manager = manager;
    this.file = file;
  }

  static StoredMts open(byte[] bytes, NDManager manager) {
    ByteSource source = ByteSource.wrap("buffer", ByteBuffer.wrap(bytes));
    return new StoredMts(bytes, manager, read(bytes, () -> MtsFile.open(source)));
  }

  @Override
  public Labels keys() {
    return file.keys();
  }

  @Override
  public List<StoredBlock> blocks() {
    return file.blocks().stream().<StoredBlock>map(Block::new).toList();
  }

  @Override
  public Map<String, String> info() {
    return read(bytes, file::info);
  }

  /** Reads a part, the bytes of which may turn out to be damaged. */
  private static <T> T read(byte[] bytes, Reading<T> reading) {
    try {
      return reading.read();
    } catch (MtsFormatException e) {
      throw TensorMapBinary.invalid(bytes, e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can not be read", e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private final class Block implements StoredBlock {
    private final MtsBlock block;

    Block(MtsBlock block) {
      this.block = block;
    }

    @Override
    public Shape shape() {
      return read(bytes, block::shape);
    }

    @Override
    public DataType dtype() {
      return read(bytes, block::dtype);
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
      return read(bytes, () -> block.load(manager));
    }
  }
}

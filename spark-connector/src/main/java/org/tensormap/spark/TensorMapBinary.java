package org.tensormap.spark;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.tensormap.TensorMap;
import org.tensormap.arrow.IpcFormatException;
import org.tensormap.arrow.TensorMapIpc;
import org.tensormap.io.Mts;
import org.tensormap.io.MtsFormatException;

/**
 * A tensor map as a SQL value: a BINARY that holds an Arrow IPC stream. The bytes of an {@code
 * .mts} file are understood as well, so that files read as binary need no conversion.
 */
public final class TensorMapBinary {
  private TensorMapBinary() {}

  /**
   * Decodes a value.
   *
   * @param bytes an Arrow IPC stream, or the bytes of an {@code .mts} file
   * @param manager the owner of the arrays
   * @return the tensor map
   * @throws TensorMapException if the bytes are neither, or are damaged
   */
  public static TensorMap decode(byte[] bytes, NDManager manager) {
    try {
      return isMts(bytes)
          ? Mts.loadBuffer(ByteBuffer.wrap(bytes), manager)
          : TensorMapIpc.fromBytes(bytes, manager);
    } catch (MtsFormatException | IpcFormatException e) {
      throw invalid(bytes, e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can not be read", e);
    }
  }

  /**
   * Opens a value of which not everything is needed.
   *
   * @param bytes an Arrow IPC stream, or the bytes of an {@code .mts} file; must not be changed
   *     while the result is in use
   * @param manager the owner of the arrays
   * @return the tensor map, with which nothing has to be closed but the manager
   * @throws TensorMapException if the bytes are neither, or are damaged, which may show only when a
   *     part is asked for
   */
  public static StoredMap open(byte[] bytes, NDManager manager) {
    return isMts(bytes) ? StoredMts.open(bytes, manager) : StoredIpc.open(bytes, manager);
  }

  /**
   * Encodes a tensor map as an Arrow IPC stream.
   *
   * @param map the tensor map
   * @return the value
   */
  public static byte[] encode(TensorMap map) {
    return TensorMapIpc.toBytes(map);
  }

  /**
   * Tells whether a value holds the bytes of an {@code .mts} file, from how it begins.
   *
   * @param bytes the value
   * @return whether it does; if not, it should be an Arrow IPC stream
   */
  public static boolean isMts(byte[] bytes) {
    return Mts.looksLikeMts(ByteBuffer.wrap(bytes));
  }

  /** The error for bytes that are no tensor map. */
  static TensorMapException invalid(byte[] bytes, Exception cause) {
    return ErrorCondition.TENSORMAP_INVALID_BINARY.error(
        cause,
        "A binary value of %s bytes is not a tensor map: %s. Give what the layout 'tensormap' or a"
            + " function gave, or the bytes of an .mts file.",
        bytes.length,
        cause.getMessage());
  }
}

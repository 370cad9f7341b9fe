package org.tensormap.arrow;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.tensormap.TensorMap;

/**
 * Tensor maps as Arrow IPC streams, whose format {@linkplain org.tensormap.arrow is described with
 * this package}: what the BINARY value in Spark holds.
 *
 * <p>Values are not touched one by one: writing copies the bytes of each array once; reading copies
 * a byte array once, to where arrays can use it, and shares the memory of a direct buffer. Equal
 * maps give equal bytes.
 */
public final class TensorMapIpc {
  /**
   * A record batch is one message, which a reader has in memory as a whole; and its offsets count
   * up to 2^31 values.
   */
  private static final long BATCH_BYTES = 1L << 30;

  private TensorMapIpc() {}

  /**
   * Writes a tensor map to bytes.
   *
   * @param map the map; its values may be on any device
   * @return the whole stream
   * @throws IllegalArgumentException if the values are of a type that can not be stored, those of a
   *     block or the whole stream are 2 GiB or more, or the name of a gradient's parameter is empty
   *     or contains '/'
   */
  public static byte[] toBytes(TensorMap map) {
    return TensorMapEncoder.encode(map, BATCH_BYTES).toBytes();
  }

  /**
   * Writes a tensor map to a channel.
   *
   * @param map the map; its values may be on any device
   * @param channel where to write the stream; stays open
   * @throws IOException if the channel can not be written
   * @throws IllegalArgumentException if the values are of a type that can not be stored, those of a
   *     block are 2 GiB or more, or the name of a gradient's parameter is empty or contains '/'
   */
  public static void write(TensorMap map, WritableByteChannel channel) throws IOException {
    TensorMapEncoder.encode(map, BATCH_BYTES).writeTo(channel);
  }

  /**
   * Reads a tensor map from bytes. Host arrays share their memory and can not be changed in place;
   * for PyTorch, values are copied once.
   *
   * @param stream the whole stream, which must not be changed while host arrays are in use
   * @param manager the owner of the arrays: a {@link org.tensormap.HostNDManager}, or one of
   *     PyTorch
   * @return the map; labels that were shared between blocks are again
   * @throws IpcFormatException if the bytes are not a tensor map as an Arrow IPC stream
   * @throws IllegalArgumentException if there are no PyTorch arrays for the type of the values
   */
  public static TensorMap fromBytes(byte[] stream, NDManager manager) {
    return fromBuffer(ByteBuffer.wrap(stream).asReadOnlyBuffer(), manager);
  }

  /**
   * Reads a tensor map from a buffer. The arrays share the memory of a direct buffer, which must
   * not be changed while they are in use; only PyTorch arrays do not share that of a read-only one.
   *
   * @param stream the whole stream, from the position of the buffer to its limit, neither of which
   *     changes; must not be changed while arrays share its memory
   * @param manager the owner of the arrays: a {@link org.tensormap.HostNDManager}, or one of
   *     PyTorch
   * @return the map; labels that were shared between blocks are again
   * @throws IpcFormatException if the bytes are not a tensor map as an Arrow IPC stream
   * @throws IllegalArgumentException if there are no PyTorch arrays for the type of the values
   */
  public static TensorMap fromBuffer(ByteBuffer stream, NDManager manager) {
    return openBuffer(stream, manager).load();
  }

  /**
   * Opens bytes of which not everything is needed: nothing is made of them but the keys.
   *
   * @param stream the whole stream, which must not be changed while the map or host arrays are in
   *     use
   * @param manager the owner of the arrays: a {@link org.tensormap.HostNDManager}, or one of
   *     PyTorch
   * @return the map, whose parts may turn out to be damaged when they are asked for
   * @throws IpcFormatException if the bytes are not a tensor map as an Arrow IPC stream
   * @throws IllegalArgumentException if there are no PyTorch arrays for the type of the values
   */
  public static IpcMap open(byte[] stream, NDManager manager) {
    return openBuffer(ByteBuffer.wrap(stream).asReadOnlyBuffer(), manager);
  }

  /**
   * Reads a tensor map from a channel, up to the end of the stream and no further.
   *
   * @param channel where to read the stream; stays open
   * @param manager the owner of the arrays: a {@link org.tensormap.HostNDManager}, or one of
   *     PyTorch
   * @return the map; labels that were shared between blocks are again
   * @throws IOException if the channel can not be read
   * @throws IpcFormatException if the bytes are not a tensor map as an Arrow IPC stream
   * @throws IllegalArgumentException if there are no PyTorch arrays for the type of the values
   */
  public static TensorMap read(ReadableByteChannel channel, NDManager manager) throws IOException {
    return TensorMapDecoder.open(new ChannelSource(channel), manager).load();
  }

  /**
   * Tells whether bytes begin as an Arrow IPC stream does, without looking further.
   *
   * @param bytes any bytes, for example those of an {@code .mts} file, which begin otherwise
   * @return whether it is worth to call {@link #fromBytes}
   */
  public static boolean isIpc(byte[] bytes) {
    return isIpc(ByteBuffer.wrap(bytes));
  }

  /**
   * Tells whether bytes begin as an Arrow IPC stream does, without looking further.
   *
   * @param bytes any bytes, from the position of the buffer, which does not change
   * @return whether it is worth to call {@link #fromBuffer}
   */
  public static boolean isIpc(ByteBuffer bytes) {
    if (bytes.remaining() < IpcStream.PREFIX_BYTES) {
      return false;
    }
    ByteBuffer prefix = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return prefix.getInt() == IpcStream.CONTINUATION && prefix.getInt() > 0;
  }

  private static IpcMap openBuffer(ByteBuffer stream, NDManager manager) {
    BufferSource source = new BufferSource(stream);
    IpcMap map = TensorMapDecoder.open(source, manager);
    if (source.remaining() > 0) {
      throw new IpcFormatException(
          source.remaining() + " bytes follow the end of the stream, which is a tensor map");
    }
    return map;
  }
}

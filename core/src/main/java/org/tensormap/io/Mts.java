package org.tensormap.io;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Loads and saves tensor maps, blocks and labels, in the files and buffers of the Python library
 * metatensor: {@code .mts} (or {@code .npz}) for maps and blocks, {@code .npy} for labels.
 *
 * <p>What is loaded with a {@link org.tensormap.HostNDManager} shares the memory of the mapped file
 * or buffer, is read-only, and loads no native library; with any other manager values are copied to
 * its device. All checksums are verified. What is saved is the same, byte for byte, for equal maps;
 * a file appears under its name when it is complete, and replaces one that exists.
 *
 * <p>Use {@link MtsFile} to read labels or some of the values only.
 */
public final class Mts {
  /** Writes something into an archive. */
  private interface Entries {
    void addTo(MtsWriter writer) throws IOException;
  }

  private Mts() {}

  /**
   * Loads a tensor map from a local file.
   *
   * @param file the path of an {@code .mts} or {@code .npz} file
   * @param manager the owner of the arrays
   * @return the tensor map
   * @throws MtsFormatException if the file is no tensor map, is damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the file can not be read
   */
  public static TensorMap load(Path file, NDManager manager) throws IOException {
    try (ByteSource source = ByteSource.map(file)) {
      return load(source, manager);
    }
  }

  /**
   * Loads a tensor map.
   *
   * @param source the bytes of an {@code .mts} or {@code .npz} file, closed by the caller
   * @param manager the owner of the arrays
   * @return the tensor map
   * @throws MtsFormatException if the bytes are no tensor map, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the source can not be read
   */
  @SuppressWarnings("resource")
  public static TensorMap load(ByteSource source, NDManager manager) throws IOException {
    return MtsFile.read(source).load(manager);
  }

  /**
   * Loads a tensor map from all bytes of a stream.
   *
   * @param stream the bytes of an {@code .mts} or {@code .npz} file smaller than 2 GiB, closed by
   *     the caller
   * @param manager the owner of the arrays
   * @return the tensor map
   * @throws MtsFormatException if the bytes are no tensor map, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the stream can not be read
   */
  public static TensorMap load(InputStream stream, NDManager manager) throws IOException {
    return load(wholeOf(stream), manager);
  }

  /**
   * Loads a tensor map from memory.
   *
   * @param buffer the bytes of an {@code .mts} or {@code .npz} file, from the position of the
   *     buffer to its limit; they must not be changed while host arrays share them
   * @param manager the owner of the arrays
   * @return the tensor map
   * @throws MtsFormatException if the bytes are no tensor map, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException never, since nothing but memory is read
   */
  public static TensorMap loadBuffer(ByteBuffer buffer, NDManager manager) throws IOException {
    return load(ByteSource.wrap("buffer", buffer), manager);
  }

  /**
   * Loads a single block from a local file.
   *
   * @param file the path of an {@code .mts} or {@code .npz} file
   * @param manager the owner of the arrays
   * @return the block
   * @throws MtsFormatException if the file is no block, is damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the file can not be read
   */
  public static TensorBlock loadBlock(Path file, NDManager manager) throws IOException {
    try (ByteSource source = ByteSource.map(file)) {
      return loadBlock(source, manager);
    }
  }

  /**
   * Loads a single block.
   *
   * @param source the bytes of an {@code .mts} or {@code .npz} file, closed by the caller
   * @param manager the owner of the arrays
   * @return the block
   * @throws MtsFormatException if the bytes are no block, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the source can not be read
   */
  public static TensorBlock loadBlock(ByteSource source, NDManager manager) throws IOException {
    MtsArchive archive = MtsArchive.open(source, "a block");
    if (!archive.has("values.npy") && archive.has("keys.npy")) {
      throw new MtsFormatException(
          source.name(), "expected a block, but this is a whole tensor map: use load");
    }
    TensorBlock block = new MtsBlock(archive, "", null).load(manager);
    try {
      archive.checkOthers();
      return block;
    } catch (IOException e) {
      block.close();
      throw e;
    }
  }

  /**
   * Loads a single block from all bytes of a stream.
   *
   * @param stream the bytes of an {@code .mts} or {@code .npz} file smaller than 2 GiB, closed by
   *     the caller
   * @param manager the owner of the arrays
   * @return the block
   * @throws MtsFormatException if the bytes are no block, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the stream can not be read
   */
  public static TensorBlock loadBlock(InputStream stream, NDManager manager) throws IOException {
    return loadBlock(wholeOf(stream), manager);
  }

  /**
   * Loads a single block from memory.
   *
   * @param buffer the bytes of an {@code .mts} or {@code .npz} file, from the position of the
   *     buffer to its limit; they must not be changed while host arrays share them
   * @param manager the owner of the arrays
   * @return the block
   * @throws MtsFormatException if the bytes are no block, are damaged, or its parts do not fit
   *     together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException never, since nothing but memory is read
   */
  public static TensorBlock loadBlockBuffer(ByteBuffer buffer, NDManager manager)
      throws IOException {
    return loadBlock(ByteSource.wrap("buffer", buffer), manager);
  }

  /**
   * Loads labels from a local file.
   *
   * @param file the path of an {@code .npy} file
   * @return the labels
   * @throws MtsFormatException if the file does not hold labels, or is damaged
   * @throws IOException if the file can not be read
   */
  public static Labels loadLabels(Path file) throws IOException {
    try (ByteSource source = ByteSource.map(file)) {
      return loadLabels(source);
    }
  }

  /**
   * Loads labels.
   *
   * @param source the bytes of an {@code .npy} file, closed by the caller
   * @return the labels
   * @throws MtsFormatException if the bytes are no labels, or are damaged
   * @throws IOException if the source can not be read
   */
  public static Labels loadLabels(ByteSource source) throws IOException {
    if (source.size() > Integer.MAX_VALUE) {
      throw new MtsFormatException(
          source.name(), "it has " + source.size() + " bytes, labels have less than 2 GiB");
    }
    ByteBuffer bytes = source.read(0, (int) source.size());
    if (looksLikeMts(bytes)) {
      throw new MtsFormatException(
          source.name(),
          "expected labels in a .npy array, but this is a ZIP archive: use load or loadBlock");
    }
    return LabelsFormat.read(bytes, new EntryLocation(source.name(), null));
  }

  /**
   * Loads labels from all bytes of a stream.
   *
   * @param stream the bytes of an {@code .npy} file, closed by the caller
   * @return the labels
   * @throws MtsFormatException if the bytes are no labels, or are damaged
   * @throws IOException if the stream can not be read
   */
  public static Labels loadLabels(InputStream stream) throws IOException {
    return loadLabels(wholeOf(stream));
  }

  /**
   * Loads labels from memory.
   *
   * @param buffer the bytes of an {@code .npy} file, from the position of the buffer to its limit
   * @return the labels
   * @throws MtsFormatException if the bytes are no labels, or are damaged
   * @throws IOException never, since nothing but memory is read
   */
  public static Labels loadLabelsBuffer(ByteBuffer buffer) throws IOException {
    return loadLabels(ByteSource.wrap("buffer", buffer));
  }

  /**
   * Saves a tensor map to a local file.
   *
   * @param file where to write, by convention with the extension {@code .mts}
   * @param map the map
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path; nothing is written then
   * @throws IOException if the file can not be written
   */
  public static void save(Path file, TensorMap map) throws IOException {
    saveFile(file, writer -> writer.write(map));
  }

  /**
   * Saves a tensor map to a stream.
   *
   * @param stream where to write, closed by the caller
   * @param map the map
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path
   * @throws IOException if the stream can not be written
   */
  public static void save(OutputStream stream, TensorMap map) throws IOException {
    saveTo(Channels.newChannel(stream), writer -> writer.write(map));
  }

  /**
   * Saves a tensor map to memory.
   *
   * @param map the map
   * @return the bytes of an {@code .mts} file
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path
   * @throws IOException if there are 2 GiB or more
   */
  public static byte[] saveBuffer(TensorMap map) throws IOException {
    return saveBytes(writer -> writer.write(map));
  }

  /**
   * Saves a single block to a local file.
   *
   * @param file where to write, by convention with the extension {@code .mts}
   * @param block the block
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path; nothing is written then
   * @throws IOException if the file can not be written
   */
  public static void saveBlock(Path file, TensorBlock block) throws IOException {
    saveFile(file, writer -> writer.write(block, ""));
  }

  /**
   * Saves a single block to a stream.
   *
   * @param stream where to write, closed by the caller
   * @param block the block
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path
   * @throws IOException if the stream can not be written
   */
  public static void saveBlock(OutputStream stream, TensorBlock block) throws IOException {
    saveTo(Channels.newChannel(stream), writer -> writer.write(block, ""));
  }

  /**
   * Saves a single block to memory.
   *
   * @param block the block
   * @return the bytes of an {@code .mts} file
   * @throws IllegalArgumentException if the format has no such values, or a gradient's name is no
   *     part of a path
   * @throws IOException if there are 2 GiB or more
   */
  public static byte[] saveBlockBuffer(TensorBlock block) throws IOException {
    return saveBytes(writer -> writer.write(block, ""));
  }

  /**
   * Saves labels to a local file.
   *
   * @param file where to write, by convention with the extension {@code .npy}
   * @param labels the labels
   * @throws IOException if the file can not be written
   */
  public static void saveLabels(Path file, Labels labels) throws IOException {
    AtomicFile.write(file, target -> writeLabels(target, labels));
  }

  /**
   * Saves labels to a stream.
   *
   * @param stream where to write, closed by the caller
   * @param labels the labels
   * @throws IOException if the stream can not be written
   */
  public static void saveLabels(OutputStream stream, Labels labels) throws IOException {
    writeLabels(Channels.newChannel(stream), labels);
  }

  /**
   * Saves labels to memory.
   *
   * @param labels the labels
   * @return the bytes of an {@code .npy} file
   * @throws IOException if there are 2 GiB or more
   */
  public static byte[] saveLabelsBuffer(Labels labels) throws IOException {
    try (GrowingBuffer target = new GrowingBuffer()) {
      writeLabels(target, labels);
      return target.toByteArray();
    }
  }

  /**
   * Tells, from the first bytes alone, whether this may be a tensor map or block: a ZIP archive
   * with at least one entry.
   *
   * @param buffer bytes from the position of the buffer on, which is left as it is
   * @return whether to try to load it
   */
  public static boolean looksLikeMts(ByteBuffer buffer) {
    return buffer.remaining() >= Integer.BYTES
        && buffer.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == ZipFormat.LOCAL_HEADER;
  }

  private static ByteSource wholeOf(InputStream stream) throws IOException {
    return ByteSource.wrap("stream", ByteBuffer.wrap(stream.readAllBytes()));
  }

  private static void saveFile(Path file, Entries entries) throws IOException {
    AtomicFile.write(file, target -> saveTo(target, entries));
  }

  private static byte[] saveBytes(Entries entries) throws IOException {
    try (GrowingBuffer target = new GrowingBuffer()) {
      saveTo(target, entries);
      return target.toByteArray();
    }
  }

  /** The target is closed by the caller, and the directory written only if all entries were. */
  @SuppressWarnings("resource")
  private static void saveTo(WritableByteChannel target, Entries entries) throws IOException {
    ZipArchiveWriter archive = new ZipArchiveWriter(target);
    entries.addTo(new MtsWriter(archive));
    archive.finish();
  }

  private static void writeLabels(WritableByteChannel target, Labels labels) throws IOException {
    for (ByteBuffer part : LabelsFormat.write(labels)) {
      while (part.hasRemaining()) {
        target.write(part);
      }
    }
  }
}

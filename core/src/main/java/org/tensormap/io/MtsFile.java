package org.tensormap.io;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * An open file with a tensor map, of which only the directory and the keys have been read: look at
 * labels, shapes and types without reading values, or read the values of some blocks or samples.
 *
 * <p>Arrays read from a mapped file with a {@link org.tensormap.HostNDManager} share its memory,
 * and stay valid when the file is closed. Safe for use by several threads.
 */
public final class MtsFile implements AutoCloseable {
  private static final String KEYS = "keys.npy";
  private static final String INFO = "info.json";

  private final ByteSource source;
  private final MtsArchive archive;
  private final Labels keys;
  private final List<MtsBlock> blocks;

  private MtsFile(ByteSource source, MtsArchive archive, Labels keys) {
    this.source = source;
    this.archive = archive;
    this.keys = keys;
    this.blocks = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      blocks.add(new MtsBlock(archive, "blocks/" + i + "/", null));
    }
  }

  /**
   * Maps a local file and reads its directory and keys.
   *
   * @param file the path of an {@code .mts} or {@code .npz} file
   * @return the open file
   * @throws MtsFormatException if this is no tensor map, or directory or keys are damaged
   * @throws IOException if the file can not be read
   */
  public static MtsFile open(Path file) throws IOException {
    return open(ByteSource.map(file));
  }

  /**
   * Reads directory and keys.
   *
   * @param source the file, closed together with what this returns, and also if this fails
   * @return the open file
   * @throws MtsFormatException if this is no tensor map, or directory or keys are damaged
   * @throws IOException if the source can not be read
   */
  public static MtsFile open(ByteSource source) throws IOException {
    try {
      return read(source);
    } catch (IOException | RuntimeException e) {
      try (source) {
        throw e;
      }
    }
  }

  /** Reads directory and keys of a source that the caller closes. */
  static MtsFile read(ByteSource source) throws IOException {
    MtsArchive archive = MtsArchive.open(source, "a tensor map");
    if (!archive.has(KEYS) && archive.has("values.npy")) {
      throw new MtsFormatException(
          source.name(), "expected a tensor map, but this is a single block: use loadBlock");
    }
    if (archive.has("blocks/0/values/data.npy")) {
      throw new MtsFormatException(
          source.name(),
          "blocks/0/values/data.npy",
          "this file was written by equistore in a layout that is no longer read: convert it with"
              + " python/scripts/convert-metatensor-npz.py, which is part of the sources of"
              + " metatensor-core 0.1.11");
    }
    Labels keys = archive.labels(KEYS);
    return new MtsFile(source, archive, keys);
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
   * Returns the number of blocks.
   *
   * @return the number of keys
   */
  public int size() {
    return keys.size();
  }

  /**
   * Returns the blocks, none of which has been read.
   *
   * @return the blocks, in the order of the keys
   */
  public List<MtsBlock> blocks() {
    return List.copyOf(blocks);
  }

  /**
   * Returns a block, which has not been read.
   *
   * @param index the position of the key, from 0
   * @return the block
   * @throws IndexOutOfBoundsException if there is no such block
   */
  public MtsBlock block(int index) {
    return blocks.get(index);
  }

  /**
   * Reads the global metadata.
   *
   * @return the metadata, in the order of the file; empty if there is none
   * @throws MtsFormatException if it is damaged, or has values that are not strings
   * @throws IOException if the file can not be read
   */
  public Map<String, String> info() throws IOException {
    return archive.has(INFO)
        ? InfoJson.read(archive.bytes(INFO), archive.location(INFO))
        : Map.of();
  }

  /**
   * Tells whether it pays to find out and {@linkplain #expect(Map) say} what is going to be read.
   *
   * @return whether the file is a remote one that makes use of what it is told
   */
  public boolean usesExpectations() {
    return source.usesExpectations();
  }

  /**
   * Says what is going to be read of some blocks, in any order. A remote file is then asked for
   * much at once; for others nothing changes. What was said before is forgotten.
   *
   * @param parts what is going to be read of each block, or gradient of one
   */
  public void expect(Map<MtsBlock, Set<MtsPart>> parts) {
    archive.expect(parts);
  }

  /**
   * Says that the same is going to be read of several blocks, as {@link #expect(Map)} does.
   *
   * @param some the blocks, or gradients of them
   * @param parts what is going to be read of each
   */
  public void expect(List<MtsBlock> some, Set<MtsPart> parts) {
    if (usesExpectations()) {
      expect(some.stream().collect(Collectors.toMap(block -> block, block -> parts)));
    }
  }

  /**
   * Reads everything.
   *
   * @param manager the owner of the arrays; with a {@link org.tensormap.HostNDManager} they share
   *     the memory of a mapped file, with any other their values are copies
   * @return the tensor map
   * @throws MtsFormatException if something is missing, damaged, or does not fit together
   * @throws IllegalArgumentException if the manager has no arrays of the type of the values
   * @throws IOException if the file can not be read
   */
  public TensorMap load(NDManager manager) throws IOException {
    expect(
        blocks.stream().flatMap(block -> block.withGradients().stream()).toList(),
        EnumSet.allOf(MtsPart.class));
    List<TensorBlock> loaded = new ArrayList<>(blocks.size());
    try {
      for (MtsBlock block : blocks) {
        loaded.add(block.load(manager));
      }
      TensorMap map = assemble(loaded);
      info().forEach(map::setInfo);
      archive.checkOthers();
      return map;
    } catch (IOException | RuntimeException e) {
      loaded.forEach(TensorBlock::close);
      throw e;
    }
  }

  /**
   * Closes the source. Arrays that share the memory of a mapped file stay valid.
   *
   * @throws IOException if the source can not be closed
   */
  @Override
  public void close() throws IOException {
    source.close();
  }

  private TensorMap assemble(List<TensorBlock> loaded) throws MtsFormatException {
    try {
      return new TensorMap(keys, loaded);
    } catch (IllegalArgumentException e) {
      throw new MtsFormatException(archive.file(), null, e.getMessage(), e);
    }
  }
}

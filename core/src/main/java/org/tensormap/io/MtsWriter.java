package org.tensormap.io;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Writes tensor maps and blocks as entries of an archive, in the order of the reference. */
final class MtsWriter {
  private static final long PIECE_BYTES = 1L << 30;

  private final ZipArchiveWriter archive;

  MtsWriter(ZipArchiveWriter archive) {
    this.archive = archive;
  }

  void write(TensorMap map) throws IOException {
    archive.add("keys.npy", LabelsFormat.write(map.keys()));
    for (int i = 0; i < map.size(); i++) {
      write(map.block(i), "blocks/" + i + "/");
    }
    if (!map.info().isEmpty()) {
      archive.add("info.json", InfoJson.write(map.info()));
    }
  }

  void write(TensorBlock block, String prefix) throws IOException {
    writeValues(block.values(), prefix + "values.npy");
    writeLabels(block, prefix);
    archive.add(prefix + "properties.npy", LabelsFormat.write(block.properties()));
    writeGradients(block, prefix);
  }

  private void writeGradients(TensorBlock block, String prefix) throws IOException {
    for (Map.Entry<String, TensorBlock> gradient : block.gradients().entrySet()) {
      String gradientPrefix = prefix + "gradients/" + checkPath(gradient.getKey()) + "/";
      writeValues(gradient.getValue().values(), gradientPrefix + "values.npy");
      writeLabels(gradient.getValue(), gradientPrefix);
      writeGradients(gradient.getValue(), gradientPrefix);
    }
  }

  private void writeLabels(TensorBlock block, String prefix) throws IOException {
    archive.add(prefix + "samples.npy", LabelsFormat.write(block.samples()));
    for (int i = 0; i < block.components().size(); i++) {
      archive.add(
          prefix + "components/" + i + ".npy", LabelsFormat.write(block.components().get(i)));
    }
  }

  private void writeValues(NDArray values, String name) throws IOException {
    NpyType type = NpyValueType.descriptor(values.getDataType());
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(NpyHeader.encode(type, values.getShape()));
    if (values.size() == 0 || values.getManager() instanceof HostNDManager) {
      if (values.size() > 0) {
        parts.add(values.toByteBuffer(true));
      }
      archive.add(name, parts.toArray(ByteBuffer[]::new));
      return;
    }
    // DJL makes arrays on the way: copies of values that are not contiguous or on a GPU.
    try (NDManager scope = values.getManager().newSubManager()) {
      NDArray view = values.reshape(values.getShape());
      view.attach(scope);
      addPieces(view, parts);
      archive.add(name, parts.toArray(ByteBuffer[]::new));
    }
  }

  /** A buffer has less than 2 GiB, so larger arrays are cut into pieces. */
  private static void addPieces(NDArray values, List<ByteBuffer> parts) {
    int elementSize = new NpyValueType(values.getDataType(), ByteOrder.nativeOrder()).size();
    long pieceSize = PIECE_BYTES / elementSize;
    if (values.size() <= pieceSize) {
      parts.add(values.toByteBuffer(true));
      return;
    }
    NDArray flat = values.reshape(-1);
    for (long start = 0; start < flat.size(); start += pieceSize) {
      long end = Math.min(flat.size(), start + pieceSize);
      parts.add(flat.get(new NDIndex().addSliceDim(start, end)).toByteBuffer(true));
    }
  }

  private static String checkPath(String parameter) {
    if (parameter.isEmpty()
        || parameter.equals("..")
        || parameter.indexOf('/') >= 0
        || parameter.indexOf('\\') >= 0
        || parameter.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the gradient with respect to '"
              + parameter
              + "' can not be stored, since its name is part of a path in the archive: use a name"
              + " without '/' and '\\'");
    }
    return parameter;
  }
}

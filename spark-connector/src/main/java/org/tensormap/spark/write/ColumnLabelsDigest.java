package org.tensormap.spark.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;

/**
 * Checksums of the component and property labels of blocks: the first 64 bits of SHA-256, so that
 * different labels have different ones in any dataset that there will be.
 */
final class ColumnLabelsDigest {
  private final Map<Long, ColumnLabels> labels = new HashMap<>();

  /** Blocks share labels, which need to be looked at only once. */
  private final IdentityHashMap<Labels, byte[]> seen = new IdentityHashMap<>();

  /** The checksum of the labels of a block. */
  long of(TensorBlock block) {
    MessageDigest digest = sha256();
    block.components().forEach(axis -> digest.update(ofAxis(axis)));
    digest.update(ofAxis(block.properties()));
    long checksum = ByteBuffer.wrap(digest.digest()).getLong();
    labels.computeIfAbsent(checksum, unknown -> stored(block));
    return checksum;
  }

  /** The labels of all blocks so far, by their checksum. */
  Map<Long, ColumnLabels> labels() {
    return labels;
  }

  private byte[] ofAxis(Labels axis) {
    return seen.computeIfAbsent(
        axis,
        unknown -> {
          MessageDigest digest = sha256();
          digest.update(axis.names().toString().getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * axis.values().remaining());
          bytes.asIntBuffer().put(axis.values());
          digest.update(bytes);
          return digest.digest();
        });
  }

  private static ColumnLabels stored(TensorBlock block) {
    List<AxisLabels> components = new ArrayList<>();
    block.components().forEach(axis -> components.add(AxisLabels.of(axis)));
    return new ColumnLabels(components, AxisLabels.of(block.properties()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}

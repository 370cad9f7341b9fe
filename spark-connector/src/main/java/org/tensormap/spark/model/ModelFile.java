package org.tensormap.spark.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.WritableUtils;

/**
 * A model file as the driver found it: where it is, and a checksum of its bytes, so that executors
 * run the very model that the query was planned with.
 */
final class ModelFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelLocation location;

  /** SHA-256, in hexadecimal. */
  private final String checksum;

  /**
   * The settings of the file systems, as they write themselves: a thousand values, which most tasks
   * do not need, because the model is loaded already.
   */
  private final byte[] configuration;

  /**
   * Creates a file.
   *
   * @param location where it is
   * @param checksum what {@link #checksum} gives for its bytes
   * @param configuration the settings of the file systems
   */
  ModelFile(ModelLocation location, String checksum, Configuration configuration) {
    this.location = location;
    this.checksum = checksum;
    this.configuration = WritableUtils.toByteArray(configuration);
  }

  /** The URI or name, for messages. */
  String name() {
    return location.name();
  }

  /** The bytes of the model, checked to be those that the driver saw. */
  byte[] read() {
    byte[] content;
    try {
      Configuration settings = new Configuration(false);
      settings.readFields(new DataInputStream(new ByteArrayInputStream(configuration)));
      content = location.read(settings);
    } catch (IOException e) {
      throw ModelErrors.unreadable(name(), e);
    }
    if (!checksum(content).equals(checksum)) {
      throw ModelErrors.changed(name());
    }
    return content;
  }

  /** The checksum of the bytes of a model. */
  static String checksum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelFile file
        && location.equals(file.location)
        && checksum.equals(file.checksum);
  }

  @Override
  public int hashCode() {
    return checksum.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}

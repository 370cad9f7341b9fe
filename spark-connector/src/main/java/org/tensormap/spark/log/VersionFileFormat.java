package org.tensormap.spark.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Version files as JSON.
 *
 * <p>The number of the format rises when older readers would misread a file; a new field that they
 * may ignore does not raise it. A file has the lowest number whose readers understand it: 2 if its
 * operation is {@link Operation#DELETE} or {@link Operation#COMPACT}, else 1.
 */
final class VersionFileFormat {
  /** The highest number that this release reads. */
  static final int FORMAT = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private VersionFileFormat() {}

  static byte[] encode(VersionFile file) {
    try {
      return JSON.writeValueAsBytes(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("version " + file.version() + " can not be written", e);
    }
  }

  /** Decodes a file; {@code path} and {@code version} are those it was read under. */
  static VersionFile decode(byte[] content, Path path, long version) {
    try {
      JsonNode tree = JSON.readTree(content);
      JsonNode format = tree.path("format");
      if (!format.canConvertToInt()) {
        throw LogErrors.corrupt(path, "it does not say which format it has", null);
      }
      if (format.intValue() > FORMAT) {
        throw LogErrors.fromTheFuture(path, format.intValue(), FORMAT);
      }
      VersionFile file = JSON.treeToValue(tree, VersionFile.class);
      if (file.version() != version) {
        throw LogErrors.corrupt(path, "it says that it is version " + file.version(), null);
      }
      return file;
    } catch (IOException e) {
      throw LogErrors.corrupt(path, firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}

package org.tensormap.spark.log;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Version files as JSON.
 *
 * <p>The number of the format rises when older readers would misread a file; a new field that they
 * may ignore does not raise it. A file has the lowest number whose readers understand it: 2 if its
 * operation is {@link Operation#DELETE} or {@link Operation#COMPACT}, 3 if it is {@link
 * Operation#REPLACE}, else 1.
 */
final class VersionFileFormat {
  /** The highest number that this release reads. */
  static final int FORMAT = 3;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
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
    } catch (JsonProcessingException e) {
      throw LogErrors.corrupt(path, place(e) + problem(e), e);
    } catch (IOException e) {
      throw LogErrors.corrupt(path, String.valueOf(e.getMessage()), e);
    }
  }

  /** Where in the file the problem is, for example {@code shards[3].bounds: }. */
  private static String place(JsonProcessingException e) {
    StringBuilder place = new StringBuilder();
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          place.append('[').append(step.getIndex()).append(']');
        } else {
          place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
        }
      }
    }
    return place.isEmpty() ? "" : place.append(": ").toString();
  }

  private static String problem(JsonProcessingException e) {
    return e instanceof ValueInstantiationException && e.getCause() != null
        ? String.valueOf(e.getCause().getMessage())
        : e.getOriginalMessage();
  }
}

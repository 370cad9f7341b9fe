package org.tensormap.spark.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How much of a dataset a stream has processed. A stream begins with a snapshot, all shards of one
 * version, and goes on with the shards that each version after it added.
 */
final class StreamOffset extends Offset {
  /**
   * Nothing has been processed, and the snapshot has not been chosen. Spark asks for the beginning
   * again if it restarts before the first batch has finished, so the beginning names no version;
   * the end of the first batch does.
   */
  static final StreamOffset START = new StreamOffset(new Position(-1, 0, true, null));

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final Position position;

  private StreamOffset(Position position) {
    this.position = position;
  }

  /**
   * What is written to checkpoints.
   *
   * @param version a version, all versions before which have been processed
   * @param shards how many shards of it have been processed
   * @param snapshot whether these are all its shards, or those that it added
   * @param commit the commit of the last version that has been looked at; null in checkpoints of
   *     older releases
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Position(long version, long shards, boolean snapshot, String commit) {}

  static StreamOffset of(long version, long shards, boolean snapshot) {
    return new StreamOffset(new Position(version, shards, snapshot, null));
  }

  static StreamOffset fromJson(String json) {
    try {
      return new StreamOffset(JSON.readValue(json, Position.class));
    } catch (JsonProcessingException e) {
      throw StreamErrors.notAnOffset(json);
    }
  }

  long version() {
    return position.version;
  }

  long shards() {
    return position.shards;
  }

  boolean isSnapshot() {
    return position.snapshot;
  }

  /** The commit of the last version that has been looked at, as far as that is known. */
  Optional<String> commit() {
    return Optional.ofNullable(position.commit);
  }

  /** The last version that has been looked at. */
  long lastVersion() {
    return position.shards > 0 ? position.version : position.version - 1;
  }

  /** The same offset, which says which commit made the last version that has been looked at. */
  StreamOffset withCommit(String commit) {
    return new StreamOffset(
        new Position(position.version, position.shards, position.snapshot, commit));
  }

  boolean isStart() {
    return equals(START);
  }

  StreamOffset plus(long shards) {
    return of(position.version, position.shards + shards, position.snapshot);
  }

  /** The beginning of the version after this one, whether it exists yet or not. */
  StreamOffset next() {
    return of(position.version + 1, 0, false);
  }

  /** The beginning of the snapshot, if the first batch ends here: it never goes beyond it. */
  StreamOffset snapshot() {
    return of(position.snapshot ? position.version : position.version - 1, 0, true);
  }

  @Override
  public String json() {
    try {
      return JSON.writeValueAsString(position);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the offset " + position + " can not be written", e);
    }
  }
}

package org.tensormap.spark.stream;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.tensormap.spark.SourceOptions;

/**
 * What a user can say about a stream that follows a dataset.
 *
 * @param maxFilesPerTrigger how many shards a batch has at most; empty if the user did not say
 * @param skipChangeCommits whether versions that remove or replace rows are passed over
 * @param given the names of those of these options that the user gave
 */
public record StreamOptions(
    OptionalInt maxFilesPerTrigger, boolean skipChangeCommits, List<String> given) {
  /** How many shards a batch has at most; the name is that of Spark's file streams. */
  public static final String MAX_FILES = "maxFilesPerTrigger";

  /** Whether to pass over versions that remove or replace rows, instead of failing. */
  public static final String SKIP_CHANGE_COMMITS = "skipChangeCommits";

  /**
   * Creates options.
   *
   * @param maxFilesPerTrigger how many shards a batch has at most
   * @param skipChangeCommits whether versions that remove or replace rows are passed over
   * @param given the names of those of these options that the user gave
   */
  public StreamOptions {
    given = List.copyOf(given);
  }

  /**
   * Reads options.
   *
   * @param options what the user gave
   * @return the options
   * @throws org.tensormap.spark.TensorMapException if one of them has no valid value
   */
  public static StreamOptions of(SourceOptions options) {
    return new StreamOptions(
        options.positive(MAX_FILES),
        options.isOn(SKIP_CHANGE_COMMITS),
        Stream.of(MAX_FILES, SKIP_CHANGE_COMMITS).filter(options::has).toList());
  }

  /**
   * Makes sure that none of these options was given for a read that is no stream.
   *
   * @throws org.tensormap.spark.TensorMapException if one was
   */
  public void checkNoneGiven() {
    if (!given.isEmpty()) {
      throw StreamErrors.optionOfBatch(given.get(0));
    }
  }

  ReadLimit readLimit() {
    return maxFilesPerTrigger.isPresent()
        ? ReadLimit.maxFiles(maxFilesPerTrigger.getAsInt())
        : ReadLimit.allAvailable();
  }
}

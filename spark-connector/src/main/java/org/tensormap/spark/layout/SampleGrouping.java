package org.tensormap.spark.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.internal.SQLConf;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.TensorMapSchema;

/**
 * How the samples of a shard are cut into groups, each of which becomes a tensor map of its own.
 *
 * @param dimensions samples with the same labels in these dimensions stay together; at least one
 * @param size how many different such labels a group has, the last group of a shard maybe fewer
 */
public record SampleGrouping(List<String> dimensions, int size) implements Serializable {
  /**
   * Which sample dimensions must be equal for samples to stay in one tensor map of the layout
   * {@value TensorMapLayout#NAME}, with commas between them; without it, the leading one.
   */
  public static final String GROUP_BY = "groupBy";

  /** How many such groups each tensor map has; without it, one, or all if there are no groups. */
  public static final String GROUP_SIZE = "groupSize";

  /**
   * Creates a grouping.
   *
   * @param dimensions samples with the same labels in these dimensions stay together; copied
   * @param size how many different such labels a group has
   */
  public SampleGrouping {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * Reads the options.
   *
   * @param options what the user gave
   * @param schema the schema of the shards; empty if no shard has a block
   * @return the grouping; empty if the user wants whole shards
   * @throws org.tensormap.spark.TensorMapException if there is no such dimension, or the size is no
   *     number from 1
   */
  public static Optional<SampleGrouping> of(
      SourceOptions options, Optional<TensorMapSchema> schema) {
    String by = options.get(GROUP_BY, "");
    OptionalInt size = options.positive(GROUP_SIZE);
    if (by.isEmpty() && size.isEmpty()) {
      return Optional.empty();
    }
    return schema.map(names -> new SampleGrouping(dimensions(by, names.samples()), size.orElse(1)));
  }

  private static List<String> dimensions(String by, List<String> known) {
    if (by.isEmpty()) {
      return known.subList(0, 1);
    }
    return Stream.of(by.split(",", -1))
        .map(dimension -> dimension(dimension.strip(), known))
        .distinct()
        .toList();
  }

  /** Upper and lower case are the same in the names of columns, unless the session says else. */
  private static String dimension(String name, List<String> known) {
    boolean isCaseSensitive = SQLConf.get().caseSensitiveAnalysis();
    return known.stream()
        .filter(name::equals)
        .findFirst()
        .or(
            () ->
                known.stream()
                    .filter(other -> !isCaseSensitive && name.equalsIgnoreCase(other))
                    .findFirst())
        .orElseThrow(() -> LayoutErrors.unknownSampleDimension(name, known));
  }

  @Override
  public String toString() {
    return "groups of " + size + " " + dimensions;
  }
}

package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.layout.TensorMapLayout;
import org.tensormap.spark.layout.ValuesLayout;
import org.tensormap.spark.read.ReadOptions;

/**
 * What a user can say about a write. An option that was not given is empty.
 *
 * @param layout which layout the rows have
 * @param keys the columns that are key dimensions
 * @param samples the columns that are sample dimensions
 * @param components the components, one axis each
 * @param properties the dimensions of the properties
 * @param fillValue what missing values are, in the layout {@code values}
 * @param distribution how rows get to tasks
 * @param maxShardBytes how many bytes of values a shard should have at most
 * @param checkDuplicates whether samples that are added must not be there already
 * @param replaceWhere which rows an overwrite replaces
 */
record WriteOptions(
    Optional<String> layout,
    Optional<List<String>> keys,
    Optional<List<String>> samples,
    Optional<List<SizedName>> components,
    Optional<List<SizedName>> properties,
    Optional<String> fillValue,
    Optional<DistributionMode> distribution,
    long maxShardBytes,
    boolean checkDuplicates,
    Optional<String> replaceWhere) {
  /** Which columns are key dimensions: names with commas between them, maybe none. */
  static final String KEYS = "keys";

  /** Which columns are sample dimensions: names with commas between them. */
  static final String SAMPLES = "samples";

  /**
   * Which components there are: names with commas between them, each maybe with its size, for
   * example {@code xyz:3}; then its labels are 0, 1 and 2.
   */
  static final String COMPONENTS = "components";

  /**
   * Which dimensions the properties have: names with commas between them, each maybe with its size,
   * for example {@code n:8,l:3}; then there is a property for each pair, the last dimension running
   * fastest.
   */
  static final String PROPERTIES = "properties";

  /** What values are for which there is no row in the layout {@code values}; else an error. */
  static final String FILL_VALUE = "fillValue";

  /** A {@link DistributionMode}. */
  static final String DISTRIBUTION = "distribution";

  /**
   * How many bytes of values a shard should have at most: a number, maybe with {@code k}, {@code m}
   * or {@code g} behind it.
   */
  static final String MAX_SHARD_BYTES = "maxShardBytes";

  /** Whether an append fails that adds a sample which the dataset has already. */
  static final String CHECK_DUPLICATES = "checkDuplicates";

  /** Which rows an overwrite replaces, a condition of SQL; the name is that of Delta Lake. */
  static final String REPLACE_WHERE = "replaceWhere";

  /** The options that say what the columns are. */
  static final Set<String> ROLES = Set.of(KEYS, SAMPLES, COMPONENTS, PROPERTIES);

  /** The names of all options of writes. */
  static final Set<String> KNOWN =
      Set.of(
          ReadOptions.LAYOUT,
          KEYS,
          SAMPLES,
          COMPONENTS,
          PROPERTIES,
          FILL_VALUE,
          DISTRIBUTION,
          MAX_SHARD_BYTES,
          CHECK_DUPLICATES,
          REPLACE_WHERE);

  private static final String DEFAULT_SHARD_BYTES = "128m";
  private static final long LARGEST_SHARD_BYTES = 1L << 30;
  private static final Pattern BYTES = Pattern.compile("(\\d{1,10})([kmg]?)b?");
  private static final Pattern NAME_AND_SIZE = Pattern.compile("([^:]+?)\\s*:\\s*([1-9]\\d{0,8})");

  /**
   * Reads options.
   *
   * @param options what the user gave
   * @return the options
   * @throws org.tensormap.spark.TensorMapException if one of them is unknown or has no valid value
   */
  static WriteOptions of(CaseInsensitiveStringMap options) {
    SourceOptions checked = new SourceOptions(options, "writing", KNOWN);
    return new WriteOptions(
        given(options, ReadOptions.LAYOUT).map(layout -> layout.toLowerCase(Locale.ROOT)),
        given(options, KEYS).map(WriteOptions::names),
        given(options, SAMPLES).map(WriteOptions::names),
        given(options, COMPONENTS).map(names -> sizedNames(COMPONENTS, names)),
        given(options, PROPERTIES).map(names -> sizedNames(PROPERTIES, names)),
        given(options, FILL_VALUE),
        given(options, DISTRIBUTION).map(DistributionMode::named),
        bytes(checked.get(MAX_SHARD_BYTES, DEFAULT_SHARD_BYTES)),
        checked.isOn(CHECK_DUPLICATES),
        given(options, REPLACE_WHERE));
  }

  /** Whether an option has a meaning in a layout. */
  static boolean hasMeaning(String option, String layout) {
    boolean hasRows = layout.equals(SamplesLayout.NAME) || layout.equals(ValuesLayout.NAME);
    return switch (option) {
      case KEYS, DISTRIBUTION -> !layout.equals(TensorMapLayout.NAME);
      case SAMPLES, COMPONENTS, PROPERTIES -> hasRows;
      case FILL_VALUE -> layout.equals(ValuesLayout.NAME);
      default -> true;
    };
  }

  private static Optional<String> given(CaseInsensitiveStringMap options, String name) {
    return Optional.ofNullable(options.get(name));
  }

  private static List<String> names(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<SizedName> sizedNames(String option, String value) {
    List<SizedName> sized = new ArrayList<>();
    for (String part : names(value)) {
      Matcher matcher = NAME_AND_SIZE.matcher(part);
      if (matcher.matches()) {
        sized.add(new SizedName(matcher.group(1), Integer.parseInt(matcher.group(2))));
      } else if (part.indexOf(':') < 0) {
        sized.add(new SizedName(part, SizedName.UNKNOWN));
      } else {
        throw SourceErrors.invalidOption(
            option, value, "names, each maybe with its size as in xyz:3, with commas between them");
      }
    }
    return sized;
  }

  private static long bytes(String value) {
    Matcher matcher = BYTES.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      int shift =
          switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
          };
      long bytes = Long.parseLong(matcher.group(1)) << shift;
      if (bytes >= 1 && bytes <= LARGEST_SHARD_BYTES) {
        return bytes;
      }
    }
    throw SourceErrors.invalidOption(
        MAX_SHARD_BYTES, value, "a number of bytes from 1 to 1g, for example 64m");
  }
}

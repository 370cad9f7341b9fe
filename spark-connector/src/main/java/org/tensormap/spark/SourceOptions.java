package org.tensormap.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options that a user gave to a read or a write. Every name must be known, so that a slip of
 * the pen is an error and not a default; names with a dot are settings of a file system, and names
 * that begin with an underscore are Spark's own, as are some that streams have.
 */
public final class SourceOptions {
  /** Where to read or write. */
  public static final String PATH = "path";

  /** Several places to read, as Spark hands them over: a JSON array. */
  public static final String PATHS = "paths";

  /** What Spark adds to the options of a stream that is written. */
  private static final Set<String> OF_SPARK = Set.of("checkpointlocation", "queryname");

  private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]{0,8}");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CaseInsensitiveStringMap options;

  /**
   * Checks options.
   *
   * @param options what the user gave
   * @param use what they are for, in the message: {@code reading} or {@code writing}
   * @param known the names there are, besides those of paths
   * @throws TensorMapException if a name is not among them
   */
  public SourceOptions(CaseInsensitiveStringMap options, String use, Set<String> known) {
    this.options = options;
    Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    allowed.addAll(known);
    for (String name : options.keySet()) {
      boolean ours =
          !isSetting(name)
              && !name.startsWith("_")
              && !OF_SPARK.contains(name.toLowerCase(Locale.ROOT));
      if (ours && !name.equals(PATH) && !name.equals(PATHS) && !allowed.contains(name)) {
        throw SourceErrors.unknownOption(name, use, allowed);
      }
    }
  }

  /**
   * Tells whether an option is a setting of a file system.
   *
   * @param name the name of the option
   * @return whether it has a dot, as {@code fs.s3a.endpoint}
   */
  public static boolean isSetting(String name) {
    return name.contains(".");
  }

  /**
   * Tells whether the user gave an option.
   *
   * @param name its name
   * @return whether it is there
   */
  public boolean has(String name) {
    return options.containsKey(name);
  }

  /**
   * Returns the value of an option.
   *
   * @param name its name
   * @param missing the value if the user did not give it
   * @return the value
   */
  public String get(String name, String missing) {
    return options.getOrDefault(name, missing);
  }

  /**
   * Returns the value of an option that is on or off.
   *
   * @param name its name
   * @return whether it is on; off if the user did not give it
   * @throws TensorMapException if it is neither {@code true} nor {@code false}
   */
  public boolean isOn(String name) {
    return isOn(name, false);
  }

  /**
   * Returns the value of an option that is on or off.
   *
   * @param name its name
   * @param missing the value if the user did not give it
   * @return whether it is on
   * @throws TensorMapException if it is neither {@code true} nor {@code false}
   */
  public boolean isOn(String name, boolean missing) {
    String value = get(name, Boolean.toString(missing)).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw SourceErrors.invalidOption(name, value, "true or false");
    };
  }

  /**
   * Returns the value of an option that is a number from 1.
   *
   * @param name its name
   * @return the number; empty if the user did not give it
   * @throws TensorMapException if it is not such a number
   */
  public OptionalInt positive(String name) {
    String value = options.get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!POSITIVE.matcher(value.strip()).matches()) {
      throw SourceErrors.invalidOption(name, value, "a number from 1");
    }
    return OptionalInt.of(Integer.parseInt(value.strip()));
  }

  /**
   * Returns the paths that the user gave.
   *
   * @return at least one path
   * @throws TensorMapException if there is none
   */
  public List<String> paths() {
    String path = options.get(PATH);
    if (path != null) {
      return List.of(path);
    }
    String paths = options.get(PATHS);
    if (paths == null) {
      throw SourceErrors.noPath();
    }
    try {
      return List.of(JSON.readValue(paths, String[].class));
    } catch (JsonProcessingException e) {
      throw SourceErrors.invalidOption(PATHS, paths, "a JSON array of strings");
    }
  }
}

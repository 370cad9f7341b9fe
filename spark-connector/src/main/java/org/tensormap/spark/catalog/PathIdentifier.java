package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.read.ReadOptions;
import org.tensormap.spark.write.TensorMapWriteBuilder;

/**
 * The name of a table of the path catalog: its path, or its paths, and what else decides which
 * columns it has.
 *
 * <p>As a name in SQL, a path alone is a table in the default layout, {@code
 * tensormap.`/data/features`}; a name behind the paths chooses another one, {@code
 * tensormap.`/data/features`.blocks}, or a gradient, {@code
 * tensormap.`/data/features`.`samples/positions`}. The identifiers that the format's options are
 * made into have the same names, because Spark finds tables that it has seen before by them.
 *
 * @param paths where the table is
 * @param layout the layout of its rows
 * @param recursive whether to look for files in the directories below a directory
 * @param aboutIgnored which files to do without, also while it is found out which columns there
 *     are: what the user said of {@link IgnoredFiles#OPTIONS}
 * @param settings settings of file systems that the user gave as options
 * @param mayBeAbsent whether to write to a path where there is nothing makes a dataset there, as it
 *     does for the format, but not in SQL
 */
record PathIdentifier(
    List<String> paths,
    Layout layout,
    boolean recursive,
    Map<String, String> aboutIgnored,
    Map<String, String> settings,
    boolean mayBeAbsent)
    implements Identifier {

  /** What separates a layout from the options behind it, these from each other, and values. */
  private static final String OPTIONS = "?";

  private static final String NEXT_OPTION = "&";
  private static final String VALUE = "=";

  private static final CaseInsensitiveStringMap NO_OPTIONS = CaseInsensitiveStringMap.empty();
  private static final Set<String> BEHIND_LAYOUTS =
      Set.of(ReadOptions.RECURSIVE, IgnoredFiles.CORRUPT, IgnoredFiles.MISSING);

  PathIdentifier {
    paths = List.copyOf(paths);
    aboutIgnored = Map.copyOf(aboutIgnored);
    settings = Map.copyOf(settings);
  }

  static PathIdentifier of(CaseInsensitiveStringMap options) {
    Map<String, String> settings = new TreeMap<>();
    options
        .asCaseSensitiveMap()
        .forEach(
            (name, value) -> {
              if (SourceOptions.isSetting(name)) {
                settings.put(name, value);
              }
            });
    ReadOptions read = ReadOptions.of(options, TensorMapWriteBuilder.OPTIONS);
    return new PathIdentifier(
        read.paths(), read.layout(), read.recursive(), aboutIgnored(options), settings, true);
  }

  static PathIdentifier of(Identifier identifier) {
    if (identifier instanceof PathIdentifier known) {
      return known;
    }
    List<String> namespace = Arrays.asList(identifier.namespace());
    if (namespace.isEmpty()) {
      Layout usual = Layout.titled(Layout.DEFAULT);
      return new PathIdentifier(
          List.of(identifier.name()), usual, false, Map.of(), Map.of(), false);
    }
    String[] name = identifier.name().split(Pattern.quote(OPTIONS), 2);
    CaseInsensitiveStringMap options = name.length > 1 ? parse(name[1]) : NO_OPTIONS;
    return new PathIdentifier(
        namespace,
        Layout.titled(name[0]),
        new SourceOptions(options, "reading", BEHIND_LAYOUTS).isOn(ReadOptions.RECURSIVE),
        aboutIgnored(options),
        Map.of(),
        false);
  }

  /** The same table, with what options say about files to do without. */
  PathIdentifier ignoring(CaseInsensitiveStringMap options) {
    Map<String, String> both = new TreeMap<>(aboutIgnored);
    both.putAll(aboutIgnored(options));
    return new PathIdentifier(paths, layout, recursive, both, settings, mayBeAbsent);
  }

  /** Returns the paths; settings stay out of messages and plans, since they may hold secrets. */
  @Override
  public String toString() {
    return String.join(", ", paths);
  }

  /** The paths, unless there is one and everything is as usual. */
  @Override
  public String[] namespace() {
    List<String> name = shortName();
    return name.subList(0, name.size() - 1).toArray(String[]::new);
  }

  /** The path if everything is as usual, else what is not. */
  @Override
  public String name() {
    List<String> name = shortName();
    return name.get(name.size() - 1);
  }

  /** The parts of the name: the paths, and behind them the layout unless it is the usual one. */
  List<String> shortName() {
    return isUsual() ? paths : fullName();
  }

  /** The parts of the name: the paths, and behind them the layout and the options. */
  List<String> fullName() {
    Map<String, String> options = new TreeMap<>(aboutIgnored);
    if (recursive) {
      options.put(ReadOptions.RECURSIVE, "true");
    }
    String written =
        options.entrySet().stream()
            .map(option -> option.getKey() + VALUE + option.getValue())
            .collect(Collectors.joining(NEXT_OPTION));
    List<String> name = new ArrayList<>(paths);
    name.add(layout.title() + (written.isEmpty() ? "" : OPTIONS + written));
    return name;
  }

  private boolean isUsual() {
    return paths.size() == 1
        && layout.title().equals(Layout.DEFAULT)
        && !recursive
        && aboutIgnored.isEmpty();
  }

  private static Map<String, String> aboutIgnored(CaseInsensitiveStringMap options) {
    Map<String, String> about = new TreeMap<>(options);
    about.keySet().retainAll(IgnoredFiles.OPTIONS);
    return about;
  }

  private static CaseInsensitiveStringMap parse(String written) {
    Map<String, String> options = new TreeMap<>();
    for (String option : written.split(NEXT_OPTION, -1)) {
      String[] parts = option.split(VALUE, 2);
      options.put(parts[0], parts[parts.length - 1]);
    }
    return new CaseInsensitiveStringMap(options);
  }
}

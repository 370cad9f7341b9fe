package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.read.IgnoredFiles;
import org.tensormap.spark.read.Layout;
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
 * @param ignored which files to do without, also while it is found out which columns there are
 * @param settings settings of file systems that the user gave as options
 * @param mayBeAbsent whether to write to a path where there is nothing makes a dataset there, as it
 *     does for the format, but not in SQL
 */
record PathIdentifier(
    List<String> paths,
    Layout layout,
    boolean recursive,
    IgnoredFiles ignored,
    Map<String, String> settings,
    boolean mayBeAbsent)
    implements Identifier {

  private static final String RECURSIVE_SUFFIX = "?" + ReadOptions.RECURSIVE;

  PathIdentifier {
    paths = List.copyOf(paths);
    settings = Map.copyOf(settings);
  }

  static PathIdentifier of(CaseInsensitiveStringMap options) {
    Map<String, String> settings = new TreeMap<>();
    options
        .asCaseSensitiveMap()
        .forEach(
            (name, value) -> {
              if (name.contains(".")) {
                settings.put(name, value);
              }
            });
    ReadOptions read = ReadOptions.of(options, TensorMapWriteBuilder.OPTIONS);
    return new PathIdentifier(
        read.paths(), read.layout(), read.recursive(), read.ignored(), settings, true);
  }

  static PathIdentifier of(Identifier identifier) {
    if (identifier instanceof PathIdentifier known) {
      return known;
    }
    List<String> namespace = Arrays.asList(identifier.namespace());
    IgnoredFiles ignored = IgnoredFiles.ofSession();
    if (namespace.isEmpty()) {
      Layout usual = Layout.titled(Layout.DEFAULT);
      return new PathIdentifier(List.of(identifier.name()), usual, false, ignored, Map.of(), false);
    }
    String name = identifier.name();
    boolean recursive = name.endsWith(RECURSIVE_SUFFIX);
    String title = recursive ? name.substring(0, name.length() - RECURSIVE_SUFFIX.length()) : name;
    return new PathIdentifier(namespace, Layout.titled(title), recursive, ignored, Map.of(), false);
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

  /** The parts of the name: the paths, and behind them the layout. */
  List<String> fullName() {
    List<String> name = new ArrayList<>(paths);
    name.add(layout.title() + (recursive ? RECURSIVE_SUFFIX : ""));
    return name;
  }

  private boolean isUsual() {
    return paths.size() == 1 && layout.title().equals(Layout.DEFAULT) && !recursive;
  }
}

package org.tensormap.spark.write;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.layout.BlocksLayout;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.layout.ValuesLayout;
import org.tensormap.spark.read.ReadOptions;

/** The options of writes that a table is declared with. */
public final class DeclaredOptions {
  private static final Comparator<String> NAMES = String.CASE_INSENSITIVE_ORDER;

  private DeclaredOptions() {}

  /**
   * Returns the options that a write to a table does not give itself. The table may have been read
   * in another layout than that of the rows, in which some of its options have no meaning; and what
   * the columns are is known without options once the table has some.
   *
   * @param declared the options that the table was declared with
   * @param columns the columns of the rows
   * @param present the schema of what is there; empty if it is not known
   * @return those that hold for the write
   */
  public static Map<String, String> ofTable(
      Map<String, String> declared, StructType columns, Optional<TensorMapSchema> present) {
    String layout =
        new LayoutOfColumns(columns, new PresentDataset(Optional.empty(), false))
            .known()
            .orElse(Layout.DEFAULT);
    Map<String, String> all = new CaseInsensitiveStringMap(declared);
    Map<String, String> options = new TreeMap<>(NAMES);
    for (String name : WriteOptions.KNOWN) {
      boolean isKnown = present.isPresent() && WriteOptions.ROLES.contains(name);
      if (all.containsKey(name)
          && !isKnown
          && !name.equals(ReadOptions.LAYOUT)
          && WriteOptions.hasMeaning(name, layout)) {
        options.put(name, all.get(name));
      }
    }
    return options;
  }

  /**
   * Returns the options with which rows of a layout can be written where nothing is yet.
   *
   * @param schema what the rows are read from
   * @param layout their layout, which shows no gradient
   * @return what their columns are
   */
  public static Map<String, String> roles(TensorMapSchema schema, Layout layout) {
    Map<String, String> options = new TreeMap<>(NAMES);
    boolean hasRows = Set.of(SamplesLayout.NAME, ValuesLayout.NAME).contains(layout.name());
    if (hasRows || layout.name().equals(BlocksLayout.NAME)) {
      options.put(WriteOptions.KEYS, String.join(",", schema.keys()));
    }
    if (hasRows) {
      options.put(WriteOptions.SAMPLES, String.join(",", schema.samples()));
      options.put(WriteOptions.COMPONENTS, String.join(",", schema.components()));
      options.put(WriteOptions.PROPERTIES, String.join(",", schema.properties()));
    }
    return options;
  }

  /**
   * Returns which of some options a table can not be declared with.
   *
   * @param options the options
   * @return the name of one of them that is about one read or write
   */
  public static Optional<String> ofOneUse(CaseInsensitiveStringMap options) {
    return ReadOptions.OF_ONE_READ.stream()
        .filter(options::containsKey)
        .findFirst()
        .or(() -> Optional.of(WriteOptions.REPLACE_WHERE).filter(options::containsKey));
  }
}

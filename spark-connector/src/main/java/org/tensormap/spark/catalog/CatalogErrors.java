package org.tensormap.spark.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error of the catalog that has none of Spark's own. */
final class CatalogErrors {
  private CatalogErrors() {}

  static TensorMapException layoutOfTable(String path, String layout, String asked) {
    return ErrorCondition.TENSORMAP_LAYOUT_OF_TABLE.error(
        "The table %s was looked up in the layout '%s', so it can not be read in the layout '%s'."
            + " Name the layout in the table, as in tensormap.`path`.%s, or let Spark find the"
            + " extensions of this library: set spark.sql.extensions to"
            + " org.tensormap.spark.catalog.TensorMapExtensions.",
        path, layout, asked, asked);
  }

  static TensorMapException locationNotEmpty(String table, String path) {
    return ErrorCondition.TENSORMAP_LOCATION_NOT_EMPTY.error(
        "The table %s can not be made from a query at %s, because there is something already, which"
            + " the rows would be added to. Choose another location; or make the table without a"
            + " query, and then INSERT INTO or INSERT OVERWRITE it.",
        table, path);
  }

  static TensorMapException notAVersion(String version) {
    return ErrorCondition.TENSORMAP_VERSION_NOT_FOUND.error(
        "The version of a dataset must be a number from 0, got '%s'. The table"
            + " tensormap.`path`.history lists the versions.",
        version);
  }

  static TensorMapException declaredOptions(Collection<String> names) {
    return ErrorCondition.TENSORMAP_UNKNOWN_OPTION.error(
        "The table can not keep the properties %s: it is nothing but the files at its path, and"
            + " there are no columns that they could be about. Leave them out, or declare columns.",
        names);
  }

  static TensorMapException versionOfStream(String option) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "A stream follows the versions of a dataset, so none can be chosen. Leave the option '%s'"
            + " out.",
        option);
  }

  static TensorMapException optionOfOneUse(String option) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option '%s' is about one read or write, so a table can not be declared with it. Give it"
            + " to the query, for example in the clause WITH.",
        option);
  }

  static TensorMapException settingsInSql(String table, List<String> settings) {
    return ErrorCondition.TENSORMAP_UNSUPPORTED_OPERATION.error(
        "The table %s can not be given settings of file systems, %s, where it is named. SET them in"
            + " the session, or give them to the format as options, as in"
            + " spark.read.format(\"tensormap\").option(…).load(path).",
        table, settings);
  }

  static TensorMapException declaredSettings(String table, Set<String> settings) {
    return ErrorCondition.TENSORMAP_UNSUPPORTED_OPERATION.error(
        "The table %s was declared with settings of file systems, %s, so a query can choose neither a"
            + " version of it nor options that decide about its columns. Read its path, as in"
            + " spark.read.format(\"tensormap\").option(…).load(path), with these settings as"
            + " options.",
        table, settings);
  }

  static TensorMapException unknownUnion(String column) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LABELS.error(
        "The column '%s' comes from a union of tables that do not have the same components,"
            + " properties and type of values for every key, which this session can not take into"
            + " account: it was made before this library was on its class path. Write the tables one"
            + " after the other, or start Spark with the library, for example with --jars.",
        column);
  }

  static TensorMapException unsupported(String what, String instead) {
    return ErrorCondition.TENSORMAP_UNSUPPORTED_OPERATION.error(
        "The catalog '%s' can not %s. %s", TensorMapSource.NAME, what, instead);
  }

  static TensorMapException unreadable(String path, Exception cause) {
    return ErrorCondition.TENSORMAP_PATH_UNREADABLE.error(
        cause, "The path %s can not be looked at: %s.", path, cause.getMessage());
  }
}

package org.tensormap.spark.catalog;

import java.util.Collection;
import java.util.List;
import org.tensormap.spark.TensorMapException;

/** Every error of the catalog that has none of Spark's own. */
final class CatalogErrors {
  private CatalogErrors() {}

  static TensorMapException pathNotFound(List<String> paths) {
    return new TensorMapException(
        "TENSORMAP_PATH_NOT_FOUND",
        "42K03",
        "The path "
            + String.join(", ", paths)
            + " does not exist. Give a dataset, an .mts file, or a directory or glob of them.");
  }

  static TensorMapException layoutOfTable(String path, String layout, String asked) {
    return new TensorMapException(
        "TENSORMAP_LAYOUT_OF_TABLE",
        "0A000",
        "The table "
            + path
            + " was looked up in the layout '"
            + layout
            + "', so it can not be read in the layout '"
            + asked
            + "'. Name the layout in the table, as in tensormap.`path`."
            + asked
            + ", or let Spark find the extensions of this library: set spark.sql.extensions to"
            + " org.tensormap.spark.catalog.TensorMapExtensions.");
  }

  static TensorMapException locationNotEmpty(String table, String path) {
    return new TensorMapException(
        "TENSORMAP_LOCATION_NOT_EMPTY",
        "42710",
        "The table "
            + table
            + " can not be made from a query at "
            + path
            + ", because there is something already, which the rows would be added to. Choose"
            + " another location; or make the table without a query, and then INSERT INTO or INSERT"
            + " OVERWRITE it.");
  }

  static TensorMapException notAVersion(String version) {
    return new TensorMapException(
        "TENSORMAP_VERSION_NOT_FOUND",
        "22023",
        "The version of a dataset must be a number from 0, got '"
            + version
            + "'. The table tensormap.`path`.history lists the versions.");
  }

  static TensorMapException declaredOptions(Collection<String> names) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_OPTION",
        "42616",
        "The table can not keep the properties "
            + names
            + ": it is nothing but the files at its path, and there are no columns that they could"
            + " be about. Leave them out, or declare columns.");
  }

  static TensorMapException versionOfStream(String option) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "A stream follows the versions of a dataset, so none can be chosen. Leave the option '"
            + option
            + "' out.");
  }

  static TensorMapException unsupported(String what, String instead) {
    return new TensorMapException(
        "TENSORMAP_UNSUPPORTED_OPERATION",
        "0A000",
        "The catalog '" + TensorMapSource.NAME + "' can not " + what + ". " + instead);
  }

  static TensorMapException unreadable(String path, Exception cause) {
    return new TensorMapException(
        "TENSORMAP_PATH_UNREADABLE",
        "58030",
        "The path " + path + " can not be looked at: " + cause.getMessage() + ".",
        cause);
  }
}

package org.tensormap.spark.read;

import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Shard;

/** Every error that a read has for its user. */
final class ReadErrors {
  private ReadErrors() {}

  static TensorMapException notAboutLabels(
      String verb, String path, Layout layout, String condition) {
    return ErrorCondition.TENSORMAP_PARTIAL_DELETE.error(
        "Rows of %s can not be %s by %s in the layout %s: only conditions about key and sample"
            + " dimensions, in the layout samples or values, or about bounds, in the layout"
            + " tensormap, tell which shards are meant. Overwrite the dataset with the rows that"
            + " are to be there.",
        path, verb, condition, layout.title());
  }

  static TensorMapException partOfShard(String verb, String path, Shard shard, String condition) {
    return ErrorCondition.TENSORMAP_PARTIAL_DELETE.error(
        "Rows of %s can only be %s shard by shard, and the log does not tell that all rows of the"
            + " shard %s, with samples %s, fulfill %s. Nothing was %s. Choose conditions that hold"
            + " for whole shards, or overwrite the dataset with the rows that are to be there.",
        path, verb, shard.path(), shard.bounds(), condition, verb);
  }

  static TensorMapException mixedSchemas(String first, String second, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The files %s and %s can not be read as one table: they have different %s. Read them"
            + " separately.",
        first, second, difference);
  }
}

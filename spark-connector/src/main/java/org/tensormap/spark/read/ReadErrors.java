package org.tensormap.spark.read;

import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Shard;

/** Every error that a read has for its user. */
final class ReadErrors {
  private ReadErrors() {}

  static TensorMapException notAboutLabels(String path, Layout layout, Predicate predicate) {
    return ErrorCondition.TENSORMAP_PARTIAL_DELETE.error(
        "Rows of %s can not be deleted by %s in the layout %s: only conditions about key and sample"
            + " dimensions, in the layout samples or values, or about bounds, in the layout"
            + " tensormap, tell which shards to delete. Overwrite the dataset with the rows that"
            + " are to stay.",
        path, predicate, layout.title());
  }

  static TensorMapException partOfShard(String path, Shard shard, List<Predicate> predicates) {
    return ErrorCondition.TENSORMAP_PARTIAL_DELETE.error(
        "Rows of %s can only be deleted shard by shard, and the log does not tell that all rows of"
            + " the shard %s, with samples %s, fulfill %s. Nothing was deleted. Choose conditions"
            + " that hold for whole shards, or overwrite the dataset with the rows that are to"
            + " stay.",
        path, shard.path(), shard.bounds(), predicates);
  }

  static TensorMapException mixedSchemas(String first, String second, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The files %s and %s can not be read as one table: they have different %s. Read them"
            + " separately.",
        first, second, difference);
  }
}

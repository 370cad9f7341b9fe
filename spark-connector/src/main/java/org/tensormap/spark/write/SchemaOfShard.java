package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;

/**
 * A schema, and a file that has it.
 *
 * @param schema the schema
 * @param path the file, relative to the dataset
 */
record SchemaOfShard(TensorMapSchema schema, String path) implements Serializable {
  /** The schema of both; an error that names both files if there is none. */
  static Optional<SchemaOfShard> merge(
      Optional<SchemaOfShard> first, Optional<SchemaOfShard> second) {
    if (first.isPresent() && second.isPresent()) {
      first
          .get()
          .schema
          .differenceFrom(second.get().schema)
          .ifPresent(
              difference -> {
                throw WriteErrors.mixedSchemas(first.get().path, second.get().path, difference);
              });
    }
    return first.or(() -> second);
  }
}

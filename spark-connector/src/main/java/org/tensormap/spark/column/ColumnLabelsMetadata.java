package org.tensormap.spark.column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.KeyedColumnLabels;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;

/**
 * What the values of a sample mean, as metadata of the column of values: an array does not say.
 *
 * <p>The log of a dataset knows the labels of all blocks. For files without a log, whose labels are
 * all over the files, the metadata names the files, and only a write looks into them.
 */
public final class ColumnLabelsMetadata {
  private static final String LABELS = "tensormap.labels";
  private static final String DATASET = "tensormap.labels.dataset";
  private static final String DIRECTORY_WITH_LABELS = "tensormap.labels.directory";
  private static final String FILES_WITH_LABELS = "tensormap.labels.files";
  private static final String ORIGINS = "tensormap.labels.origins";

  private ColumnLabelsMetadata() {}

  /**
   * Adds the labels to the column of values.
   *
   * @param columns the columns of a table
   * @param values the name of the one with the values
   * @param input what the table shows
   * @return the columns
   */
  public static StructType addTo(StructType columns, String values, Input input) {
    if (input.schema().isEmpty()) {
      return columns;
    }
    MetadataBuilder metadata = new MetadataBuilder();
    input
        .snapshot()
        .ifPresentOrElse(
            snapshot -> {
              metadata.putString(LABELS, of(snapshot).toJson());
              input.dataset().ifPresent(at -> metadata.putString(DATASET, at.root().toString()));
            },
            () -> put(input.paths(), metadata));
    return new StructType(
        Stream.of(columns.fields())
            .map(field -> field.name().equals(values) ? added(field, metadata) : field)
            .toArray(StructField[]::new));
  }

  private static StructField added(StructField field, MetadataBuilder labels) {
    Metadata metadata = labels.withMetadata(field.metadata()).build();
    return new StructField(field.name(), field.dataType(), field.nullable(), metadata);
  }

  /**
   * Reads the labels that a column of values came with.
   *
   * @param column the column
   * @param query the streaming query whose batch is being written, which was planned with the
   *     labels that were there when it started: then those that datasets have by now are added, and
   *     those of what the batch reads, as soon as it is known; empty if this is no stream
   * @param configuration the settings of the file systems
   * @return the labels; empty if it came with none
   * @throws IOException if a file with labels can not be read
   * @throws org.tensormap.spark.TensorMapException if the metadata is damaged, or a file is gone
   */
  public static Optional<KeyedColumnLabels> of(
      StructField column, Optional<String> query, Configuration configuration) throws IOException {
    List<KeyedColumnLabels> labels = new ArrayList<>();
    for (Metadata origin : origins(column.metadata())) {
      labels.add(
          origin.contains(LABELS)
              ? parse(column.name(), origin.getString(LABELS))
              : LabelsOfFiles.read(files(origin), configuration));
      if (query.isPresent() && origin.contains(DATASET)) {
        String dataset = origin.getString(DATASET);
        latest(dataset, configuration).ifPresent(labels::add);
        labels.addAll(BatchLabels.of(query.get(), dataset));
      }
    }
    return labels.isEmpty() ? Optional.empty() : Optional.of(KeyedColumnLabels.merge(labels));
  }

  private static Optional<KeyedColumnLabels> latest(String dataset, Configuration configuration)
      throws IOException {
    Storage storage = Storage.of(new Path(dataset), configuration);
    return new DatasetLog(storage).latest().map(ColumnLabelsMetadata::of);
  }

  /** Where the labels of a column come from; of a union there may be several. */
  static List<Metadata> origins(Metadata column) {
    if (column.contains(ORIGINS)) {
      return List.of(column.getMetadataArray(ORIGINS));
    }
    MetadataBuilder origin = new MetadataBuilder();
    if (column.contains(LABELS)) {
      origin.putString(LABELS, column.getString(LABELS));
      if (column.contains(DATASET)) {
        origin.putString(DATASET, column.getString(DATASET));
      }
    } else if (column.contains(FILES_WITH_LABELS)) {
      origin.putString(DIRECTORY_WITH_LABELS, column.getString(DIRECTORY_WITH_LABELS));
      origin.putStringArray(FILES_WITH_LABELS, column.getStringArray(FILES_WITH_LABELS));
    } else {
      return List.of();
    }
    return List.of(origin.build());
  }

  /** Says where the labels of a column come from, instead of what is said already. */
  static void putOrigins(List<Metadata> origins, MetadataBuilder column) {
    for (String name :
        List.of(LABELS, DATASET, DIRECTORY_WITH_LABELS, FILES_WITH_LABELS, ORIGINS)) {
      column.remove(name);
    }
    if (origins.size() == 1) {
      column.withMetadata(origins.get(0));
    } else {
      column.putMetadataArray(ORIGINS, origins.toArray(Metadata[]::new));
    }
  }

  private static KeyedColumnLabels parse(String column, String json) {
    try {
      return KeyedColumnLabels.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw ColumnErrors.invalidMetadata(column, LABELS, e);
    }
  }

  /**
   * Returns the labels of the blocks of a dataset. A version file may have no room for some; a
   * block of which only the checksum is known can have those of another with the same.
   *
   * @param snapshot a version of the dataset
   * @return the labels, as far as they are known and the same in all shards
   */
  public static KeyedColumnLabels of(Snapshot snapshot) {
    return of(snapshot.schema(), snapshot.shards());
  }

  /**
   * Returns the labels of the blocks of some shards of a dataset.
   *
   * @param schema the schema of the dataset
   * @param shards the shards
   * @return the labels, as far as they are known and the same in all of them
   */
  public static KeyedColumnLabels of(Optional<TensorMapSchema> schema, List<Shard> shards) {
    List<String> keys = schema.map(TensorMapSchema::keys).orElse(List.of());
    KeyedColumnLabels.Builder labels = new KeyedColumnLabels.Builder(keys, ColumnLabels.MAX_STORED);
    Map<Long, ColumnLabels> known = new HashMap<>();
    Set<BlockSet> sets = new LinkedHashSet<>();
    for (Shard shard : shards) {
      if (sets.add(shard.blocks()) || !known.keySet().containsAll(shard.blocks().columns())) {
        known.putAll(shard.blocks().labels());
      }
    }
    for (BlockSet blocks : sets) {
      for (int block = 0; block < blocks.keys().size(); block++) {
        ColumnLabels found = known.get(blocks.columns().get(block));
        if (found == null) {
          labels.addUnknown(blocks.keys().get(block));
        } else {
          labels.add(blocks.keys().get(block), found);
        }
      }
    }
    return labels.build();
  }

  /** The paths of files, as their common beginning and the rest of each: there may be many. */
  private static void put(List<String> files, MetadataBuilder metadata) {
    String directory = parent(files.get(0));
    for (String file : files) {
      while (!file.startsWith(directory)) {
        directory = parent(directory.substring(0, directory.length() - 1));
      }
    }
    int names = directory.length();
    metadata.putString(DIRECTORY_WITH_LABELS, directory);
    metadata.putStringArray(
        FILES_WITH_LABELS,
        files.stream().map(file -> file.substring(names)).toArray(String[]::new));
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static List<String> files(Metadata metadata) {
    String directory = metadata.getString(DIRECTORY_WITH_LABELS);
    return Stream.of(metadata.getStringArray(FILES_WITH_LABELS))
        .map(name -> directory + name)
        .toList();
  }
}

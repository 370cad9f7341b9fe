package org.tensormap.spark.read;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsFormatException;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.KeyedColumnLabels;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;

/**
 * What the values of a sample mean, as metadata of the column of values: an array does not say.
 *
 * <p>The log of a dataset knows the labels of all blocks. For files without a log, whose labels are
 * all over the file, the metadata names the file, and only a write looks into it.
 */
public final class ColumnLabelsMetadata {
  private static final String LABELS = "tensormap.labels";
  private static final String FILE_WITH_LABELS = "tensormap.labels.file";

  private ColumnLabelsMetadata() {}

  /** Adds the labels to the column of values. */
  static StructType addTo(StructType columns, Input input) {
    if (input.schema().isEmpty()) {
      return columns;
    }
    MetadataBuilder metadata = new MetadataBuilder();
    input
        .snapshot()
        .ifPresentOrElse(
            snapshot -> metadata.putString(LABELS, of(snapshot).toJson()),
            () -> metadata.putString(FILE_WITH_LABELS, input.schemaOrigin()));
    return new StructType(
        Stream.of(columns.fields())
            .map(
                field -> field.name().equals(SamplesLayout.VALUES) ? added(field, metadata) : field)
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
   * @param configuration the settings of the file systems
   * @return the labels; empty if it came with none
   * @throws IOException if the file with the labels can not be read
   * @throws org.tensormap.spark.TensorMapException if the metadata is damaged, or the file is gone
   */
  public static Optional<KeyedColumnLabels> of(StructField column, Configuration configuration)
      throws IOException {
    Metadata metadata = column.metadata();
    if (metadata.contains(LABELS)) {
      return Optional.of(parse(column.name(), metadata.getString(LABELS)));
    }
    return metadata.contains(FILE_WITH_LABELS)
        ? Optional.of(read(metadata.getString(FILE_WITH_LABELS), configuration))
        : Optional.empty();
  }

  private static KeyedColumnLabels parse(String column, String json) {
    try {
      return KeyedColumnLabels.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw ReadErrors.invalidMetadata(column, LABELS, e);
    }
  }

  /**
   * Returns the labels of the blocks of a dataset.
   *
   * @param snapshot a version of the dataset
   * @return the labels, as far as they are known and the same in all shards
   */
  public static KeyedColumnLabels of(Snapshot snapshot) {
    KeyedColumnLabels.Builder labels =
        new KeyedColumnLabels.Builder(
            snapshot.schema().map(TensorMapSchema::keys).orElse(List.of()));
    for (BlockSet blocks : snapshot.shards().stream().map(Shard::blocks).distinct().toList()) {
      for (int block = 0; block < blocks.keys().size(); block++) {
        List<Integer> key = blocks.keys().get(block);
        blocks.labels(block).ifPresent(found -> labels.add(key, found));
      }
    }
    return labels.build();
  }

  private static KeyedColumnLabels read(String file, Configuration configuration)
      throws IOException {
    Path path = new Path(file);
    long size = size(path, configuration);
    try (MtsFile opened = MtsFile.open(InputFiles.open(new InputFile(file, size), configuration))) {
      KeyedColumnLabels.Builder labels = new KeyedColumnLabels.Builder(opened.keys().names());
      opened.expect(opened.blocks(), EnumSet.of(MtsPart.COMPONENTS, MtsPart.PROPERTIES));
      int block = 0;
      for (LabelsEntry key : opened.keys()) {
        labels.add(Arrays.stream(key.values()).boxed().toList(), of(opened.block(block++)));
      }
      return labels.build();
    } catch (MtsFormatException e) {
      throw ReadErrors.corruptFile(e);
    }
  }

  private static long size(Path path, Configuration configuration) throws IOException {
    try {
      return Storage.fileSystem(path, configuration).getFileStatus(path).getLen();
    } catch (FileNotFoundException e) {
      throw ReadErrors.missingFileWithLabels(path.toString(), e);
    }
  }

  private static ColumnLabels of(MtsBlock block) throws IOException {
    List<AxisLabels> components = new ArrayList<>();
    for (Labels axis : block.components()) {
      components.add(AxisLabels.of(axis));
    }
    return new ColumnLabels(components, AxisLabels.of(block.properties()));
  }
}

package org.tensormap.spark.input;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.tensormap.io.ByteSource;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;

/**
 * What there is to read at some paths: a version of a dataset, or files without a log.
 *
 * @param name how to call it in plans and messages
 * @param dataset where the dataset is; empty for files without a log
 * @param snapshot the version of the dataset; empty for files without a log
 * @param schema the schema of all files; empty if none of them has a block
 * @param schemaOrigin which file or dataset the schema comes from, for messages
 * @param files the files
 */
public record Input(
    String name,
    Optional<Storage> dataset,
    Optional<Snapshot> snapshot,
    Optional<TensorMapSchema> schema,
    String schemaOrigin,
    List<InputFile> files) {

  /**
   * Creates an input.
   *
   * @param name how to call it in plans and messages
   * @param dataset where the dataset is
   * @param snapshot the version of the dataset
   * @param schema the schema of all files
   * @param schemaOrigin which file or dataset the schema comes from
   * @param files the files
   */
  public Input {
    files = List.copyOf(files);
  }

  /**
   * Returns the paths of the files.
   *
   * @return the paths, with scheme and authority
   */
  public List<String> paths() {
    return files.stream().map(InputFile::path).toList();
  }

  /**
   * Tells whether another input gives the same rows: files are named once and never changed.
   *
   * @param other the other input
   * @return whether it is the same version of the same dataset, or consists of the same files
   */
  public boolean isSameAs(Input other) {
    return name.equals(other.name)
        && snapshot.map(Snapshot::version).equals(other.snapshot.map(Snapshot::version))
        && schema.equals(other.schema)
        && files.equals(other.files);
  }

  /**
   * Opens one of the files.
   *
   * @param index its position, from 0
   * @param configuration the settings of the file systems
   * @return its bytes, to be closed by the caller
   * @throws IOException if the file can not be opened
   * @throws org.tensormap.spark.TensorMapException if the file is not there any more, or has
   *     changed since it was found
   */
  public ByteSource open(int index, Configuration configuration) throws IOException {
    return InputFiles.open(files.get(index), configuration);
  }
}

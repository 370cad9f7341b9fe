package org.tensormap.spark.input;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.tensormap.io.ByteSource;
import org.tensormap.spark.log.Storage;

/** Opens input files: local ones are mapped into memory, others are read by position. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Opens a file.
   *
   * @param path where it is, with scheme and authority
   * @param size the length in bytes that it must have
   * @param configuration the settings of the file systems
   * @return its bytes, to be closed by the caller
   * @throws IOException if the file can not be opened
   * @throws org.tensormap.spark.TensorMapException if the file is not there any more, or has
   *     another length; of a file that is not local, this may turn out only when it is read
   */
  public static ByteSource open(String path, long size, Configuration configuration)
      throws IOException {
    return open(new InputFile(path, size), configuration);
  }

  /**
   * Opens a file.
   *
   * @param file the file, with the length that it must have
   * @param configuration the settings of the file systems
   * @return its bytes, to be closed by the caller
   * @throws IOException if the file can not be opened
   * @throws org.tensormap.spark.TensorMapException if the file is not there any more, or has
   *     another length; of a file that is not local, this may turn out only when it is read
   */
  public static ByteSource open(InputFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    try {
      return "file".equals(path.toUri().getScheme())
          ? map(file, new File(path.toUri().getPath()))
          : new HadoopByteSource(Storage.fileSystem(path, configuration), path, file.size());
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw InputErrors.missingFile(file.path(), e);
    }
  }

  private static ByteSource map(InputFile file, File local) throws IOException {
    ByteSource source = ByteSource.map(local.toPath());
    if (source.size() != file.size()) {
      source.close();
      throw InputErrors.sizeChanged(file.path(), file.size(), source.size());
    }
    return source;
  }
}

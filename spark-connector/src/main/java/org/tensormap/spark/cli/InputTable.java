package org.tensormap.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;
import org.apache.commons.io.FilenameUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A table in files, directories or globs, whose format the extension of the first file tells. */
final class InputTable {
  private static final Map<String, String> FORMATS =
      new TreeMap<>(
          Map.of(
              "json", "json",
              "jsonl", "json",
              "ndjson", "json",
              "parquet", "parquet",
              "orc", "orc",
              "csv", "csv",
              "tsv", "csv",
              "avro", "avro"));
  private static final List<String> COMPRESSED = List.of("gz", "bz2", "zst", "lz4", "deflate");

  private final SparkSession spark;
  private final List<String> paths;

  InputTable(SparkSession spark, List<String> paths) {
    this.spark = spark;
    this.paths = paths;
  }

  /**
   * Reads some columns.
   *
   * @param names the columns, in the order wanted
   * @throws CommandException if there is no such file, its extension says nothing, or a column is
   *     missing
   */
  Dataset<Row> read(List<String> names) {
    Dataset<Row> table = read();
    List<String> missing =
        names.stream().filter(name -> !Arrays.asList(table.columns()).contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new CommandException(
          String.join(" ", paths)
              + " has no column "
              + String.join(", ", missing)
              + "; it has "
              + String.join(", ", table.columns())
              + " (choose with --columns)");
    }
    return table.select(names.stream().map(InputTable::column).toArray(Column[]::new));
  }

  private Dataset<Row> read() {
    Path file = firstFile(paths.get(0));
    String extension = extension(file.getName());
    String format = FORMATS.get(extension);
    if (format == null) {
      throw new CommandException(
          "can not tell the format of "
              + file
              + " from its extension; known ones are "
              + String.join(", ", FORMATS.keySet()));
    }
    DataFrameReader reader = spark.read().format(format);
    if (format.equals("csv")) {
      reader.option("header", true).option("inferSchema", true);
    }
    if (extension.equals("tsv")) {
      reader.option("sep", "\t");
    }
    if (extension.equals("json")) {
      reader.option("multiLine", isOneDocument(file));
    }
    if (format.equals("json") || format.equals("csv")) {
      reader.option("mode", "FAILFAST");
    }
    return reader.load(paths.toArray(String[]::new));
  }

  private Path firstFile(String path) {
    try {
      Path pattern = new Path(path);
      FileSystem fileSystem = pattern.getFileSystem(spark.sessionState().newHadoopConf());
      FileStatus[] found = fileSystem.globStatus(pattern);
      while (found != null) {
        Optional<FileStatus> first =
            Arrays.stream(found).filter(file -> isVisible(file.getPath())).sorted().findFirst();
        if (first.isEmpty()) {
          break;
        }
        if (first.get().isFile()) {
          return first.get().getPath();
        }
        found = fileSystem.listStatus(first.get().getPath());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException("can not read " + path + ": " + e.getMessage(), e);
    }
    throw new CommandException("there is no file " + path);
  }

  /** What Spark reads: not what other programs mark as their own. */
  private static boolean isVisible(Path file) {
    return !file.getName().startsWith("_") && !file.getName().startsWith(".");
  }

  private static String extension(String name) {
    String last = FilenameUtils.getExtension(name).toLowerCase(Locale.ROOT);
    return COMPRESSED.contains(last)
        ? FilenameUtils.getExtension(FilenameUtils.getBaseName(name)).toLowerCase(Locale.ROOT)
        : last;
  }

  /** Tells one JSON document, an array of rows or an indented object, from one object per line. */
  private boolean isOneDocument(Path file) {
    Configuration configuration = spark.sessionState().newHadoopConf();
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
    try (InputStream stored = file.getFileSystem(configuration).open(file);
        InputStream content = codec == null ? stored : codec.createInputStream(stored);
        Scanner lines = new Scanner(content, StandardCharsets.UTF_8)) {
      String start = lines.findWithinHorizon("\\S[^\\n]?", 1 << 16);
      return start != null && (start.startsWith("[") || start.equals("{"));
    } catch (IOException e) {
      throw new CommandException("can not read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}

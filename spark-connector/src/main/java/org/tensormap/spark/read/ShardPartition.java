package org.tensormap.spark.read;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.tensormap.spark.input.InputFile;

/**
 * The files that one task reads, one after the other.
 *
 * @param files the files
 */
record ShardPartition(List<InputFile> files) implements InputPartition {
  ShardPartition {
    files = List.copyOf(files);
  }
}

package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.tensormap.spark.input.InputFile;

/**
 * Packs files into partitions of about equal size, by Spark's rules for files: a partition is not
 * larger than {@code spark.sql.files.maxPartitionBytes}, there are enough of them for all cores,
 * and opening a file counts as {@code spark.sql.files.openCostInBytes}.
 *
 * @param maxPartitionBytes the largest partition, unless a file can not be cut
 * @param openCost what a file counts besides its size
 * @param parallelism how many partitions there should be at least
 * @param splits whether a file may be cut into parts
 */
record Packing(long maxPartitionBytes, long openCost, int parallelism, boolean splits) {
  /** As the settings of the active session have it. */
  static Packing ofSession(boolean splits) {
    SQLConf settings = SQLConf.get();
    int parallelism =
        settings.filesMinPartitionNum().isDefined()
            ? (Integer) settings.filesMinPartitionNum().get()
            : SparkSession.active().sparkContext().defaultParallelism();
    return new Packing(
        settings.filesMaxPartitionBytes(), settings.filesOpenCostInBytes(), parallelism, splits);
  }

  List<ShardPartition> pack(List<InputFile> files) {
    long total = files.stream().mapToLong(file -> file.size() + openCost).sum();
    long target = Math.min(maxPartitionBytes, Math.max(openCost, total / Math.max(1, parallelism)));
    List<InputFile> largestFirst = new ArrayList<>();
    for (InputFile file : files) {
      largestFirst.addAll(splits ? file.split(target) : List.of(file));
    }
    largestFirst.sort(Comparator.comparingLong(InputFile::sliceBytes).reversed());
    List<ShardPartition> partitions = new ArrayList<>();
    List<InputFile> current = new ArrayList<>();
    long currentBytes = 0;
    for (InputFile file : largestFirst) {
      if (!current.isEmpty() && currentBytes + file.sliceBytes() > target) {
        partitions.add(new ShardPartition(current));
        current = new ArrayList<>();
        currentBytes = 0;
      }
      current.add(file);
      currentBytes += file.sliceBytes() + openCost;
    }
    if (!current.isEmpty()) {
      partitions.add(new ShardPartition(current));
    }
    return partitions;
  }
}

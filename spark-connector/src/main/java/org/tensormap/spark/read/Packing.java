package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs files into partitions of about equal size, by Spark's rules for files: a partition is not
 * larger than {@code spark.sql.files.maxPartitionBytes}, there are enough of them for all cores,
 * and opening a file counts as {@code spark.sql.files.openCostInBytes}.
 *
 * @param maxPartitionBytes the largest partition, unless a single file is larger
 * @param openCost what a file counts besides its size
 * @param parallelism how many partitions there should be at least
 */
record Packing(long maxPartitionBytes, long openCost, int parallelism) {
  List<ShardPartition> pack(List<InputFile> files) {
    long total = files.stream().mapToLong(file -> file.size() + openCost).sum();
    long target = Math.min(maxPartitionBytes, Math.max(openCost, total / Math.max(1, parallelism)));
    List<InputFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(Comparator.comparingLong(InputFile::size).reversed());
    List<ShardPartition> partitions = new ArrayList<>();
    List<InputFile> current = new ArrayList<>();
    long currentBytes = 0;
    for (InputFile file : largestFirst) {
      if (!current.isEmpty() && currentBytes + file.size() > target) {
        partitions.add(new ShardPartition(current));
        current = new ArrayList<>();
        currentBytes = 0;
      }
      current.add(file);
      currentBytes += file.size() + openCost;
    }
    if (!current.isEmpty()) {
      partitions.add(new ShardPartition(current));
    }
    return partitions;
  }
}

package org.tensormap.spark.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Collects rows that come in the order of their samples into blocks, and writes them whenever there
 * are enough for a shard. Blocks are in the order of their keys.
 */
final class LabelledRowWriter implements DataWriter<InternalRow> {
  private final LabelColumns keyColumns;
  private final LabelColumns sampleColumns;
  private final Function<int[], BlockBuilder> newBlock;
  private final ShardCollector shards;
  private final ShardCut cut;
  private final int[] key;
  private final int[] sample;
  private TupleIndex keys;
  private final List<BlockBuilder> blocks = new ArrayList<>();
  private long bytes;

  /**
   * Creates a writer.
   *
   * @param keyColumns the columns with the keys
   * @param sampleColumns the columns with the samples
   * @param newBlock makes the block of a key
   * @param maxShardBytes how many bytes of values a shard should have at most
   * @param shards where shards go
   */
  LabelledRowWriter(
      LabelColumns keyColumns,
      LabelColumns sampleColumns,
      Function<int[], BlockBuilder> newBlock,
      long maxShardBytes,
      ShardCollector shards) {
    this.keyColumns = keyColumns;
    this.sampleColumns = sampleColumns;
    this.newBlock = newBlock;
    this.shards = shards;
    this.cut = new ShardCut(maxShardBytes);
    this.key = new int[keyColumns.size()];
    this.sample = new int[sampleColumns.size()];
    this.keys = new TupleIndex(key.length);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    sampleColumns.read(row, sample);
    if (cut.isBefore(sample, bytes)) {
      writeShard();
    }
    BlockBuilder block = block(row);
    long before = block.bytes();
    block.add(sample, row);
    bytes += block.bytes() - before;
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    writeShard();
    return shards.written();
  }

  @Override
  public void abort() {
    shards.deleteAll();
  }

  @Override
  public void close() {}

  private BlockBuilder block(InternalRow row) {
    keyColumns.read(row, key);
    int number = keys.number(key);
    if (number == blocks.size()) {
      blocks.add(newBlock.apply(key.clone()));
    }
    return blocks.get(number);
  }

  private void writeShard() throws IOException {
    if (blocks.isEmpty()) {
      return;
    }
    List<Integer> order =
        IntStream.range(0, blocks.size())
            .boxed()
            .sorted(Comparator.comparing(keys::get, Arrays::compare))
            .toList();
    try (HostNDManager manager = HostNDManager.newManager()) {
      List<TensorBlock> built = new ArrayList<>();
      for (int number : order) {
        built.add(blocks.set(number, null).build(manager));
      }
      try (TensorMap map = new TensorMap(keys(order), built)) {
        blocks.clear();
        shards.write(map);
      }
    }
    keys = new TupleIndex(key.length);
    bytes = 0;
  }

  private Labels keys(List<Integer> order) {
    if (key.length == 0) {
      return Labels.single();
    }
    return new Labels(keyColumns.dimensions(), order.stream().map(keys::get).toArray(int[][]::new));
  }
}

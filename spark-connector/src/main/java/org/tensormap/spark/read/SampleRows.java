package org.tensormap.spark.read;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.io.MtsBlock;

/** The rows of a shard in the {@link SamplesLayout}. */
final class SampleRows implements ShardRows {
  /** Values of a block that take more are read in pieces, whose checksum is not verified. */
  private static final long WHOLE_BLOCK_BYTES = Integer.MAX_VALUE;

  private static final long PIECE_BYTES = 64L << 20;

  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final SpecificInternalRow row;
  private final int[] sampleFields;
  private final int[] sampleDimensions;
  private final int valuesField;
  private final HostNDManager manager = HostNDManager.newManager();

  private final Labels keys;
  private int block = -1;
  private int sample;

  /** The number of samples of the block, and their labels if they are asked for. */
  private int sampleCount;

  private IntBuffer samples;
  private int sampleLength;

  private MtsBlock open;
  private NDArray array;
  private ByteBuffer values;
  private ValuesArray valuesArray;

  /** The first sample whose values are in memory, and the first one behind them. */
  private int piece;

  private int pieceEnd;

  SampleRows(OpenShard shard, List<LayoutColumn> columns) throws IOException {
    this.shard = shard;
    this.columns = columns;
    this.row = new SpecificInternalRow(LayoutColumn.structType(columns));
    this.sampleFields = fields(Role.SAMPLE);
    this.sampleDimensions = new int[sampleFields.length];
    for (int i = 0; i < sampleFields.length; i++) {
      sampleDimensions[i] = columns.get(sampleFields[i]).dimension();
    }
    int[] valuesFields = fields(Role.VALUES);
    this.valuesField = valuesFields.length == 0 ? -1 : valuesFields[0];
    for (int field : fields(Role.FILE)) {
      row.update(field, UTF8String.fromString(shard.path()));
    }
    this.keys = shard.file().keys();
  }

  @Override
  public boolean next() throws IOException {
    sample++;
    while (sample >= sampleCount) {
      if (block + 1 >= keys.size()) {
        return false;
      }
      openBlock(++block);
    }
    for (int i = 0; i < sampleFields.length; i++) {
      row.setInt(sampleFields[i], samples.get(sample * sampleLength + sampleDimensions[i]));
    }
    if (valuesField >= 0) {
      if (sample >= pieceEnd) {
        readPiece();
      }
      row.update(valuesField, valuesArray.fill(values, sample - piece));
    }
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    manager.close();
  }

  private void openBlock(int index) throws IOException {
    open = shard.file().block(index);
    sample = 0;
    Shape shape = open.shape();
    sampleCount = Math.toIntExact(shape.get(0));
    if (sampleFields.length > 0) {
      Labels labels = open.samples();
      samples = labels.values();
      sampleLength = labels.dimensions();
    }
    for (int field : fields(Role.KEY)) {
      row.setInt(field, keys.get(index, columns.get(field).dimension()));
    }
    if (valuesField >= 0) {
      int length = Math.toIntExact(shape.slice(1).size());
      valuesArray = new ValuesArray(SamplesLayout.elementType(open.dtype()), length);
      piece = 0;
      pieceEnd = 0;
    }
  }

  private void readPiece() throws IOException {
    if (array != null) {
      array.close();
    }
    Shape shape = open.shape();
    long rowBytes = shape.slice(1).size() * open.dtype().getNumOfBytes();
    piece = sample;
    if (rowBytes * sampleCount <= WHOLE_BLOCK_BYTES) {
      array = open.values(manager);
      pieceEnd = sampleCount;
    } else {
      long count = Math.min(Math.max(1, PIECE_BYTES / rowBytes), sampleCount - (long) piece);
      array = open.values(manager, piece, count);
      pieceEnd = piece + (int) count;
    }
    values = array.toByteBuffer(true);
  }

  private int[] fields(Role role) {
    int[] fields = new int[columns.size()];
    int count = 0;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).role() == role) {
        fields[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(fields, count);
  }
}

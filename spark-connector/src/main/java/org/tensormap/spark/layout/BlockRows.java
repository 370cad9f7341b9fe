package org.tensormap.spark.layout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.HostNDManager;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.input.Slice;

/** The rows of a shard in the {@link BlocksLayout}. */
final class BlockRows implements ShardCursor<InternalRow> {
  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final HostNDManager manager = HostNDManager.newManager();

  /** What is still to be shown, each block before its gradients. */
  private final Deque<Shown> rest = new ArrayDeque<>();

  private InternalRow row;

  /**
   * A block or a gradient of one.
   *
   * @param index the position of the block
   * @param path the path of the gradient; null for the block itself
   * @param block the block or the gradient
   */
  private record Shown(int index, String path, MtsBlock block) {}

  BlockRows(OpenShard shard, Selection selection) throws IOException {
    this.shard = shard;
    this.columns = selection.columns();
    List<MtsBlock> blocks = shard.file().blocks();
    boolean isWhole = shard.slice().equals(Slice.WHOLE);
    long total = 0;
    if (!isWhole) {
      shard.file().expect(blocks, EnumSet.of(MtsPart.SHAPE));
    }
    for (int index = 0; index < blocks.size() && !isWhole; index++) {
      total += weight(blocks.get(index));
    }
    long start = shard.slice().start(total);
    long end = shard.slice().end(total);
    long at = 0;
    for (int index = 0; index < blocks.size(); index++) {
      if (isWhole || (start <= at && at < end)) {
        add(index, selection.filter());
      }
      at += isWhole ? 0 : weight(blocks.get(index));
    }
    shard.file().expect(rest.stream().map(Shown::block).toList(), parts());
  }

  private void add(int index, Condition filter) {
    int before = rest.size();
    add(index, null, shard.file().block(index), shard.given(index, filter));
    if (rest.size() == before) {
      shard.counters().blocksSkipped().increment();
    }
  }

  /** Adds what is wanted of a block or gradient, and of its gradients. */
  private void add(int index, String path, MtsBlock block, Condition left) {
    if (left.atPath(path).isAlways()) {
      rest.add(new Shown(index, path, block));
    }
    for (String parameter : block.gradientsList()) {
      String inner = path == null ? parameter : path + "/" + parameter;
      add(index, inner, block.gradient(parameter), left);
    }
  }

  /** What the columns show of each block. */
  private Set<MtsPart> parts() {
    Set<MtsPart> parts = EnumSet.of(MtsPart.SHAPE);
    for (LayoutColumn column : columns) {
      switch (column.role()) {
        case SAMPLES -> parts.add(MtsPart.SAMPLES);
        case COMPONENTS -> parts.add(MtsPart.COMPONENTS);
        case PROPERTIES -> parts.add(MtsPart.PROPERTIES);
        case VALUES -> parts.add(MtsPart.VALUES);
        default -> {}
      }
    }
    return parts;
  }

  @Override
  public boolean next() throws IOException {
    if (rest.isEmpty()) {
      return false;
    }
    Shown shown = rest.pop();
    Object[] fields = new Object[columns.size()];
    for (int field = 0; field < fields.length; field++) {
      fields[field] = field(columns.get(field), shown);
    }
    row = new GenericInternalRow(fields);
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

  private Object field(LayoutColumn column, Shown shown) throws IOException {
    MtsBlock block = shown.block;
    return switch (column.role()) {
      case KEY -> shard.file().keys().get(shown.index, column.dimension());
      case PATH -> UTF8String.fromString(shown.path);
      case SHAPE -> UnsafeArrayData.fromPrimitiveArray(block.shape().getShape());
      case SAMPLES -> LabelsValue.of(block.samples(), column.field().dataType());
      case COMPONENTS -> LabelsValue.listOf(block.components(), column.field().dataType());
      case PROPERTIES -> LabelsValue.of(block.properties(), column.field().dataType());
      case VALUES -> values(block);
      case FILE -> UTF8String.fromString(shard.path());
      default -> throw new IllegalStateException("no such column here: " + column);
    };
  }

  private UnsafeArrayData values(MtsBlock block) throws IOException {
    Shape shape = block.shape();
    long bytes = shape.size() * block.dtype().getNumOfBytes();
    if (bytes > Integer.MAX_VALUE / 2) {
      throw LayoutErrors.blockTooLarge(shard.path(), shape.toString(), bytes);
    }
    try (NDArray values = block.values(manager)) {
      return new ValuesArray(ElementType.shown(block.dtype()), (int) shape.size())
          .fill(values.toByteBuffer(true), 0);
    }
  }

  /** What a block counts when a shard is cut into parts: its values, and one for the rest. */
  private static long weight(MtsBlock block) throws IOException {
    return 1 + block.shape().size();
  }
}

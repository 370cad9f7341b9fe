package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.stream.IntStream;

/** Moves values in host memory. */
final class HostValues {
  /** Below this, a copy of elements is faster than a call that moves memory. */
  private static final int SHORT_BYTES = 64;

  private HostValues() {}

  /** The values of an array, which is not changed. */
  static ByteBuffer of(NDArray array) {
    return array.toByteBuffer(true).slice().order(ByteOrder.nativeOrder());
  }

  /** Copies a piece to its place in an array of the given shape. */
  static void copy(ValuesPiece piece, int elementSize, ByteBuffer target, Shape shape) {
    TemporaryArrays.compute(
        () -> {
          copy(piece, of(piece.values), elementSize, target, shape);
          return null;
        });
  }

  private static void copy(
      ValuesPiece piece, ByteBuffer source, int elementSize, ByteBuffer target, Shape shape) {
    int columns = piece.columns.length;
    int targetColumns = Math.toIntExact(shape.get(shape.dimension() - 1));
    int lines = Math.toIntExact(piece.values.size() / columns / piece.rows.length);
    boolean wholeLines = columns == targetColumns && ValuesPiece.run(piece.columns, 0) == columns;
    if (wholeLines) {
      int rowBytes = lines * columns * elementSize;
      for (int row = 0; row < piece.rows.length; ) {
        int run = ValuesPiece.run(piece.rows, row);
        target.put(piece.rows[row] * rowBytes, source, row * rowBytes, run * rowBytes);
        row += run;
      }
      return;
    }
    Lines copier = Lines.to(piece.columns, source, target, elementSize);
    int lineBytes = columns * elementSize;
    int targetLineBytes = targetColumns * elementSize;
    int from = 0;
    for (int targetRow : piece.rows) {
      int to = targetRow * lines * targetLineBytes;
      for (int line = 0; line < lines; line++) {
        copier.copy(from, to);
        from += lineBytes;
        to += targetLineBytes;
      }
    }
  }

  /** Copies some rows and columns of an array that has values. */
  static void take(NDArray array, int[] rows, int[] columns, int elementSize, ByteBuffer target) {
    TemporaryArrays.compute(
        () -> {
          take(of(array), array.getShape(), rows, columns, elementSize, target);
          return null;
        });
  }

  private static void take(
      ByteBuffer source,
      Shape shape,
      int[] rows,
      int[] columns,
      int elementSize,
      ByteBuffer target) {
    int sourceColumns = Math.toIntExact(shape.get(shape.dimension() - 1));
    int lines = Math.toIntExact(shape.size() / sourceColumns / shape.get(0));
    int lineBytes = sourceColumns * elementSize;
    int to = 0;
    if (columns.length == sourceColumns && ValuesPiece.run(columns, 0) == sourceColumns) {
      for (int row = 0; row < rows.length; ) {
        int run = ValuesPiece.run(rows, row);
        target.put(to, source, rows[row] * lines * lineBytes, run * lines * lineBytes);
        to += run * lines * lineBytes;
        row += run;
      }
      return;
    }
    Lines copier = Lines.from(columns, source, target, elementSize);
    for (int row : rows) {
      for (int line = 0; line < lines; line++) {
        copier.copy((row * lines + line) * lineBytes, to);
        to += columns.length * elementSize;
      }
    }
  }

  /**
   * Copies an array with its axes in another order.
   *
   * @param order for each axis of the copy, the axis that it was; the last axis stays the last
   */
  static void permute(NDArray array, int[] order, int elementSize, ByteBuffer target) {
    if (array.size() > 0) {
      TemporaryArrays.compute(
          () -> {
            permute(of(array), array.getShape(), order, elementSize, target);
            return null;
          });
    }
  }

  private static void permute(
      ByteBuffer source, Shape shape, int[] order, int elementSize, ByteBuffer target) {
    int outer = order.length - 1;
    int line = Math.toIntExact(shape.get(outer));
    int[] stride = new int[outer + 1];
    stride[outer] = elementSize;
    for (int axis = outer - 1; axis >= 0; axis--) {
      stride[axis] = stride[axis + 1] * Math.toIntExact(shape.get(axis + 1));
    }
    Lines copier = Lines.to(IntStream.range(0, line).toArray(), source, target, elementSize);
    int[] position = new int[outer];
    int lines = Math.toIntExact(shape.size() / line);
    int from = 0;
    for (int i = 0; i < lines; i++) {
      copier.copy(from, i * line * elementSize);
      for (int axis = outer - 1; axis >= 0; axis--) {
        from += stride[order[axis]];
        if (++position[axis] < shape.get(order[axis])) {
          break;
        }
        from -= position[axis] * stride[order[axis]];
        position[axis] = 0;
      }
    }
  }

  /** Copies lines of values, cut into runs that stay together. */
  private static final class Lines {
    private final ByteBuffer source;
    private final ByteBuffer target;
    private final LongBuffer sourceLongs;
    private final LongBuffer targetLongs;
    private final IntBuffer sourceInts;
    private final IntBuffer targetInts;
    private final int elementSize;

    /** First column, first target column and length of each run. */
    private final int[][] runs;

    private Lines(ByteBuffer source, ByteBuffer target, int elementSize, int[][] runs) {
      this.source = source;
      this.target = target;
      this.elementSize = elementSize;
      this.runs = runs;
      sourceLongs = source.asLongBuffer();
      targetLongs = target.asLongBuffer();
      sourceInts = source.asIntBuffer();
      targetInts = target.asIntBuffer();
    }

    /** All columns go to these columns. */
    static Lines to(int[] columns, ByteBuffer source, ByteBuffer target, int elementSize) {
      int[][] runs =
          runs(columns)
              .mapToObj(at -> new int[] {at, columns[at], ValuesPiece.run(columns, at)})
              .toArray(int[][]::new);
      return new Lines(source, target, elementSize, runs);
    }

    /** These columns become all columns. */
    static Lines from(int[] columns, ByteBuffer source, ByteBuffer target, int elementSize) {
      int[][] runs =
          runs(columns)
              .mapToObj(at -> new int[] {columns[at], at, ValuesPiece.run(columns, at)})
              .toArray(int[][]::new);
      return new Lines(source, target, elementSize, runs);
    }

    private static IntStream runs(int[] columns) {
      return IntStream.iterate(
          0, at -> at < columns.length, at -> at + ValuesPiece.run(columns, at));
    }

    /** Copies the line at a byte position to another. */
    void copy(int from, int to) {
      for (int[] run : runs) {
        copy(from + run[0] * elementSize, to + run[1] * elementSize, run[2]);
      }
    }

    private void copy(int from, int to, int length) {
      if (length * elementSize >= SHORT_BYTES || elementSize < Integer.BYTES) {
        target.put(to, source, from, length * elementSize);
      } else if (elementSize == Integer.BYTES) {
        for (int i = 0; i < length; i++) {
          targetInts.put((to >> 2) + i, sourceInts.get((from >> 2) + i));
        }
      } else {
        for (int i = 0; i < length; i++) {
          targetLongs.put((to >> 3) + i, sourceLongs.get((from >> 3) + i));
        }
      }
    }
  }
}

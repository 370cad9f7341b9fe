package org.tensormap;

/**
 * Finds rows of a row-major {@code int} matrix.
 *
 * <p>LabelsRows whose box (see {@link RowCodes}) is not much larger than their number are found in
 * a table with one entry per cell; others in a hash table with open addressing and linear probing.
 * A slot of that holds the lower half of the row's number next to the position of the row, so that
 * a look-up usually touches one cache line and never the matrix, unless the numbers do not fit into
 * 32 bits.
 *
 * <p>LabelsRows are looked up in batches: first all numbers, then all slots, then the comparisons.
 * So the processor waits for many cache lines at a time instead of one after the other.
 */
abstract sealed class LabelsIndex {
  /** A table of cells takes 4 bytes a cell, a hash table 16 to 32 bytes a row. */
  private static final int CELLS_PER_ROW = 8;

  private static final int FEW_CELLS = 1024;

  private static final int BATCH = 256;

  final RowCodes codes;
  private int firstDuplicate = -1;

  private LabelsIndex(RowCodes codes) {
    this.codes = codes;
  }

  /** Indexes the rows; of equal rows the first one counts. */
  static LabelsIndex of(LabelsRows rows) {
    RowCodes codes = RowCodes.of(rows);
    LabelsIndex index =
        codes.exact() && codes.cells() <= Math.max(FEW_CELLS, (long) CELLS_PER_ROW * rows.count)
            ? new Cells(codes)
            : new Hashed(codes, rows);
    long[] batch = new long[Math.min(BATCH, rows.count)];
    for (int first = 0; first < rows.count; first += BATCH) {
      int count = Math.min(BATCH, rows.count - first);
      codes.of(rows, first, batch, count);
      index.add(rows, first, batch, count);
    }
    return index;
  }

  /** The first row that is equal to an earlier one, or -1. */
  final int firstDuplicate() {
    return firstDuplicate;
  }

  /** For each of some rows, the indexed row that is equal to it, or -1. */
  final int[] find(LabelsRows rows) {
    int[] found = new int[rows.count];
    long[] batch = new long[Math.min(BATCH, rows.count)];
    for (int first = 0; first < rows.count; first += BATCH) {
      int count = Math.min(BATCH, rows.count - first);
      codes.of(rows, first, batch, count);
      find(rows, first, batch, count, found);
    }
    return found;
  }

  /** Adds a batch of rows, which have these numbers. */
  abstract void add(LabelsRows rows, int first, long[] batch, int count);

  /** Finds a batch of rows, which have these numbers. */
  abstract void find(LabelsRows rows, int first, long[] batch, int count, int[] found);

  final void duplicate(int row) {
    if (firstDuplicate < 0) {
      firstDuplicate = row;
    }
  }

  private static final class Cells extends LabelsIndex {
    /** One more than the position of the row in a cell; 0 if there is none. */
    private final int[] cells;

    Cells(RowCodes codes) {
      super(codes);
      cells = new int[Math.toIntExact(codes.cells())];
    }

    @Override
    void add(LabelsRows rows, int first, long[] batch, int count) {
      for (int k = 0; k < count; k++) {
        int cell = (int) batch[k];
        if (cells[cell] == 0) {
          cells[cell] = first + k + 1;
        } else {
          duplicate(first + k);
        }
      }
    }

    @Override
    void find(LabelsRows rows, int first, long[] batch, int count, int[] found) {
      for (int k = 0; k < count; k++) {
        int cell = (int) batch[k];
        found[first + k] = (cell < 0 ? 0 : cells[cell]) - 1;
      }
    }
  }

  private static final class Hashed extends LabelsIndex {
    private static final long ROW = 0xFFFFFFFFL;

    /** A Java array has fewer than 2<sup>31</sup> slots, and at most half of them are used. */
    private static final int MOST_ROWS = (1 << 29) - 1;

    private final LabelsRows indexed;

    /** Whether the half of the number that is in a slot tells all rows apart. */
    private final boolean halfIsExact;

    /**
     * The lower half of the row's number (high bits) and one more than its position (low bits); 0
     * if free.
     */
    private final long[] slots;

    private final int shift;

    Hashed(RowCodes codes, LabelsRows indexed) {
      super(codes);
      if (indexed.count > MOST_ROWS) {
        throw new IllegalArgumentException(
            "can not search labels with " + indexed.count + " entries: use at most " + MOST_ROWS);
      }
      this.indexed = indexed;
      halfIsExact = codes.exact() && codes.cells() <= 1L << Integer.SIZE;
      int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(indexed.count) + 1);
      slots = new long[1 << bits];
      shift = Long.SIZE - bits;
    }

    @Override
    void add(LabelsRows rows, int first, long[] batch, int count) {
      long[] fetched = fetch(batch, count);
      for (int k = 0; k < count; k++) {
        int row = first + k;
        if (fetched[k] != 0 && holds(fetched[k], batch[k], rows, row)) {
          duplicate(row);
          continue;
        }
        // Not where the fetched content says: an earlier row of this batch may have come here.
        int slot = slotOf(batch[k], rows, row);
        if (slots[slot] == 0) {
          slots[slot] = batch[k] << Integer.SIZE | (row + 1);
        } else {
          duplicate(row);
        }
      }
    }

    @Override
    void find(LabelsRows rows, int first, long[] batch, int count, int[] found) {
      long[] fetched = fetch(batch, count);
      for (int k = 0; k < count; k++) {
        long content = fetched[k];
        long code = batch[k];
        if (content != 0 && !holds(content, code, rows, first + k)) {
          content = slots[slotOf(code, rows, first + k)];
        }
        found[first + k] = code == RowCodes.OUTSIDE ? -1 : (int) (content & ROW) - 1;
      }
    }

    /** The contents of the slots where the search for these numbers starts. */
    private long[] fetch(long[] batch, int count) {
      long[] contents = new long[count];
      for (int k = 0; k < count; k++) {
        contents[k] = slots[(int) (RowCodes.spread(batch[k]) >>> shift)];
      }
      return contents;
    }

    /** The slot that holds this row, or the free slot where it belongs. */
    private int slotOf(long code, LabelsRows rows, int row) {
      int mask = slots.length - 1;
      int slot = (int) (RowCodes.spread(code) >>> shift);
      while (slots[slot] != 0 && !holds(slots[slot], code, rows, row)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean holds(long content, long code, LabelsRows rows, int row) {
      return (int) (content >>> Integer.SIZE) == (int) code
          && (halfIsExact || indexed.equal((int) (content & ROW) - 1, rows, row));
    }
  }
}

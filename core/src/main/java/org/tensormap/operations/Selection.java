package org.tensormap.operations;

import org.tensormap.Labels;

/** Which samples or properties to keep: those that match labels, or those at some positions. */
public abstract sealed class Selection {
  private Selection() {}

  /**
   * Selects what matches an entry of labels.
   *
   * @param labels labels whose dimensions are among those of the samples or properties
   * @return the selection
   */
  public static Selection of(Labels labels) {
    return new ByLabels(labels);
  }

  /**
   * Selects by position.
   *
   * @param positions positions of samples or properties, from 0; copied
   * @return the selection
   */
  public static Selection of(int... positions) {
    return new ByPosition(positions.clone());
  }

  /** The positions in some labels. */
  abstract int[] positions(Labels labels);

  /** Throws if some labels do not have the dimensions or positions of the selection. */
  abstract void check(Labels labels, String kind);

  private static final class ByLabels extends Selection {
    private final Labels selection;

    ByLabels(Labels selection) {
      this.selection = selection;
    }

    @Override
    int[] positions(Labels labels) {
      return labels.select(selection);
    }

    @Override
    void check(Labels labels, String kind) {
      for (String name : selection.names()) {
        if (!labels.names().contains(name)) {
          throw new IllegalArgumentException(
              "invalid "
                  + kind
                  + " name '"
                  + name
                  + "' which is not part of the input, which has "
                  + labels.names());
        }
      }
    }
  }

  private static final class ByPosition extends Selection {
    private final int[] positions;

    ByPosition(int[] positions) {
      this.positions = positions;
    }

    @Override
    int[] positions(Labels labels) {
      return positions;
    }

    @Override
    void check(Labels labels, String kind) {
      for (int position : positions) {
        if (position < 0 || position >= labels.size()) {
          throw new IndexOutOfBoundsException(
              "position "
                  + position
                  + " is out of bounds: a block has "
                  + labels.size()
                  + " entries with the "
                  + kind
                  + " names "
                  + labels.names());
        }
      }
    }
  }
}

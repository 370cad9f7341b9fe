package org.tensormap.arrow;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A row of a stream: a block or a gradient.
 *
 * @param batch the rows that came with it
 * @param index its position among them
 * @param keyNames the names of the key dimensions, for messages
 */
record StreamRow(RowBatch batch, int index, List<String> keyNames) {
  /** Runs code that makes something of the row: what it stumbles over is damage. */
  <T> T parse(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new IpcFormatException(
          "in the row for key "
              + Arrays.toString(key())
              + " of "
              + keyNames
              + (path().isEmpty() ? "" : ", gradient '" + path() + "'")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  int[] key() {
    return batch.key(index);
  }

  String path() {
    return batch.path(index);
  }
}

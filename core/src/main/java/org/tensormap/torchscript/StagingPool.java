package org.tensormap.torchscript;

import ai.djl.pytorch.engine.PtNDManager;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hands out memory for calls that run at the same time; as much is kept as calls ever did. */
final class StagingPool implements AutoCloseable {
  private final PtNDManager host;
  private final Queue<Staging> free = new ConcurrentLinkedQueue<>();

  /**
   * A pool without memory.
   *
   * @param host owns the arrays over the memory, on the CPU
   */
  StagingPool(PtNDManager host) {
    this.host = host;
  }

  /** Returns memory of at least this much, which is {@link #release released} after use. */
  Staging acquire(int numberCount, long size) {
    Staging kept = Staging.isEnough(numberCount, size) ? free.poll() : null;
    return kept == null ? Staging.of(host, numberCount, size) : kept;
  }

  void release(Staging staging) {
    if (staging.isKept()) {
      free.add(staging);
    } else {
      staging.close();
    }
  }

  /** Frees what is not in use. */
  @Override
  public void close() {
    for (Staging staging = free.poll(); staging != null; staging = free.poll()) {
      staging.close();
    }
  }
}

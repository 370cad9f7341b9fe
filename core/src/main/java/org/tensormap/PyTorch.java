package org.tensormap;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Starts the PyTorch engine, when something is first computed.
 *
 * <p>One thread computes, unless {@link #setThreads} or the system property {@value
 * #THREADS_PROPERTY} says otherwise: jobs run one call per core, and threads that share cores wait
 * for each other. PyTorch itself would use all cores for every call.
 */
public final class PyTorch {
  /** The system property with the number of threads, which nothing overrides. */
  public static final String THREADS_PROPERTY = "ai.djl.pytorch.num_threads";

  private static final String INTEROP_THREADS_PROPERTY = "ai.djl.pytorch.num_interop_threads";
  private static final boolean THREADS_ARE_GIVEN = System.getProperty(THREADS_PROPERTY) != null;

  private static int threads = Integer.getInteger(THREADS_PROPERTY, 1);
  private static Engine engine;

  private PyTorch() {}

  /**
   * Returns the engine.
   *
   * @return the engine, started by the first call unless somebody else has started it
   * @throws ai.djl.engine.EngineException if the libraries of PyTorch can not be loaded
   */
  public static synchronized Engine engine() {
    if (engine == null) {
      // DJL reads these when it starts the engine, which may have been before.
      if (System.getProperty(INTEROP_THREADS_PROPERTY) == null) {
        System.setProperty(INTEROP_THREADS_PROPERTY, "1");
      }
      System.setProperty(THREADS_PROPERTY, Integer.toString(threads));
      engine = Engine.getEngine("PyTorch");
      JniUtils.setNumThreads(threads);
    }
    return engine;
  }

  /**
   * Sets how many threads compute one operation, whether PyTorch has started or not; a thread that
   * has computed before may go on with the former number. Does nothing if the system property
   * {@value #THREADS_PROPERTY} was set when the JVM started.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public static synchronized void setThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("PyTorch needs at least 1 thread, got " + count);
    }
    if (THREADS_ARE_GIVEN || count == threads) {
      return;
    }
    threads = count;
    if (engine != null) {
      JniUtils.setNumThreads(count);
    }
  }

  /**
   * Returns how many threads compute one operation.
   *
   * @return the number of threads
   */
  public static synchronized int threads() {
    return threads;
  }
}

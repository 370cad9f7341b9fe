package org.tensormap.spark.model;

import ai.djl.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.tensormap.spark.NativeSettings;
import org.tensormap.torchscript.TorchScriptModel;

/**
 * The models of a JVM: one instance for each file, content and device, shared by all tasks.
 *
 * <p>The first task that wants a model loads it, others wait for it. A model is kept while it is
 * used, and afterwards until so many others have been used more recently that there is no room for
 * it. On a GPU, tasks take turns, so that the memory that calls need does not add up.
 */
final class ModelCache {
  private static ModelCache shared;

  private final int idleLimit;
  private final int callsPerGpu;

  /** In the order of last use. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Device, Semaphore> gpus = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();

  private record Key(ModelFile file, Device device) {}

  private static final class Entry {
    private final CompletableFuture<TorchScriptModel> loading = new CompletableFuture<>();
    private int users;

    TorchScriptModel model() {
      try {
        return loading.join();
      } catch (CompletionException e) {
        Throwable problem = e.getCause();
        if (problem instanceof RuntimeException exception) {
          throw exception;
        }
        if (problem instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }
  }

  /**
   * Creates an empty cache.
   *
   * @param idleLimit how many models are kept that no task is using
   * @param callsPerGpu how many calls run on one GPU at a time
   */
  ModelCache(int idleLimit, int callsPerGpu) {
    this.idleLimit = idleLimit;
    this.callsPerGpu = callsPerGpu;
  }

  /** The cache of this JVM, made when a model is first wanted. */
  static synchronized ModelCache shared() {
    if (shared == null) {
      SparkConf settings = NativeSettings.settings();
      NativeSettings.apply(settings);
      shared =
          new ModelCache(
              NativeSettings.count(settings, "spark.tensormap.models.idle", 8, 0),
              NativeSettings.count(settings, "spark.tensormap.gpu.concurrentCalls", 1, 1));
    }
    return shared;
  }

  /**
   * Lets a task use a model, loading it if need be.
   *
   * @param file the model
   * @param device where it runs
   * @param use what to do with the model, which must not be closed or used afterwards
   * @return what {@code use} returns
   */
  <T> T with(ModelFile file, Device device, Function<TorchScriptModel, T> use) {
    Entry entry = acquire(new Key(file, device));
    try {
      return use.apply(entry.model());
    } finally {
      release(entry);
    }
  }

  /**
   * Computes something on a device: on a GPU when it is the turn of this thread, so that a call has
   * its memory; on the CPU at once.
   *
   * @param device where the computation runs
   * @param call the computation, without what can be prepared or finished elsewhere
   * @return what {@code call} returns
   */
  <T> T inTurn(Device device, Supplier<T> call) {
    if (!device.isGpu()) {
      return call.get();
    }
    Semaphore turns = gpus.computeIfAbsent(device, gpu -> new Semaphore(callsPerGpu, true));
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the GPU " + device, e);
    }
    try {
      return call.get();
    } finally {
      turns.release();
    }
  }

  /** How many models have been loaded since the JVM started. */
  long loads() {
    return loads.sum();
  }

  private Entry acquire(Key key) {
    Entry entry;
    boolean load = false;
    synchronized (entries) {
      entry = entries.get(key);
      if (entry == null) {
        entry = new Entry();
        entries.put(key, entry);
        load = true;
      }
      entry.users++;
    }
    if (load) {
      load(key, entry);
    }
    return entry;
  }

  private void load(Key key, Entry entry) {
    try {
      byte[] archive = key.file.read();
      entry.loading.complete(TorchScriptModel.load(key.file.name(), archive, key.device));
      loads.increment();
      ModelActivity.addLoaded();
    } catch (IOException e) {
      fail(key, entry, ModelErrors.invalid(e));
    } catch (RuntimeException | Error e) {
      fail(key, entry, e);
    }
  }

  /** Fails those who wait, and lets the next one try again. */
  private void fail(Key key, Entry entry, Throwable problem) {
    synchronized (entries) {
      entries.remove(key);
    }
    entry.loading.completeExceptionally(problem);
  }

  private void release(Entry entry) {
    List<Entry> unused = new ArrayList<>();
    synchronized (entries) {
      entry.users--;
      removeIdle(unused);
    }
    unused.forEach(idle -> idle.model().close());
  }

  /** Moves the idle models for which there is no room out of the cache. */
  private void removeIdle(List<Entry> removed) {
    long excess = entries.values().stream().filter(entry -> entry.users == 0).count() - idleLimit;
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (excess > 0) {
      Entry entry = oldestFirst.next();
      if (entry.users == 0) {
        oldestFirst.remove();
        removed.add(entry);
        excess--;
      }
    }
  }
}

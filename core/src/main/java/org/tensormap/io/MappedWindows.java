package org.tensormap.io;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The windows of one file that are mapped into memory so far.
 *
 * <p>Whoever opens a file that is still mapped gets the windows of before: the first access to each
 * page of a new mapping is a fault, which costs more than the values in it when few of them are
 * read. Nothing is kept for that: the windows go away when the garbage collector finds that nobody
 * uses them, as they would without being shared.
 */
final class MappedWindows {
  private static final ConcurrentMap<Identity, Shared> SHARED = new ConcurrentHashMap<>();
  private static final ReferenceQueue<MappedWindows> UNUSED = new ReferenceQueue<>();

  private final AtomicReferenceArray<MappedByteBuffer> windows;

  private MappedWindows(int count) {
    this.windows = new AtomicReferenceArray<>(count);
  }

  /** Windows of a file that nobody else uses. */
  static MappedWindows own(int count) {
    return new MappedWindows(count);
  }

  /**
   * The windows of a file, which are those of everybody who has it open.
   *
   * @param identity which file that is
   * @param count the number of windows that it takes to map the file
   */
  static MappedWindows shared(Identity identity, int count) {
    forgetUnused();
    while (true) {
      Shared shared =
          SHARED.computeIfAbsent(identity, key -> new Shared(key, new MappedWindows(count)));
      MappedWindows windows = shared.get();
      if (windows != null) {
        return windows;
      }
      SHARED.remove(identity, shared);
    }
  }

  /** A window; null if it was not mapped yet. */
  MappedByteBuffer get(int index) {
    return windows.get(index);
  }

  /** Adds a window, and returns the one to use: another thread may have been faster. */
  MappedByteBuffer add(int index, MappedByteBuffer window) {
    MappedByteBuffer earlier = windows.compareAndExchange(index, null, window);
    return earlier == null ? window : earlier;
  }

  private static void forgetUnused() {
    for (Object unused = UNUSED.poll(); unused != null; unused = UNUSED.poll()) {
      Shared shared = (Shared) unused;
      SHARED.remove(shared.identity, shared);
    }
  }

  /**
   * Tells a file from every other one, and from what it was before it was written to.
   *
   * @param path where it is
   * @param fileKey its number in its file system, which no other file has while it is mapped
   * @param size its length in bytes
   * @param lastModified when it was written to
   */
  record Identity(Path path, Object fileKey, long size, FileTime lastModified) {

    /** The file at a path; null if there is none, or its file system does not tell. */
    static Identity of(Path path) {
      BasicFileAttributes attributes;
      try {
        attributes = Files.readAttributes(path, BasicFileAttributes.class);
      } catch (IOException e) {
        return null;
      }
      return attributes.fileKey() == null
          ? null
          : new Identity(
              path.toAbsolutePath(),
              attributes.fileKey(),
              attributes.size(),
              attributes.lastModifiedTime());
    }
  }

  private static final class Shared extends WeakReference<MappedWindows> {
    private final Identity identity;

    private Shared(Identity identity, MappedWindows windows) {
      super(windows, UNUSED);
      this.identity = identity;
    }
  }
}

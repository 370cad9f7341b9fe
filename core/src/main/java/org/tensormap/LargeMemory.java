package org.tensormap;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for large arrays, in huge pages where Linux gives them on request.
 *
 * <p>The first touch of each page is what large results cost: Java takes the memory in pages of 4
 * kB and clears it once more. Pages of 2 MB need one page fault instead of 512, and come cleared.
 * The memory is given back when its buffer, and all buffers that were made of it, are no longer
 * reachable, as for {@link ByteBuffer#allocateDirect}; and like there, a limit makes the garbage
 * collector run first, and then fails.
 */
final class LargeMemory {
  private static final Path HUGE_PAGE_SIZE =
      Path.of("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");

  /** Some processors know only huge pages that are too large for arrays. */
  private static final long LARGEST_USEFUL_PAGE = 8 << 20;

  /** How often to look whether the garbage collector has freed something, each time for longer. */
  private static final int ATTEMPTS = 10;

  private static final Cleaner CLEANER = Cleaner.create();

  private static final AtomicLong MAPPED = new AtomicLong();

  /** Zero where there are none. */
  private static final long PAGE_SIZE = usablePageSize();

  private LargeMemory() {}

  /**
   * Tells whether memory of this size is worth huge pages, and there are any.
   *
   * @param capacity how many bytes are wanted
   */
  static boolean isWorthwhile(int capacity) {
    return PAGE_SIZE > 0 && capacity >= 2 * PAGE_SIZE;
  }

  /**
   * Allocates memory.
   *
   * @param capacity how many bytes
   * @return a direct buffer of zeros
   * @throws OutOfMemoryError if direct memory would take more than the JVM allows, or the system
   *     has no more
   */
  static ByteBuffer allocate(int capacity) {
    reserve(capacity);
    long length = capacity + PAGE_SIZE;
    long mapping =
        LinuxMemory.mmap(
            0, length, LinuxMemory.READ_AND_WRITE, LinuxMemory.PRIVATE_ANONYMOUS, -1, 0);
    if (mapping == LinuxMemory.MAP_FAILED) {
      MAPPED.addAndGet(-capacity);
      throw new OutOfMemoryError("the system has no " + length + " bytes of memory left");
    }
    long start = (mapping + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    // What is refused here comes in small pages.
    LinuxMemory.madvise(start, capacity / PAGE_SIZE * PAGE_SIZE, LinuxMemory.HUGE_PAGES);
    ByteBuffer buffer = new Pointer(start).getByteBuffer(0, capacity);
    CLEANER.register(buffer, new Release(mapping, length, capacity));
    return buffer;
  }

  /** How many bytes are allocated at the moment. */
  static long allocated() {
    return MAPPED.get();
  }

  private static void reserve(int capacity) {
    if (tryReserve(capacity)) {
      return;
    }
    System.gc();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tryReserve(capacity)) {
        return;
      }
      try {
        Thread.sleep(1L << attempt);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new OutOfMemoryError(
        "an array takes "
            + capacity
            + " bytes of direct memory, where "
            + (MAPPED.get() + Limit.otherDirectMemory())
            + " of "
            + Limit.BYTES
            + " are in use: close or drop some arrays, or raise -XX:MaxDirectMemorySize");
  }

  private static boolean tryReserve(int capacity) {
    long available = Limit.BYTES - Limit.otherDirectMemory();
    long before =
        MAPPED.getAndUpdate(mapped -> mapped + capacity <= available ? mapped + capacity : mapped);
    return before + capacity <= available;
  }

  private static long usablePageSize() {
    try {
      if (!Files.exists(HUGE_PAGE_SIZE)) {
        return 0;
      }
      long size = Long.parseLong(Files.readString(HUGE_PAGE_SIZE).strip());
      return size <= LARGEST_USEFUL_PAGE && LinuxMemory.isLinked() ? size : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Gives a mapping back to the system. */
  private record Release(long mapping, long length, int capacity) implements Runnable {
    @Override
    public void run() {
      LinuxMemory.munmap(mapping, length);
      MAPPED.addAndGet(-capacity);
    }
  }

  /**
   * The limit of direct memory, which is one for what the JVM allocates and what this class does.
   */
  private static final class Limit {
    static final long BYTES = maxDirectMemory();

    private static final BufferPoolMXBean DIRECT_BUFFERS =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();

    static long otherDirectMemory() {
      return DIRECT_BUFFERS.getMemoryUsed();
    }

    private static long maxDirectMemory() {
      String option =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption("MaxDirectMemorySize")
              .getValue();
      long given = Long.parseLong(option);
      return given > 0 ? given : Runtime.getRuntime().maxMemory();
    }
  }

  /** Functions and constants of the C library of Linux. */
  private static final class LinuxMemory {
    static final int READ_AND_WRITE = 0x1 | 0x2;
    static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
    static final int HUGE_PAGES = 14;
    static final long MAP_FAILED = -1;

    private static boolean linked;

    static {
      try {
        Native.register(NativeLibrary.getProcess());
        linked = true;
      } catch (LinkageError e) {
        // Java's own direct memory is used instead.
        linked = false;
      }
    }

    private LinuxMemory() {}

    static boolean isLinked() {
      return linked;
    }

    static native long mmap(
        long address, long length, int protection, int flags, int file, long offset);

    static native int munmap(long address, long length);

    static native int madvise(long address, long length, int advice);
  }
}

package org.tensormap.arrow;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The memory of all Arrow vectors that are made here: one root allocator in a JVM, with a limit.
 *
 * <p>Whoever needs memory takes an allocator of its own from {@link #newAllocator} and closes it
 * when all of its vectors are closed; closing it earlier is an error that lists what is still
 * there. {@link TensorMapIpc} needs none of it.
 */
public final class ArrowMemory {
  /**
   * The system property with the limit: a number of bytes, which may end with {@code k}, {@code m}
   * or {@code g} for KiB, MiB or GiB. There is no limit if it is not set. It is read once, when
   * memory is first asked for.
   */
  public static final String LIMIT_PROPERTY = "tensormap.arrow.memoryLimit";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmg]?)b?");

  private static BufferAllocator root;

  private ArrowMemory() {}

  /**
   * Creates an allocator, whose memory counts against the limit.
   *
   * @param name what the memory is for, as shown in errors
   * @return an allocator without memory, to be closed by the caller
   * @throws IllegalArgumentException if the limit is not a size
   */
  public static BufferAllocator newAllocator(String name) {
    return root().newChildAllocator(name, 0, Long.MAX_VALUE);
  }

  /**
   * Returns how much memory is in use now.
   *
   * @return the bytes of all vectors that are not closed
   */
  public static long currentBytes() {
    return root().getAllocatedMemory();
  }

  /**
   * Returns how much memory was in use at most.
   *
   * @return the bytes of all vectors at the moment when there were most
   */
  public static long peakBytes() {
    return root().getPeakMemoryAllocation();
  }

  /**
   * Returns how much memory may be in use.
   *
   * @return the limit in bytes, {@link Long#MAX_VALUE} if there is none
   */
  public static long limitBytes() {
    return root().getLimit();
  }

  private static synchronized BufferAllocator root() {
    if (root == null) {
      String limit = System.getProperty(LIMIT_PROPERTY);
      root = new RootAllocator(limit == null ? Long.MAX_VALUE : parseSize(limit));
    }
    return root;
  }

  /** Returns a number of bytes. */
  static long parseSize(String size) {
    Matcher matcher = SIZE.matcher(size.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the system property "
              + LIMIT_PROPERTY
              + " is '"
              + size
              + "', which is no size: write for example 512m or 4g");
    }
    long unit =
        switch (matcher.group(2)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          default -> 1;
        };
    long number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit;
  }
}

package org.tensormap.spark.log;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The names of shards, by which they are told apart from what others put beside them. */
public final class ShardName {
  private static final Pattern PATTERN =
      Pattern.compile("part-\\d{5,}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\d{5,}\\.mts");

  private ShardName() {}

  /**
   * Returns the name of a file.
   *
   * @param partition the partition that its task writes
   * @param attempt the attempt of the task, which shares files with no other
   * @param index how many files the attempt has written before
   * @return a name that no other file has
   */
  public static String of(int partition, UUID attempt, int index) {
    return String.format(Locale.ROOT, "part-%05d-%s-%05d.mts", partition, attempt, index);
  }

  /** Whether a file has such a name. */
  static boolean matches(String name) {
    return PATTERN.matcher(name).matches();
  }
}

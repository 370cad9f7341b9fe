package org.tensormap.operations;

/**
 * Switches the comparison of metadata in operations on two maps on and off, for all threads.
 *
 * <p>With checks off, operations such as {@link Arithmetic#add} trust the caller that both maps
 * have the same keys, labels and gradients in the same order; shapes that do not fit still fail.
 */
public final class Checks {
  private static volatile boolean enabled = true;

  private Checks() {}

  /** What was set before, to be set again. */
  public static final class Setting implements AutoCloseable {
    private final boolean before;

    private Setting(boolean before) {
      this.before = before;
    }

    /** Sets checks to what they were before. */
    @Override
    public void close() {
      enabled = before;
    }
  }

  /**
   * Tells whether operations compare metadata.
   *
   * @return whether checks are on, as they are at first
   */
  public static boolean checksEnabled() {
    return enabled;
  }

  /**
   * Switches checks on, for good or until the result is closed.
   *
   * @return the setting before, in force again when it is closed
   */
  public static Setting unsafeEnableChecks() {
    return set(true);
  }

  /**
   * Switches checks off, for good or until the result is closed.
   *
   * @return the setting before, in force again when it is closed
   */
  public static Setting unsafeDisableChecks() {
    return set(false);
  }

  private static Setting set(boolean now) {
    Setting setting = new Setting(enabled);
    enabled = now;
    return setting;
  }
}

package org.tensormap.io;

/**
 * What is being read, for messages.
 *
 * @param file the file, as {@link ByteSource#name()} gives it
 * @param entry the entry of the archive, or null if the file is no archive
 */
record EntryLocation(String file, String entry) {
  MtsFormatException problem(String problem) {
    return new MtsFormatException(file, entry, problem);
  }

  MtsFormatException problem(String problem, Throwable cause) {
    return new MtsFormatException(file, entry, problem, cause);
  }

  /** Returns the file and, if there is one, the entry. */
  @Override
  public String toString() {
    return entry == null ? file : file + ", " + entry;
  }
}

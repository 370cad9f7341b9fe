package org.tensormap.io;

import java.io.IOException;
import java.util.Optional;

/** A file is damaged, incomplete, or not what it should be. */
public final class MtsFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String entry;
  private final String problem;

  /**
   * Creates an exception about a file as a whole.
   *
   * @param file the file, as {@link ByteSource#name()} gives it
   * @param problem what is wrong, with the values that were found
   */
  public MtsFormatException(String file, String problem) {
    this(file, null, problem, null);
  }

  /**
   * Creates an exception about one entry of an archive.
   *
   * @param file the archive, as {@link ByteSource#name()} gives it
   * @param entry the name of the entry, or null if it is about the file as a whole
   * @param problem what is wrong, with the values that were found
   */
  public MtsFormatException(String file, String entry, String problem) {
    this(file, entry, problem, null);
  }

  /**
   * Creates an exception about one entry of an archive, found by something else.
   *
   * @param file the archive, as {@link ByteSource#name()} gives it
   * @param entry the name of the entry, or null if it is about the file as a whole
   * @param problem what is wrong, with the values that were found
   * @param cause what found it, or null
   */
  public MtsFormatException(String file, String entry, String problem, Throwable cause) {
    super(entry == null ? file + ": " + problem : file + ", " + entry + ": " + problem, cause);
    this.file = file;
    this.entry = entry;
    this.problem = problem;
  }

  /**
   * Returns the file.
   *
   * @return the path, or another name of where the bytes came from
   */
  public String file() {
    return file;
  }

  /**
   * Returns the entry of the archive.
   *
   * @return its name, or empty if the problem is not with a single entry
   */
  public Optional<String> entry() {
    return Optional.ofNullable(entry);
  }

  /**
   * Returns what is wrong.
   *
   * @return the message without file and entry
   */
  public String problem() {
    return problem;
  }
}

package org.tensormap.spark.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.tensormap.io.MtsFormatException;
import org.tensormap.spark.TensorMapException;
import org.tensormap.torchscript.ModelFormatException;

/** Says in one line what went wrong. */
final class ErrorText {
  /** What Spark puts around the text of an error, for programs. */
  private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z0-9_.]+] ");

  private static final Pattern SQL_STATE = Pattern.compile("\\s*SQLSTATE: \\w{5}\\W*$");

  private ErrorText() {}

  /**
   * Finds the error that the user can do something about, below what Spark wraps around it.
   *
   * @param failure what was thrown
   * @return its message, without line breaks
   */
  static String of(Throwable failure) {
    return lostSpark(failure).map(ErrorText::text).orElseGet(() -> innermost(failure));
  }

  /** That Spark was gone when it was to be stopped explains failures, whatever they look like. */
  private static Optional<CommandException> lostSpark(Throwable failure) {
    return Arrays.stream(failure.getSuppressed())
        .filter(CommandException.class::isInstance)
        .map(CommandException.class::cast)
        .findFirst();
  }

  private static String innermost(Throwable failure) {
    List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    return chain.stream()
        .filter(ErrorText::isMeantForUsers)
        .findFirst()
        .map(ErrorText::text)
        .orElseGet(() -> unexpected(chain.get(chain.size() - 1)));
  }

  private static boolean isMeantForUsers(Throwable error) {
    return error.getMessage() != null
        && (error instanceof CommandException
            || error instanceof TensorMapException
            || error instanceof MtsFormatException
            || error instanceof ModelFormatException
            || error instanceof AnalysisException);
  }

  private static String text(Throwable error) {
    return error instanceof TableAlreadyExistsException
        ? firstLine(error) + " Use --mode append or overwrite, or another --output."
        : firstLine(error);
  }

  private static String firstLine(Throwable error) {
    String line = error.getMessage().strip().lines().findFirst().orElse("");
    return SQL_STATE.matcher(CONDITION.matcher(line).replaceFirst("")).replaceFirst("");
  }

  private static String unexpected(Throwable error) {
    return error.getMessage() == null
        ? error.toString()
        : error.getClass().getSimpleName() + ": " + firstLine(error);
  }
}

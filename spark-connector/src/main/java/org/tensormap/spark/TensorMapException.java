package org.tensormap.spark;

import java.util.Map;
import org.apache.spark.SparkThrowable;

/**
 * An error that the user of the data source can do something about, in Spark's error style: a
 * condition in brackets, what was wrong with which values, what to do, and an SQLSTATE.
 *
 * <p>Callers tell errors apart by {@link #getCondition()}, as they do with Spark's own.
 *
 * <p>It is of no kind that Spark has an exception for: clients of Spark Connect make those anew
 * from Spark's own list of conditions, and the message would be lost.
 */
public final class TensorMapException extends RuntimeException implements SparkThrowable {
  private final String condition;
  private final String sqlState;
  private final String reason;

  /**
   * Creates an error.
   *
   * @param condition its name, for example {@code TENSORMAP_PATH_NOT_FOUND}
   * @param sqlState the class of the error as an SQLSTATE
   * @param message what was wrong, and what to do
   * @param cause what led to it, or null
   */
  public TensorMapException(String condition, String sqlState, String message, Throwable cause) {
    super("[" + condition + "] " + message + " SQLSTATE: " + sqlState, cause);
    this.condition = condition;
    this.sqlState = sqlState;
    this.reason = message;
  }

  /**
   * Creates an error that has no cause but the values it names.
   *
   * @param condition its name, for example {@code TENSORMAP_PATH_NOT_FOUND}
   * @param sqlState the class of the error as an SQLSTATE
   * @param message what was wrong, and what to do
   */
  public TensorMapException(String condition, String sqlState, String message) {
    this(condition, sqlState, message, null);
  }

  /**
   * Returns the message without the condition and the SQLSTATE, for another message to include.
   *
   * @return what was wrong, and what to do
   */
  public String reason() {
    return reason;
  }

  @Override
  public String getCondition() {
    return condition;
  }

  @Override
  public String getSqlState() {
    return sqlState;
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return Map.of();
  }
}

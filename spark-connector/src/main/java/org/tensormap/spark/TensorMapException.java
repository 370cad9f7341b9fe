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
  private final ErrorCondition condition;
  private final String reason;

  TensorMapException(ErrorCondition condition, String reason, Throwable cause) {
    super("[" + condition + "] " + reason + " SQLSTATE: " + condition.sqlState(), cause);
    this.condition = condition;
    this.reason = reason;
  }

  /**
   * Returns the condition, for code that tells errors apart.
   *
   * @return what {@link #getCondition()} names
   */
  public ErrorCondition condition() {
    return condition;
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
    return condition.name();
  }

  @Override
  public String getSqlState() {
    return condition.sqlState();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return Map.of();
  }
}

package org.tensormap.torchscript;

/**
 * One argument of a model's method.
 *
 * @param name its name in the model's code
 * @param type what it accepts
 * @param hasDefault whether it may be left out
 * @param defaultValue the value it has then, of the Java type that {@link ModelType} lists; {@code
 *     null} if the default is {@code None} or there is none
 */
public record ModelArgument(String name, ModelType type, boolean hasDefault, Object defaultValue) {
  /** Returns the argument as Python prints it, for example {@code scale: float=2.0}. */
  @Override
  public String toString() {
    return name
        + ": "
        + type
        + (hasDefault ? "=" + (defaultValue == null ? "None" : defaultValue) : "");
  }
}

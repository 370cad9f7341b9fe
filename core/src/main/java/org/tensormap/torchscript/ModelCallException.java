package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model failed while it was running; carries the model's own message and TorchScript stack. */
public final class ModelCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String MARK = "<--- HERE";
  private static final Pattern FRAME = Pattern.compile("(?m)^  File \"");

  /** How libtorch starts the message: with the name of the Python exception. */
  private static final Pattern MESSAGE = Pattern.compile("(?m)^([A-Za-z_][\\w.]*): ");

  private final String modelMessage;
  private final String exceptionType;
  private final String scriptStack;
  private final boolean raisedByModel;

  private ModelCallException(
      String what,
      String exceptionType,
      String modelMessage,
      List<String> frames,
      Throwable cause) {
    super(what + ": " + modelMessage + "\n" + String.join("", frames).stripTrailing(), cause);
    this.modelMessage = modelMessage;
    this.exceptionType = exceptionType;
    this.scriptStack = String.join("", frames).stripTrailing();
    this.raisedByModel = isRaisedByModel(frames);
  }

  /**
   * Creates the exception from what libtorch says.
   *
   * @param model the name of the model
   * @param method the method that was called
   * @param failure what libtorch threw
   */
  static ModelCallException of(String model, String method, RuntimeException failure) {
    String text = String.valueOf(failure.getMessage());
    String what = "the method '" + method + "' of the model '" + model + "' failed";
    int lastMark = text.lastIndexOf(MARK);
    Matcher message = MESSAGE.matcher(text);
    if (lastMark < 0 || !message.find(lastMark)) {
      return new ModelCallException(what, "RuntimeError", text.strip(), List.of(), failure);
    }
    return new ModelCallException(
        what,
        message.group(1).replace("builtins.", ""),
        text.substring(message.end()).strip(),
        frames(text.substring(0, message.start())),
        failure);
  }

  /**
   * Returns what went wrong, in the words of the model or of the operator that failed.
   *
   * @return the message, without stack
   */
  public String modelMessage() {
    return modelMessage;
  }

  /**
   * Returns the name of the Python exception.
   *
   * @return for example {@code ValueError}; {@code RuntimeError} for operators that fail
   */
  public String exceptionType() {
    return exceptionType;
  }

  /**
   * Returns where in the model's code it happened.
   *
   * @return the TorchScript stack, the innermost call last; empty if libtorch gave none
   */
  public String scriptStack() {
    return scriptStack;
  }

  /**
   * Tells whether the model's own code raised the exception ({@code raise} or {@code assert}),
   * rather than an operator or a class that it uses refusing what it was given.
   *
   * @return whether the model decided to fail
   */
  public boolean raisedByModel() {
    return raisedByModel;
  }

  /** The frames of a stack, without those of the bridge. */
  private static List<String> frames(String stack) {
    List<String> frames = new ArrayList<>();
    Matcher start = FRAME.matcher(stack);
    int from = -1;
    while (start.find()) {
      if (from >= 0) {
        frames.add(stack.substring(from, start.start()));
      }
      from = start.start();
    }
    if (from >= 0) {
      frames.add(stack.substring(from));
    }
    frames.removeIf(frame -> frame.startsWith("  File \"" + BridgeSource.PATH));
    return frames;
  }

  private static boolean isRaisedByModel(List<String> frames) {
    if (frames.isEmpty()) {
      return false;
    }
    String last = frames.get(frames.size() - 1);
    boolean isOurs =
        ClassNamespace.all().stream()
            .anyMatch(namespace -> last.startsWith("  File \"" + namespace.path()));
    String beforeMark = last.substring(0, Math.max(last.lastIndexOf(MARK), 0));
    List<String> lines = beforeMark.lines().toList();
    return !isOurs && lines.size() > 1 && lines.get(lines.size() - 2).contains("RaiseException");
  }
}

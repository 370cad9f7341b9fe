package org.tensormap.torchscript;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The methods of a model: those that can be called, and why others can not. */
final class ScriptMethods {
  private final Map<String, ScriptMethod> callable = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  void add(ScriptMethod method) {
    callable.put(method.signature().method(), method);
  }

  void addProblem(String method, String problem) {
    problems.put(method, problem);
  }

  /** The methods that can be called, in the order of the model's code. */
  Map<String, ScriptMethod> callable() {
    return Collections.unmodifiableMap(callable);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(callable.keySet());
  }

  /**
   * Returns a method.
   *
   * @throws IllegalArgumentException if there is none with this name, or it can not be called
   */
  ScriptMethod get(String model, String name) {
    ScriptMethod method = callable.get(name);
    if (method != null) {
      return method;
    }
    if (problems.containsKey(name)) {
      throw new IllegalArgumentException(
          "the method '"
              + name
              + "' of the model '"
              + model
              + "' can not be called from Java: "
              + problems.get(name));
    }
    throw new IllegalArgumentException(
        "the model '" + model + "' has no method '" + name + "', it has " + names());
  }
}

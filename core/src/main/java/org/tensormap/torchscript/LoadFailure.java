package org.tensormap.torchscript;

import ai.djl.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in plain words why libtorch can not load a model. */
final class LoadFailure {
  private static final Pattern OPERATOR = Pattern.compile("Unknown builtin op: ([\\w:]+)");
  private static final Pattern CLASS =
      Pattern.compile("Unknown type name '__torch__\\.(torch\\.classes\\.[\\w.]+)'");

  private LoadFailure() {}

  static ModelFormatException explain(ModelArchive archive, EngineException failure) {
    String text = String.valueOf(failure.getMessage()).strip();
    Matcher operator = OPERATOR.matcher(text);
    if (operator.find()) {
      return new ModelFormatException(
          archive.name(),
          "it uses the operator '"
              + operator.group(1)
              + "', which libtorch 2.7.1 does not have: it is newer, or from an extension\n"
              + text,
          failure);
    }
    Matcher unknown = CLASS.matcher(text);
    if (unknown.find()) {
      return new ModelFormatException(
          archive.name(),
          "it uses the class '"
              + unknown.group(1)
              + "' of an extension; known here are the classes of "
              + ClassNamespace.all().stream()
                  .map(ClassNamespace::name)
                  .collect(Collectors.joining(" and "))
              + "\n"
              + text,
          failure);
    }
    return new ModelFormatException(archive.name(), text, failure);
  }
}

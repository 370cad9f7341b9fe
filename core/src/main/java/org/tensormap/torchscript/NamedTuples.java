package org.tensormap.torchscript;

import java.util.Map;
import java.util.Optional;

/**
 * The named tuples that the code of a model defines, which a serializer writes as
 *
 * <pre>{@code
 * class Pair(NamedTuple):
 *   keys : __torch__.torch.classes.metatensor.Labels
 *   count : int
 * }</pre>
 */
final class NamedTuples {
  private final Map<String, ScriptFile> code;

  /**
   * Creates the definitions.
   *
   * @param code the files of code, by their path in the archive
   */
  NamedTuples(Map<String, ScriptFile> code) {
    this.code = code;
  }

  /** Where the code of a class is in an archive. */
  static String pathOf(String module) {
    return ModelArchive.CODE + module.replace('.', '/') + ".py";
  }

  /** Returns a cursor at the first field of a named tuple; empty if there is none of this name. */
  Optional<ScriptCursor> fieldsOf(String qualifiedName) {
    int dot = qualifiedName.lastIndexOf('.');
    String path = pathOf(qualifiedName.substring(0, Math.max(dot, 0)));
    ScriptFile file = code.get(path);
    if (file == null) {
      return Optional.empty();
    }
    ScriptCursor cursor = new ScriptCursor(path, file.tokens());
    boolean found =
        cursor.moveBehindClass(qualifiedName.substring(dot + 1))
            && cursor.skip('(')
            && cursor.next().isName("NamedTuple")
            && cursor.skip(')')
            && cursor.skip(':');
    return found ? Optional.of(cursor) : Optional.empty();
  }
}

package org.tensormap.torchscript;

import java.util.Optional;

/**
 * A method of a model, and how to call it.
 *
 * @param signature its arguments and result
 * @param namespace the one whose classes it takes or returns; empty if it takes and returns none
 */
record ScriptMethod(ModelSignature signature, Optional<ClassNamespace> namespace) {
  /** The namespace whose classes a call of this method is passed through. */
  ClassNamespace bridgeNamespace() {
    return namespace.orElse(ClassNamespace.first());
  }
}

package org.tensormap.torchscript;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * A file of TorchScript source.
 *
 * @param source its characters, one per byte
 * @param tokens its tokens
 */
record ScriptFile(String source, List<ScriptToken> tokens) {
  /** The operators that compute derivatives, under the names that a serializer gives them. */
  private static final Set<String> AUTOGRAD =
      Set.of(
          "torch.grad",
          "torch.backward",
          "torch.autograd.grad",
          "torch.autograd.backward",
          "ops.aten.grad",
          "ops.aten.backward");

  /** Tells whether the code computes derivatives. */
  boolean usesAutograd() {
    return tokens.stream()
        .anyMatch(token -> token.kind() == Kind.NAME && AUTOGRAD.contains(token.text()));
  }

  /** The names with dots in the source. */
  Set<String> names() {
    return tokens.stream()
        .filter(token -> token.kind() == Kind.NAME && token.text().indexOf('.') > 0)
        .map(ScriptToken::text)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the source with the names of classes and operators of our namespaces replaced by those
   * of their TorchScript counterparts.
   */
  String patched() {
    StringBuilder patched = new StringBuilder(source.length());
    int copied = 0;
    for (ScriptToken token : tokens) {
      if (token.kind() != Kind.NAME) {
        continue;
      }
      for (ClassNamespace namespace : ClassNamespace.all()) {
        String replacement = namespace.patched(token.text());
        if (!replacement.equals(token.text())) {
          patched.append(source, copied, token.start()).append(replacement);
          copied = token.start() + token.text().length();
        }
      }
    }
    return patched.append(source, copied, source.length()).toString();
  }
}

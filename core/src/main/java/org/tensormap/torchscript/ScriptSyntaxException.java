package org.tensormap.torchscript;

/** TorchScript source is not what a serializer writes; the message says where and what. */
final class ScriptSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  ScriptSyntaxException(String problem) {
    super(problem);
  }
}

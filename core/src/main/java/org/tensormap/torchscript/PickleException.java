package org.tensormap.torchscript;

/** A pickle is damaged, or not what TorchScript writes; the message says where and how. */
final class PickleException extends Exception {
  private static final long serialVersionUID = 1L;

  PickleException(String problem) {
    super(problem);
  }
}

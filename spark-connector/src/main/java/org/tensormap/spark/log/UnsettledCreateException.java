package org.tensormap.spark.log;

import java.io.IOException;

/** A file was not created as far as anybody can tell, but may still come to exist. */
final class UnsettledCreateException extends IOException {
  private static final long serialVersionUID = 1;

  UnsettledCreateException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}

package org.tensormap.spark;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Files of the shared test data. */
public final class Fixtures {
  private Fixtures() {}

  /** A file of the sample molecules, for example {@code energy.pt}. */
  public static Path molecules(String name) {
    return file("/molecules/" + name);
  }

  /** A file of a recorded case of the reference's TorchScript classes. */
  public static Path recorded(String testCase, String name) {
    return file("/conformance/torchscript/" + testCase + "/" + name);
  }

  /** A file of a recorded call of the reference's Python library. */
  public static Path recordedCall(String testCase, String name) {
    return file("/conformance/api/" + testCase + "/" + name);
  }

  private static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

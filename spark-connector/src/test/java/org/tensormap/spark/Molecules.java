package org.tensormap.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The features of the sample molecules, as Python wrote them. */
public final class Molecules {
  private Molecules() {}

  /** The directory of the files. */
  public static Path features() {
    try {
      return Path.of(Molecules.class.getResource("/molecules/features").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The files, in the order of their names. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.list(features())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.tensormap.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which gradients the blocks of an archive have, told from the names of its entries: the gradient
 * with respect to {@code p} of the block below {@code prefix} is the block below {@code
 * prefix/gradients/p/}.
 */
final class GradientIndex {
  private static final String BLOCKS = "blocks/";
  private static final String GRADIENTS = "gradients/";
  private static final String SAMPLES = "/samples.npy";

  /** Real gradients are nested once or twice; each level here is a call when they are read. */
  private static final int DEEPEST = 64;

  private final Map<String, List<String>> parameters = new HashMap<>();

  GradientIndex(ZipArchive archive) throws MtsFormatException {
    for (ZipArchive.Entry entry : archive.entries()) {
      if (entry.name().contains(GRADIENTS) && entry.name().endsWith(SAMPLES)) {
        add(entry.name(), new EntryLocation(archive.name(), entry.name()));
      }
    }
  }

  /** The parameters of the gradients of the block below a prefix, in the order of the archive. */
  List<String> parameters(String prefix) {
    return parameters.getOrDefault(prefix, List.of());
  }

  private void add(String name, EntryLocation location) throws MtsFormatException {
    int start = name.startsWith(BLOCKS) ? name.indexOf('/', BLOCKS.length()) + 1 : 0;
    for (int depth = 0; name.startsWith(GRADIENTS, start); depth++) {
      if (depth == DEEPEST) {
        throw location.problem("gradients are nested more than " + DEEPEST + " times");
      }
      int parameterStart = start + GRADIENTS.length();
      int parameterEnd = name.indexOf('/', parameterStart);
      String parameter = name.substring(parameterStart, parameterEnd);
      List<String> known =
          parameters.computeIfAbsent(name.substring(0, start), prefix -> new ArrayList<>(2));
      if (!known.contains(parameter)) {
        known.add(parameter);
      }
      start = parameterEnd + 1;
    }
  }
}

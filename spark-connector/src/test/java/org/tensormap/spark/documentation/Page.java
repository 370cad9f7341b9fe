package org.tensormap.spark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name its path in the repository
 * @param lines its lines
 */
record Page(String name, List<String> lines) {
  /** The root of the repository, seen from the module whose tests run. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";

  private static final Pattern PICTURE = Pattern.compile("!\\[(.*)]\\((.*)\\)");

  /**
   * A fenced block.
   *
   * @param language what is written behind the fence, maybe nothing
   * @param line the number of the line with the fence, from 1
   * @param text what is inside
   * @param output what a block without a language says that begins in the second line below this
   *     one; null if there is none
   */
  record Block(String language, int line, String text, String output) {}

  /**
   * A picture, in a line of its own.
   *
   * @param alternative what is read to those who do not see it
   * @param file the file
   * @param line the number of the line, from 1
   */
  record Picture(String alternative, Path file, int line) {}

  static Page of(String name) {
    try {
      return new Page(name, Files.readAllLines(ROOT.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages for users: the README, and what is in the folder docs. */
  static List<Page> all() {
    List<Page> pages = new ArrayList<>(List.of(of("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files
          .map(file -> "docs/" + file.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .forEach(name -> pages.add(of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /** The whole text. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The blocks in a language. */
  List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language.equals(language)).toList();
  }

  /** The block whose last line has a number, from 1. */
  Block blockEndingAt(int line) {
    return blocks().stream()
        .filter(block -> block.line + block.text.lines().count() + 1 == line)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + ":" + line + ": no block ends here"));
  }

  /** The pictures. */
  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = PICTURE.matcher(lines.get(i));
      if (matcher.matches()) {
        Path file = ROOT.resolve(name).resolveSibling(matcher.group(2));
        pictures.add(new Picture(matcher.group(1), file.normalize(), i + 1));
      }
    }
    return pictures;
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = endOfBlock(i);
        blocks.add(
            new Block(lines.get(i).substring(FENCE.length()), i + 1, inside(i, end), output(end)));
        i = end;
      }
    }
    return blocks;
  }

  private String output(int end) {
    int start = end + 2;
    return start < lines.size() && lines.get(end + 1).isEmpty() && lines.get(start).equals(FENCE)
        ? inside(start, endOfBlock(start))
        : null;
  }

  private int endOfBlock(int start) {
    for (int end = start + 1; end < lines.size(); end++) {
      if (lines.get(end).equals(FENCE)) {
        return end;
      }
    }
    throw new IllegalStateException(name + ":" + (start + 1) + ": the block has no end");
  }

  private String inside(int start, int end) {
    return String.join("\n", lines.subList(start + 1, end));
  }
}

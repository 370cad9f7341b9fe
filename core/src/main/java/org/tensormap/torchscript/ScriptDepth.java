package org.tensormap.torchscript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * How much stack libtorch needs to compile code. Its parser and compiler recurse into brackets,
 * chains of operators, blocks of statements, and the functions and classes that code refers to; a
 * Java thread usually has 1 MB, and running out of it ends the process.
 */
final class ScriptDepth {
  /** Far more than a serializer writes in one definition: it puts most values into variables. */
  private static final int MAX_NESTING = 256;

  /** Measured: 3,000 functions, each called by the one before, need less than 64 MB. */
  private static final long BYTES_PER_DEFINITION = 32 << 10;

  /** Measured: 250 nested calls need less than 1 MB. */
  private static final long BYTES_PER_LEVEL = 4 << 10;

  private static final Set<String> OPERATORS =
      Set.of("not", "and", "or", "in", "is", "if", "else", "elif");
  private static final int INDENT = 2;

  private final String file;

  /** How many operators are chained at each level of brackets. */
  private final Deque<Integer> chains = new ArrayDeque<>();

  private int elifs;
  private int deepest;
  private long bytes;

  private ScriptDepth(String file) {
    this.file = file;
  }

  /**
   * Returns the bytes of stack that the code of a file can take at most.
   *
   * @throws ScriptSyntaxException if something is nested absurdly
   */
  static long stackBytes(String file, List<ScriptToken> tokens) throws ScriptSyntaxException {
    ScriptDepth depth = new ScriptDepth(file);
    ScriptToken last = null;
    for (ScriptToken token : tokens) {
      depth.add(token, last == null || token.line() > last.line());
      last = token;
    }
    depth.endDefinition();
    return depth.bytes;
  }

  private void add(ScriptToken token, boolean isFirstInLine) throws ScriptSyntaxException {
    if (isFirstInLine && chains.size() <= 1) {
      startStatement(token);
    }
    if (token.isName("def") || token.isName("class")) {
      endDefinition();
    } else if (token.kind() == Kind.SYMBOL) {
      addSymbol(token);
    } else if (token.kind() == Kind.NAME) {
      int dots = (int) token.text().chars().filter(c -> c == '.').count();
      chain(dots + (OPERATORS.contains(token.text()) ? 1 : 0));
    }
    int level = chains.stream().mapToInt(Integer::intValue).sum() + chains.size() + elifs;
    deepest = Math.max(deepest, level + (isFirstInLine ? token.column() / INDENT : 0));
    if (deepest > MAX_NESTING) {
      throw new ScriptSyntaxException(
          file
              + ", line "
              + token.line()
              + ": brackets, operators or blocks are nested more than "
              + MAX_NESTING
              + " deep");
    }
  }

  private void startStatement(ScriptToken token) {
    chains.clear();
    chains.push(0);
    if (token.isName("elif")) {
      elifs++;
    } else if (token.isName("if")) {
      elifs = 0;
    }
  }

  private void addSymbol(ScriptToken token) {
    switch (token.text().charAt(0)) {
      case '(', '[', '{' -> chains.push(0);
      case ')', ']', '}' -> {
        if (chains.size() > 1) {
          chains.pop();
        }
        chain(1);
      }
      case ',', '=', ':' -> {
        chains.pop();
        chains.push(0);
      }
      default -> chain(1);
    }
  }

  private void chain(int operators) {
    chains.push(chains.pop() + operators);
  }

  private void endDefinition() {
    bytes += BYTES_PER_DEFINITION + BYTES_PER_LEVEL * deepest;
    deepest = 0;
    elifs = 0;
  }
}

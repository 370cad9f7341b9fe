package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * Splits TorchScript source, as {@code torch.jit.save} writes it, into tokens: enough to find names
 * without being misled by strings and comments.
 */
final class ScriptLexer {
  /**
   * Brackets nested deeper than any serializer writes; the parser in libtorch recurses, and a Java
   * thread has a small stack.
   */
  private static final int MAX_NESTING = 256;

  private final String file;
  private final String source;
  private int at;
  private int lineStart;

  private ScriptLexer(String file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Returns all tokens, the last of which is the end.
   *
   * @param file the name of the source, for messages
   * @param source the characters, one per byte
   * @throws ScriptSyntaxException if a string does not end, or brackets are nested absurdly
   */
  static List<ScriptToken> tokens(String file, String source) throws ScriptSyntaxException {
    return new ScriptLexer(file, source).tokens();
  }

  private List<ScriptToken> tokens() throws ScriptSyntaxException {
    List<ScriptToken> tokens = new ArrayList<>();
    int nesting = 0;
    ScriptToken token;
    do {
      token = next();
      tokens.add(token);
      if (token.isSymbol('(') || token.isSymbol('[') || token.isSymbol('{')) {
        if (++nesting > MAX_NESTING) {
          throw problem("brackets are nested more than " + MAX_NESTING + " deep", token.start());
        }
      } else if (token.isSymbol(')') || token.isSymbol(']') || token.isSymbol('}')) {
        nesting--;
      }
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private ScriptToken next() throws ScriptSyntaxException {
    skipBlanks();
    int start = at;
    if (at == source.length()) {
      return new ScriptToken(Kind.END, "", start, start - lineStart);
    }
    int column = start - lineStart;
    char c = source.charAt(at);
    Kind kind;
    if (isNameStart(c)) {
      kind = Kind.NAME;
      skipName();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      kind = Kind.NUMBER;
      skipNumber();
    } else if (c == '"' || c == '\'') {
      kind = Kind.STRING;
      skipString(c);
    } else {
      kind = Kind.SYMBOL;
      at++;
    }
    return new ScriptToken(kind, source.substring(start, at), start, column);
  }

  private void skipBlanks() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '#') {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
      } else if (c == '\n') {
        at++;
        lineStart = at;
      } else if (c <= ' ') {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipName() {
    while (isNamePart(peek(0)) || (peek(0) == '.' && isNameStart(peek(1)))) {
      at++;
    }
  }

  private void skipNumber() {
    while (isNamePart(peek(0))
        || peek(0) == '.'
        || ((peek(0) == '-' || peek(0) == '+') && (peek(-1) == 'e' || peek(-1) == 'E'))) {
      at++;
    }
  }

  private void skipString(char quote) throws ScriptSyntaxException {
    int start = at;
    String end = String.valueOf(quote);
    if (source.startsWith(end.repeat(3), at)) {
      end = end.repeat(3);
    }
    at += end.length();
    while (!source.startsWith(end, at)) {
      at += peek(0) == '\\' ? 2 : 1;
      if (at >= source.length()) {
        throw problem("a string does not end", start);
      }
    }
    at += end.length();
  }

  private ScriptSyntaxException problem(String problem, int position) {
    long line = 1 + source.substring(0, position).chars().filter(c -> c == '\n').count();
    return new ScriptSyntaxException(file + ", line " + line + ": " + problem);
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

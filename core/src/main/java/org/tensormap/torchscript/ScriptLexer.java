package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * Splits TorchScript source, as {@code torch.jit.save} writes it, into tokens: enough to find names
 * without being misled by strings and comments.
 */
final class ScriptLexer {
  private final String file;
  private final String source;
  private int at;
  private int line = 1;
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
   * @throws ScriptSyntaxException if a string does not end
   */
  static List<ScriptToken> tokens(String file, String source) throws ScriptSyntaxException {
    return new ScriptLexer(file, source).tokens();
  }

  private List<ScriptToken> tokens() throws ScriptSyntaxException {
    List<ScriptToken> tokens = new ArrayList<>();
    ScriptToken token;
    do {
      token = next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private ScriptToken next() throws ScriptSyntaxException {
    skipBlanks();
    int start = at;
    if (at == source.length()) {
      return new ScriptToken(Kind.END, "", start, line, start - lineStart);
    }
    int startLine = line;
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
    return new ScriptToken(kind, source.substring(start, at), start, startLine, column);
  }

  private void skipBlanks() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '#') {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
      } else if (c == '\n') {
        at++;
        line++;
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
    int startLine = line;
    String end = String.valueOf(quote);
    if (source.startsWith(end.repeat(3), at)) {
      end = end.repeat(3);
    }
    at += end.length();
    while (!source.startsWith(end, at)) {
      if (peek(0) == '\n') {
        line++;
        lineStart = at + 1;
      }
      at += peek(0) == '\\' ? 2 : 1;
      if (at >= source.length()) {
        throw new ScriptSyntaxException(file + ", line " + startLine + ": a string does not end");
      }
    }
    at += end.length();
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

package org.tensormap.torchscript;

import java.util.List;
import org.tensormap.torchscript.ScriptToken.Kind;

/** A position in the tokens of one source, for parsers to move along. */
final class ScriptCursor {
  private final String file;
  private final List<ScriptToken> tokens;
  private int at;

  ScriptCursor(String file, List<ScriptToken> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /** The token at the position, which is the end once there are no more. */
  ScriptToken token() {
    return tokens.get(at);
  }

  /** Returns the token at the position and moves on. */
  ScriptToken next() {
    ScriptToken token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  /** Moves on if the token is this symbol, and tells whether it was. */
  boolean skip(char symbol) {
    boolean found = token().isSymbol(symbol);
    if (found) {
      at++;
    }
    return found;
  }

  void expect(char symbol) throws ScriptSyntaxException {
    if (!skip(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  /** Moves to the comma or closing bracket that ends an item of a list. */
  void skipItem() throws ScriptSyntaxException {
    int nesting = 0;
    while (nesting > 0 || !(token().isSymbol(',') || isClosing())) {
      if (token().kind() == Kind.END) {
        throw unexpected("a closing bracket");
      }
      if (token().isSymbol('(') || token().isSymbol('[') || token().isSymbol('{')) {
        nesting++;
      } else if (isClosing()) {
        nesting--;
      }
      at++;
    }
  }

  /** Moves behind the name of a class where it is defined, and tells whether there is one. */
  boolean moveBehindClass(String name) {
    while (token().kind() != Kind.END) {
      ScriptToken token = next();
      if (token.isName("class") && token.column() == 0 && next().isName(name)) {
        return true;
      }
    }
    return false;
  }

  /** Moves to the first token of another line. */
  void skipLine() {
    int line = token().line();
    while (token().kind() != Kind.END && token().line() == line) {
      at++;
    }
  }

  ScriptSyntaxException unexpected(String expected) {
    String got = token().kind() == Kind.END ? "its end" : "'" + token().text() + "'";
    return new ScriptSyntaxException(
        file + ", line " + token().line() + ": expected " + expected + ", got " + got);
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  private boolean isClosing() {
    return token().isSymbol(')') || token().isSymbol(']') || token().isSymbol('}');
  }
}

package org.tensormap.torchscript;

/**
 * A token of TorchScript source.
 *
 * @param kind what it is
 * @param text its characters in the source, with the quotes of a string
 * @param start the position of its first character in the source
 * @param line the number of its line, from 1
 * @param column how far its first character is from the start of its line
 */
record ScriptToken(Kind kind, String text, int start, int line, int column) {
  enum Kind {
    /** A name, or several joined by dots: {@code torch.add}. */
    NAME,
    NUMBER,
    STRING,
    /** One other character. */
    SYMBOL,
    END
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }
}

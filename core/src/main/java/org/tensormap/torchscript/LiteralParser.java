package org.tensormap.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * Reads the default values of arguments: numbers, texts, {@code None}, lists and tuples of these.
 */
final class LiteralParser {
  /** Three octal digits or one other character after a backslash, or a plain character. */
  private static final Pattern LITERAL_PART =
      Pattern.compile("\\\\([0-7]{3})|\\\\(.)|.", Pattern.DOTALL);

  private final ScriptCursor cursor;

  LiteralParser(ScriptCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads a value.
   *
   * @param type its type, which decides the type of the value in Java
   * @return the value, of the Java type that {@link ModelType} lists
   * @throws ScriptSyntaxException if it is no literal of this type, a tensor for example
   */
  Object value(ModelType type) throws ScriptSyntaxException {
    if (cursor.token().isName("None")) {
      cursor.next();
      return null;
    }
    if (cursor.token().isName("annotate")) {
      cursor.next();
      cursor.expect('(');
      cursor.skipItem();
      cursor.expect(',');
      Object value = value(type);
      cursor.expect(')');
      return value;
    }
    if (type instanceof ModelType.OptionalOf optional) {
      return value(optional.value());
    } else if (type instanceof ModelType.ListOf list) {
      return list(list);
    } else if (type instanceof ModelType.TupleOf tuple) {
      return tuple(tuple);
    } else if (type instanceof ModelType.Int) {
      return number(Long::valueOf);
    } else if (type instanceof ModelType.Float) {
      return number(Double::valueOf);
    } else if (type instanceof ModelType.Str && cursor.token().kind() == Kind.STRING) {
      return unquoted(cursor.next().text());
    } else if (type instanceof ModelType.Bool
        && (cursor.token().isName("True") || cursor.token().isName("False"))) {
      return cursor.next().isName("True");
    }
    throw cursor.unexpected("a literal of type " + type);
  }

  private List<Object> list(ModelType.ListOf type) throws ScriptSyntaxException {
    cursor.expect('[');
    List<Object> values = new ArrayList<>();
    while (!cursor.skip(']')) {
      values.add(value(type.element()));
      cursor.skip(',');
    }
    return Collections.unmodifiableList(values);
  }

  private List<Object> tuple(ModelType.TupleOf type) throws ScriptSyntaxException {
    cursor.expect('(');
    List<Object> values = new ArrayList<>();
    for (ModelType element : type.elements()) {
      values.add(value(element));
      cursor.skip(',');
    }
    cursor.expect(')');
    return Collections.unmodifiableList(values);
  }

  private interface NumberReader<T> {
    T read(String text);
  }

  private <T> T number(NumberReader<T> reader) throws ScriptSyntaxException {
    int start = cursor.position();
    String sign = cursor.skip('-') ? "-" : "";
    String text =
        switch (cursor.token().text()) {
          case "inf" -> "Infinity";
          case "nan" -> "NaN";
          default -> cursor.token().text();
        };
    try {
      T value = reader.read(sign + text);
      cursor.next();
      return value;
    } catch (NumberFormatException e) {
      cursor.moveTo(start);
      throw cursor.unexpected("a number");
    }
  }

  /** Undoes the escapes of libtorch's serializer: C escapes and three octal digits, per byte. */
  private static String unquoted(String literal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher part = LITERAL_PART.matcher(literal.substring(1, literal.length() - 1));
    while (part.find()) {
      if (part.group(1) != null) {
        bytes.write(Integer.parseInt(part.group(1), 8));
      } else if (part.group(2) != null) {
        bytes.write(controlCharacter(part.group(2).charAt(0)));
      } else {
        bytes.write(part.group().charAt(0));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static char controlCharacter(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'v' -> 11;
      default -> escaped;
    };
  }
}

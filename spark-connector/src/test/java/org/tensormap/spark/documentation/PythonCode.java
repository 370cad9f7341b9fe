package org.tensormap.spark.documentation;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Runs the Python of the documentation on Spark's classes of the JVM, which have the methods of
 * PySpark by the same names.
 *
 * <p>It knows as much of Python as the documentation uses: an import of functions of Spark, and one
 * assignment or expression a line, made of names, attributes, calls, subscripts, strings and
 * integers. So a page can not use anything that needs a Python package of ours.
 */
final class PythonCode {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:#[^\n]*|(\"(?:[^\"\\\\]|\\\\.)*\"|\\w+|[^\\s\\w]))");
  private static final Pattern IMPORT =
      Pattern.compile("from pyspark\\.sql\\.functions import ([\\w, ]+)");
  private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+) = (.*)", Pattern.DOTALL);
  private static final Set<String> COLUMN_FUNCTIONS = Set.of("select", "groupBy", "orderBy");

  private final Map<String, Object> variables = new HashMap<>();
  private final List<String> functionNames = new ArrayList<>();
  private List<String> tokens = List.of();
  private int position;

  PythonCode(SparkSession spark) {
    variables.put("spark", spark);
  }

  /** The value of a variable. */
  Object get(String name) {
    if (!variables.containsKey(name)) {
      throw new IllegalArgumentException("the name '" + name + "' is not defined");
    }
    return variables.get(name);
  }

  /** Runs a statement, and returns the value of its expression; null for an import. */
  Object run(String statement) {
    Matcher imports = IMPORT.matcher(statement.strip());
    if (imports.matches()) {
      functionNames.addAll(List.of(imports.group(1).split(",\\s*")));
      return null;
    }
    Matcher assignment = ASSIGNMENT.matcher(statement.strip());
    if (!assignment.matches()) {
      return evaluate(statement);
    }
    Object value = evaluate(assignment.group(2));
    variables.put(assignment.group(1), value);
    return value;
  }

  private Object evaluate(String expression) {
    tokens = TOKEN.matcher(expression).results().map(match -> match.group(1)).toList();
    tokens = tokens.stream().filter(token -> token != null).toList();
    position = 0;
    Object value = expression();
    if (position < tokens.size()) {
      throw new IllegalArgumentException("'" + tokens.get(position) + "' is not expected");
    }
    return value;
  }

  private Object expression() {
    Object value = atom();
    while (position < tokens.size()) {
      if (take(".")) {
        String name = next();
        value = take("(") ? method(value, name, arguments()) : method(value, name, List.of());
      } else if (take("[")) {
        value = ((Row) value).getAs((String) expression());
        expect("]");
      } else {
        return value;
      }
    }
    return value;
  }

  private Object atom() {
    String token = next();
    if (token.startsWith("\"")) {
      return token.substring(1, token.length() - 1);
    }
    if (token.matches("\\d+")) {
      return Integer.valueOf(token);
    }
    if (functionNames.contains(token)) {
      expect("(");
      return call(null, functions.class, token, arguments());
    }
    return get(token);
  }

  private List<Object> arguments() {
    List<Object> arguments = new ArrayList<>();
    while (!take(")")) {
      arguments.add(expression());
      if (!take(",") && !tokens.get(position).equals(")")) {
        throw new IllegalArgumentException("'" + tokens.get(position) + "' is not expected");
      }
    }
    return arguments;
  }

  /** In Python, columns may be given by their names, also together with others. */
  private static Object method(Object target, String name, List<Object> arguments) {
    boolean isMixed = arguments.stream().anyMatch(Column.class::isInstance);
    List<Object> columns =
        isMixed && COLUMN_FUNCTIONS.contains(name)
            ? arguments.stream()
                .map(each -> each instanceof String column ? functions.col(column) : each)
                .toList()
            : arguments;
    return call(target, target.getClass(), name, columns);
  }

  private static Object call(Object target, Class<?> type, String name, List<Object> arguments) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        Object[] fitted = fitted(method, arguments);
        if (fitted != null) {
          return invoke(method, target, fitted);
        }
      }
    }
    throw new IllegalArgumentException(
        type.getSimpleName() + " has no method " + name + " for " + arguments);
  }

  /** The arguments as a method takes them; null if it does not take such. */
  private static Object[] fitted(Method method, List<Object> arguments) {
    Class<?>[] types = method.getParameterTypes();
    int single = method.isVarArgs() ? types.length - 1 : types.length;
    if (method.isVarArgs() ? arguments.size() < single : arguments.size() != single) {
      return null;
    }
    Object[] fitted = new Object[types.length];
    for (int i = 0; i < single; i++) {
      if (!types[i].isInstance(arguments.get(i))) {
        return null;
      }
      fitted[i] = arguments.get(i);
    }
    if (method.isVarArgs()) {
      Class<?> element = types[single].getComponentType();
      List<Object> rest = arguments.subList(single, arguments.size());
      if (!rest.stream().allMatch(element::isInstance)) {
        return null;
      }
      fitted[single] = rest.toArray((Object[]) Array.newInstance(element, 0));
    }
    return fitted;
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(method.getName() + ": " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private String next() {
    return tokens.get(position++);
  }

  private boolean take(String token) {
    boolean isNext = position < tokens.size() && tokens.get(position).equals(token);
    position += isNext ? 1 : 0;
    return isNext;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw new IllegalArgumentException("'" + token + "' is expected");
    }
  }
}

package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.layout.TensorMapLayout;

/**
 * Turns Spark's predicates about labels, bounds and paths of gradients into conditions.
 *
 * <p>A predicate of SQL is true, false or unknown, the last one if a constant in it is null. So it
 * is asked of each predicate when it is true, and, below a {@code NOT}, when it is false; what is
 * unknown is neither.
 */
final class PredicateTranslator {
  /** The label that a column has, or a field of one. */
  private final Map<List<String>, Label> labels = new HashMap<>();

  /** The columns with the paths of gradients. */
  private final Set<List<String>> paths = new HashSet<>();

  /**
   * Creates a translator.
   *
   * @param columns the columns of the table
   */
  PredicateTranslator(List<LayoutColumn> columns) {
    for (LayoutColumn column : columns) {
      if (Label.isLabel(column.role())) {
        labels.put(List.of(column.name()), Label.of(column));
      } else if (column.role() == Role.BOUNDS) {
        addBounds(column.name(), ((StructType) column.field().dataType()).fieldNames());
      } else if (column.role() == Role.PATH) {
        paths.add(List.of(column.name()));
      }
    }
  }

  /** There are bounds of all dimensions, or of none: each tells whether there are any. */
  private void addBounds(String column, String... dimensions) {
    for (int i = 0; i < dimensions.length; i++) {
      labels.put(List.of(column), Label.least(i));
      labels.put(List.of(column, dimensions[i]), Label.least(i));
      labels.put(List.of(column, dimensions[i], TensorMapLayout.MIN), Label.least(i));
      labels.put(List.of(column, dimensions[i], TensorMapLayout.MAX), Label.greatest(i));
    }
  }

  /** When a predicate is true; empty if it is about something else than labels. */
  Optional<Condition> whenTrue(Predicate predicate) {
    return when(true, predicate);
  }

  private Optional<Condition> when(boolean wanted, Expression expression) {
    if (!(expression instanceof Predicate predicate)) {
      return Optional.empty();
    }
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "ALWAYS_TRUE" -> Optional.of(wanted ? Condition.always() : Condition.never());
      case "ALWAYS_FALSE" -> Optional.of(wanted ? Condition.never() : Condition.always());
      case "NOT" -> when(!wanted, children[0]);
      case "AND" -> combined(wanted, wanted, children);
      case "OR" -> combined(!wanted, wanted, children);
      case "IS_NULL" -> isNull(wanted, children[0]);
      case "IS_NOT_NULL" -> isNull(!wanted, children[0]);
      case "IN" -> isPath(children[0]) ? isPathIn(wanted, children) : isIn(wanted, children);
      default -> compared(wanted, predicate.name(), children);
    };
  }

  private Optional<Condition> isNull(boolean wanted, Expression column) {
    if (isPath(column)) {
      return Optional.of(new Condition.OnPath(Set.of(), !wanted, wanted));
    }
    return label(column).flatMap(label -> isNull(wanted, label));
  }

  /** That there is no label is not a condition about labels. */
  private static Optional<Condition> isNull(boolean wanted, Label label) {
    if (!label.isNullable()) {
      return Optional.of(wanted ? Condition.never() : Condition.always());
    }
    return wanted ? Optional.empty() : Optional.of(Condition.within(label, IntSet.ALL));
  }

  private static Optional<Condition> isPathIn(boolean wanted, Expression... children) {
    Set<String> names = new HashSet<>();
    boolean hasNull = false;
    for (Expression child : List.of(children).subList(1, children.length)) {
      if (!(child instanceof Literal<?> literal)
          || !literal.dataType().equals(DataTypes.StringType)) {
        return Optional.empty();
      }
      if (literal.value() == null) {
        hasNull = true;
      } else {
        names.add(literal.value().toString());
      }
    }
    return Optional.of(
        hasNull && !wanted ? Condition.never() : new Condition.OnPath(names, !wanted, false));
  }

  private Optional<Condition> comparedPath(
      boolean wanted, String operator, Expression path, Expression constant) {
    Optional<Condition> equal = isPathIn(wanted, path, constant);
    return switch (operator) {
      case "=" -> equal;
      case "<>" -> isPathIn(!wanted, path, constant);
      case "<=>" -> {
        if (constant instanceof Literal<?> literal && literal.value() == null) {
          yield isNull(wanted, path);
        }
        Condition block = new Condition.OnPath(Set.of(), false, true);
        yield wanted ? equal : equal.map(other -> Condition.any(List.of(other, block)));
      }
      default -> Optional.empty();
    };
  }

  /** By De Morgan's laws, what is wanted of {@code AND} and {@code OR} changes places. */
  private Optional<Condition> combined(boolean all, boolean wanted, Expression[] children) {
    List<Condition> conditions = new ArrayList<>();
    for (Expression child : children) {
      Optional<Condition> condition = when(wanted, child);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    return Optional.of(all ? Condition.all(conditions) : Condition.any(conditions));
  }

  private Optional<Condition> isIn(boolean wanted, Expression[] children) {
    Optional<Label> label = label(children[0]);
    List<Literal<?>> constants =
        Stream.of(children)
            .skip(1)
            .map(PredicateTranslator::constant)
            .flatMap(Optional::stream)
            .toList();
    if (label.isEmpty() || constants.size() < children.length - 1) {
      return Optional.empty();
    }
    IntSet values =
        IntSet.of(
            constants.stream()
                .filter(constant -> constant.value() != null)
                .mapToInt(constant -> (Integer) constant.value())
                .toArray());
    boolean hasNull = constants.stream().anyMatch(constant -> constant.value() == null);
    if (wanted) {
      return Optional.of(Condition.within(label.get(), values));
    }
    return Optional.of(
        hasNull ? Condition.never() : Condition.within(label.get(), values.complement()));
  }

  private Optional<Condition> compared(boolean wanted, String operator, Expression[] children) {
    if (children.length != 2) {
      return Optional.empty();
    }
    if (isPath(children[0])) {
      return comparedPath(wanted, operator, children[0], children[1]);
    }
    if (isPath(children[1])) {
      return comparedPath(wanted, operator, children[1], children[0]);
    }
    return label(children[0])
        .flatMap(
            label -> constant(children[1]).flatMap(to -> compared(wanted, label, operator, to)))
        .or(
            () ->
                label(children[1])
                    .flatMap(
                        label ->
                            constant(children[0])
                                .flatMap(to -> compared(wanted, label, mirrored(operator), to))));
  }

  private static Optional<Condition> compared(
      boolean wanted, Label label, String operator, Literal<?> constant) {
    if (operator.equals("<=>") && label.isNullable() && (constant.value() == null || !wanted)) {
      return constant.value() == null ? isNull(wanted, label) : Optional.empty();
    }
    if (constant.value() == null) {
      boolean isFalse = operator.equals("<=>") && !wanted;
      return Optional.of(isFalse ? Condition.always() : Condition.never());
    }
    return values(operator, (Integer) constant.value())
        .map(values -> Condition.within(label, wanted ? values : values.complement()));
  }

  private static Optional<IntSet> values(String operator, long constant) {
    return switch (operator) {
      case "=", "<=>" -> Optional.of(IntSet.range(constant, constant));
      case "<>" -> Optional.of(IntSet.range(constant, constant).complement());
      case "<" -> Optional.of(IntSet.range(Integer.MIN_VALUE, constant - 1));
      case "<=" -> Optional.of(IntSet.range(Integer.MIN_VALUE, constant));
      case ">" -> Optional.of(IntSet.range(constant + 1, Integer.MAX_VALUE));
      case ">=" -> Optional.of(IntSet.range(constant, Integer.MAX_VALUE));
      default -> Optional.empty();
    };
  }

  /** The operator that means the same when its operands change places. */
  private static String mirrored(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  private Optional<Label> label(Expression expression) {
    return expression instanceof NamedReference reference
        ? Optional.ofNullable(labels.get(nameIn(labels.keySet(), reference)))
        : Optional.empty();
  }

  private boolean isPath(Expression expression) {
    return expression instanceof NamedReference reference
        && paths.contains(nameIn(paths, reference));
  }

  /** The name of a column that is meant: some statements have it as the user wrote it. */
  private static List<String> nameIn(Set<List<String>> known, NamedReference reference) {
    List<String> name = List.of(reference.fieldNames());
    return known.contains(name)
        ? name
        : known.stream().filter(other -> isSame(name, other)).findFirst().orElse(name);
  }

  private static boolean isSame(List<String> name, List<String> other) {
    return name.size() == other.size()
        && IntStream.range(0, name.size())
            .allMatch(i -> name.get(i).equalsIgnoreCase(other.get(i)));
  }

  /**
   * A constant of the type of labels; others are left to Spark, which mostly turned them into one.
   */
  private static Optional<Literal<?>> constant(Expression expression) {
    return expression instanceof Literal<?> literal
            && literal.dataType().equals(DataTypes.IntegerType)
        ? Optional.of(literal)
        : Optional.empty();
  }
}

package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;

/**
 * Turns Spark's predicates about label columns into conditions.
 *
 * <p>A predicate of SQL is true, false or unknown, the last one if a constant in it is null. So it
 * is asked of each predicate when it is true, and, below a {@code NOT}, when it is false; what is
 * unknown is neither.
 */
final class PredicateTranslator {
  private final Map<String, Label> labels = new HashMap<>();

  /**
   * Creates a translator.
   *
   * @param columns the columns of the table
   */
  PredicateTranslator(List<LayoutColumn> columns) {
    for (LayoutColumn column : columns) {
      if (Label.isLabel(column.role())) {
        labels.put(column.name(), new Label(column.role(), column.dimension()));
      }
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
      case "IS_NULL" ->
          label(children[0]).map(l -> wanted ? Condition.never() : Condition.always());
      case "IS_NOT_NULL" ->
          label(children[0]).map(l -> wanted ? Condition.always() : Condition.never());
      case "IN" -> isIn(wanted, children);
      default -> compared(wanted, predicate.name(), children);
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
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? Optional.ofNullable(labels.get(reference.fieldNames()[0]))
        : Optional.empty();
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

package org.tensormap.spark.condition;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the labels of a row must be for a query to want it.
 *
 * <p>The same condition serves for shards, for blocks and for rows: what is known about the labels
 * of a whole shard or block is filled in, and what is left is still to be asked of its parts.
 */
public sealed interface Condition extends Serializable {
  /**
   * What is left of the condition where something is known about labels.
   *
   * @param known the values that a label can have; empty if nothing is known about it
   * @return a condition that is equally true there; {@link #always()} or {@link #never()} if what
   *     is known decides
   */
  Condition given(Function<Label, Optional<IntSet>> known);

  /**
   * What is left of the condition in the rows of a gradient, or of blocks themselves.
   *
   * @param path the path of the gradient; null for the blocks themselves
   * @return a condition that is equally true there
   */
  Condition atPath(String path);

  /**
   * Returns the values that a label can have where the condition is met, and maybe others.
   *
   * @param label the label
   * @return its values
   */
  IntSet possible(Label label);

  /**
   * Returns all labels that the condition is about.
   *
   * @return the labels
   */
  Set<Label> labels();

  /**
   * Returns the axes of blocks that the labels are along.
   *
   * @return the axes, as in {@link Label#axis}
   */
  default Set<Integer> axes() {
    return labels().stream()
        .map(Label::axis)
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the part of this condition that is about an axis, where each part is about one.
   *
   * @param axis the axis
   * @return the part; always true if there is none
   */
  default Condition along(int axis) {
    return axes().contains(axis) ? this : always();
  }

  /**
   * A label is there, and one of some values.
   *
   * @param label the label
   * @param values the values
   */
  record Within(Label label, IntSet values) implements Condition {
    @Override
    public Condition given(Function<Label, Optional<IntSet>> known) {
      return known.apply(label).map(this::given).orElse(this);
    }

    private Condition given(IntSet possible) {
      if (!values.intersects(possible)) {
        return never();
      }
      return values.containsAll(possible) ? always() : this;
    }

    @Override
    public Condition atPath(String path) {
      return this;
    }

    @Override
    public IntSet possible(Label other) {
      return label.equals(other) ? values : IntSet.ALL;
    }

    @Override
    public Set<Label> labels() {
      return Set.of(label);
    }
  }

  /**
   * A row shows one of some gradients, or the blocks themselves.
   *
   * @param paths the paths of gradients
   * @param isOther whether the gradients that are meant are all others but these
   * @param isBlock whether the blocks themselves are meant, too
   */
  record OnPath(Set<String> paths, boolean isOther, boolean isBlock) implements Condition {
    /**
     * Creates the condition.
     *
     * @param paths the paths of gradients; copied
     * @param isOther whether the gradients that are meant are all others but these
     * @param isBlock whether the blocks themselves are meant, too
     */
    public OnPath {
      paths = Set.copyOf(paths);
    }

    @Override
    public Condition given(Function<Label, Optional<IntSet>> known) {
      return this;
    }

    @Override
    public Condition atPath(String path) {
      boolean isMet = path == null ? isBlock : paths.contains(path) != isOther;
      return isMet ? always() : never();
    }

    @Override
    public IntSet possible(Label label) {
      return IntSet.ALL;
    }

    @Override
    public Set<Label> labels() {
      return Set.of();
    }
  }

  /**
   * All conditions are met; always true if there are none.
   *
   * @param conditions the conditions
   */
  record All(List<Condition> conditions) implements Condition {
    /**
     * Creates the condition.
     *
     * @param conditions the conditions; copied
     */
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Condition given(Function<Label, Optional<IntSet>> known) {
      return all(conditions.stream().map(condition -> condition.given(known)).toList());
    }

    @Override
    public Condition atPath(String path) {
      return all(conditions.stream().map(condition -> condition.atPath(path)).toList());
    }

    @Override
    public IntSet possible(Label label) {
      return conditions.stream()
          .map(condition -> condition.possible(label))
          .reduce(IntSet.ALL, IntSet::intersection);
    }

    @Override
    public Set<Label> labels() {
      return labelsOf(conditions);
    }

    @Override
    public Condition along(int axis) {
      return all(conditions.stream().map(condition -> condition.along(axis)).toList());
    }
  }

  /**
   * At least one condition is met; never true if there are none.
   *
   * @param conditions the conditions
   */
  record Any(List<Condition> conditions) implements Condition {
    /**
     * Creates the condition.
     *
     * @param conditions the conditions; copied
     */
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Condition given(Function<Label, Optional<IntSet>> known) {
      return any(conditions.stream().map(condition -> condition.given(known)).toList());
    }

    @Override
    public Condition atPath(String path) {
      return any(conditions.stream().map(condition -> condition.atPath(path)).toList());
    }

    @Override
    public IntSet possible(Label label) {
      return IntSet.union(conditions.stream().map(condition -> condition.possible(label)).toList());
    }

    @Override
    public Set<Label> labels() {
      return labelsOf(conditions);
    }
  }

  /**
   * Returns the condition that wants every row.
   *
   * @return a condition that is always true
   */
  static Condition always() {
    return new All(List.of());
  }

  /**
   * Returns the condition that wants no row.
   *
   * @return a condition that is never true
   */
  static Condition never() {
    return new Any(List.of());
  }

  /**
   * Tells whether every row is wanted.
   *
   * @return whether this is {@link #always}
   */
  default boolean isAlways() {
    return equals(always());
  }

  /**
   * Tells whether no row is wanted.
   *
   * @return whether this is {@link #never}
   */
  default boolean isNever() {
    return equals(never());
  }

  /**
   * Returns the condition that a label is one of some values.
   *
   * @param label the label
   * @param values the values
   * @return a condition, as simple as it can be
   */
  static Condition within(Label label, IntSet values) {
    if (values.isEmpty()) {
      return never();
    }
    boolean isAlways = values.equals(IntSet.ALL) && !label.isNullable();
    return isAlways ? always() : new Within(label, values);
  }

  /**
   * Returns the condition that all of some conditions are met.
   *
   * @param conditions the conditions
   * @return a condition, as simple as it can be
   */
  static Condition all(List<Condition> conditions) {
    List<Condition> needed = new ArrayList<>();
    for (Condition condition : conditions) {
      if (condition.isNever()) {
        return never();
      }
      needed.addAll(condition instanceof All all ? all.conditions : List.of(condition));
    }
    return needed.size() == 1 ? needed.get(0) : new All(needed);
  }

  /**
   * Returns the condition that at least one of some conditions is met.
   *
   * @param conditions the conditions
   * @return a condition, as simple as it can be
   */
  static Condition any(List<Condition> conditions) {
    List<Condition> enough = new ArrayList<>();
    for (Condition condition : conditions) {
      if (condition.isAlways()) {
        return always();
      }
      enough.addAll(condition instanceof Any any ? any.conditions : List.of(condition));
    }
    return enough.size() == 1 ? enough.get(0) : new Any(enough);
  }

  private static Set<Label> labelsOf(List<Condition> conditions) {
    return conditions.stream()
        .flatMap(condition -> condition.labels().stream())
        .collect(Collectors.toSet());
  }
}

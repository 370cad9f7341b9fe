package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Shard;

/** The shards of a dataset that can be removed as a whole, because all of their rows are meant. */
public final class WholeShards {
  /** The labels that rows have whatever their layout, and those of a tensor map as a row. */
  private static final Set<Role> OF_ALL_LAYOUTS = Set.of(Role.KEY, Role.SAMPLE, Role.BOUNDS);

  private final String text;
  private final Condition condition;
  private final ShardPruning pruning;
  private final Set<String> paths;

  private WholeShards(String text, Condition condition, ShardPruning pruning, Set<String> paths) {
    this.text = text;
    this.condition = condition;
    this.pruning = pruning;
    this.paths = paths;
  }

  /**
   * Finds the shards that are to be deleted.
   *
   * @param input a version of a dataset
   * @param layout the layout of the rows that the predicates are about
   * @param predicates the predicates, all of which must hold
   * @return the shards whose rows all fulfill them
   * @throws org.tensormap.spark.TensorMapException if a predicate is about something else than
   *     labels, or the log does not tell that of each shard either all rows fulfill them or none
   */
  public static WholeShards toDelete(Input input, Layout layout, List<Predicate> predicates) {
    return find("deleted", input, layout, predicates);
  }

  /**
   * Finds the shards that are to be replaced by rows that fulfill the same predicates.
   *
   * @param input a version of a dataset, or nothing where there will be one
   * @param layout the layout of the rows that the predicates are about
   * @param predicates the predicates, all of which must hold
   * @return the shards whose rows all fulfill them
   * @throws org.tensormap.spark.TensorMapException as for those to be deleted, or if a predicate is
   *     about labels that rows of other layouts do not have
   */
  public static WholeShards toReplace(Input input, Layout layout, List<Predicate> predicates) {
    WholeShards found = find("replaced", input, layout, predicates);
    boolean isOfAllLayouts =
        found.condition.atPath(null).equals(found.condition)
            && found.condition.labels().stream()
                .map(Label::role)
                .allMatch(OF_ALL_LAYOUTS::contains);
    if (!isOfAllLayouts) {
      throw ReadErrors.notAboutLabels("replaced", input.name(), layout, found.text);
    }
    return found;
  }

  private static WholeShards find(
      String verb, Input input, Layout layout, List<Predicate> predicates) {
    PredicateTranslator translator = new PredicateTranslator(layout.columns(input.schema()));
    List<Condition> conditions = new ArrayList<>();
    for (Predicate predicate : predicates) {
      conditions.add(
          translator
              .whenTrue(predicate)
              .filter(condition -> condition.isAlways() || !layout.showsGradient())
              .orElseThrow(
                  () ->
                      ReadErrors.notAboutLabels(verb, input.name(), layout, predicate.toString())));
    }
    String text = predicates.stream().map(Predicate::toString).collect(Collectors.joining(" AND "));
    Condition condition = Condition.all(conditions);
    ShardPruning pruning = new ShardPruning(input.schema(), layout, condition);
    Set<String> paths = new LinkedHashSet<>();
    for (PlannedShard planned : pruning.prune(input)) {
      Shard shard = planned.shard().orElseThrow();
      if (!planned.isWhole()) {
        throw ReadErrors.partOfShard(verb, input.name(), shard, text);
      }
      paths.add(shard.path());
    }
    return new WholeShards(text, condition, pruning, paths);
  }

  /**
   * Returns the predicates, for messages.
   *
   * @return a condition in words of SQL
   */
  public String text() {
    return text;
  }

  /**
   * Returns what the labels of the rows are.
   *
   * @return a condition that all rows in the shards meet, and no others in the dataset
   */
  public Condition condition() {
    return condition;
  }

  /**
   * Returns where the shards are.
   *
   * @return their paths, relative to the dataset
   */
  public Set<String> paths() {
    return paths;
  }

  /**
   * Tells whether a shard that was not there when these were found may have such rows, too.
   *
   * @param other the shard
   * @return whether the log does not rule it out
   */
  public boolean mayHaveSuchRows(Shard other) {
    return pruning.mayHaveRows(other);
  }
}

package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Shard;

/** Finds shards that can be deleted as a whole, because all of their rows are meant. */
public final class WholeShards {
  private WholeShards() {}

  /**
   * Finds the shards whose rows all fulfill some predicates.
   *
   * @param input a version of a dataset
   * @param layout the layout of the rows that the predicates are about
   * @param predicates the predicates, all of which must hold
   * @return the paths of the shards, relative to the dataset
   * @throws org.tensormap.spark.TensorMapException if a predicate is about something else than
   *     labels, or the log does not tell that of each shard either all rows fulfill them or none
   */
  public static Set<String> find(Input input, Layout layout, List<Predicate> predicates) {
    PredicateTranslator translator = new PredicateTranslator(layout.columns(input.schema()));
    List<Condition> conditions = new ArrayList<>();
    for (Predicate predicate : predicates) {
      conditions.add(
          translator
              .whenTrue(predicate)
              .filter(condition -> condition.isAlways() || !layout.showsGradient())
              .orElseThrow(() -> ReadErrors.notAboutLabels(input.name(), layout, predicate)));
    }
    Set<String> paths = new LinkedHashSet<>();
    for (PlannedShard planned : ShardPruning.prune(input, layout, Condition.all(conditions))) {
      Shard shard = planned.shard().orElseThrow();
      if (!planned.isWhole()) {
        throw ReadErrors.partOfShard(input.name(), shard, predicates);
      }
      paths.add(shard.path());
    }
    return paths;
  }
}

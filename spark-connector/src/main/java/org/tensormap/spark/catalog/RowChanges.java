package org.tensormap.spark.catalog;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Refuses to change single rows. Spark leaves the names in a {@code MERGE} to a table that takes
 * rows of any columns, and would say that it does not know them.
 */
final class RowChanges extends Rule<LogicalPlan> {
  /**
   * Looks at a plan, but changes nothing.
   *
   * @param plan the plan, in which tables were looked up
   * @return the plan
   * @throws org.tensormap.spark.TensorMapException if it changes rows of a table of this format
   */
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    LogicalPlan command = plan instanceof WithCTE with ? with.plan() : plan;
    if (command instanceof MergeIntoTable merge) {
      check("MERGE rows into", merge.targetTable());
    } else if (command instanceof UpdateTable update) {
      check("UPDATE rows of", update.table());
    }
    return plan;
  }

  private static void check(String what, LogicalPlan target) {
    LogicalPlan table = target;
    while (table instanceof SubqueryAlias alias) {
      table = alias.child();
    }
    if (table instanceof DataSourceV2Relation relation
        && (relation.table() instanceof TensorMapTable || relation.table() instanceof NewDataset)) {
      throw CatalogErrors.unsupported(
          what + " the table " + relation.table().name(),
          "Replace whole shards, with INSERT INTO … REPLACE WHERE, or the dataset, with INSERT"
              + " OVERWRITE, by what a query makes of its rows.");
    }
  }
}

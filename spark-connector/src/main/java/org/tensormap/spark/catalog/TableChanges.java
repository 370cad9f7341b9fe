package org.tensormap.spark.catalog;

import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.AlterTableCommand;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.TableChange;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Refuses to change the columns of a table of this format in Spark's own catalog, which would keep
 * a change that the table does not know of; and to cluster it, after which it could not be read.
 */
final class TableChanges {
  private TableChanges() {}

  /**
   * Checks a plan before it is executed.
   *
   * @param plan the plan, all names in which were looked up
   * @return nothing
   * @throws org.tensormap.spark.TensorMapException if it makes such a change
   */
  static BoxedUnit check(LogicalPlan plan) {
    if (plan instanceof AlterTableCommand command
        && command.table() instanceof ResolvedTable resolved
        && !(resolved.catalog() instanceof TensorMapCatalog)
        && (resolved.table() instanceof TensorMapTable || resolved.table() instanceof NewDataset)
        && CollectionConverters.asJava(command.changes()).stream()
            .anyMatch(TableChanges::isAboutColumns)) {
      throw CatalogErrors.unsupported(
          "alter the columns of the table " + resolved.identifier(),
          "They are those of the tensor maps in it, whose shards are cut along the samples.");
    }
    return BoxedUnit.UNIT;
  }

  private static boolean isAboutColumns(TableChange change) {
    return change instanceof TableChange.ColumnChange || change instanceof TableChange.ClusterBy;
  }
}

package org.tensormap.spark.catalog;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.tensormap.spark.functions.SqlFunctions;
import scala.runtime.BoxedUnit;

/**
 * Gives every Spark session the {@code tm_*} functions and the catalog {@code tensormap}, so that
 * nothing has to be configured. Spark finds this class by itself when the connector is on its class
 * path; naming it in {@code spark.sql.extensions} does no harm.
 */
public final class TensorMapExtensions implements SparkSessionExtensionsProvider {

  /** Creates the provider. */
  public TensorMapExtensions() {}

  /**
   * Extends sessions.
   *
   * @param extensions what sessions start with
   * @return nothing
   */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    SqlFunctions.addTo(extensions);
    extensions.injectHintResolutionRule(TensorMapExtensions::pathTables);
    extensions.injectCheckRule(
        session -> new NewTables((org.apache.spark.sql.classic.SparkSession) session)::check);
    extensions.injectCheckRule(session -> TableChanges::check);
    extensions.injectColumnar(session -> new ElementVectors());
    extensions.injectPostHocResolutionRule(session -> new UnionMetadata());
    extensions.injectPostHocResolutionRule(session -> new RowChanges());
    return BoxedUnit.UNIT;
  }

  /**
   * There is no hook for new sessions. Spark asks for rules when it is about to analyze the first
   * query of one, which is before it looks for catalogs; and it applies those for hints before it
   * looks for tables, whose names {@link PathTables} changes.
   */
  private static PathTables pathTables(SparkSession session) {
    TensorMapSource.registerCatalog(session);
    return new PathTables(new SessionTables((org.apache.spark.sql.classic.SparkSession) session));
  }
}

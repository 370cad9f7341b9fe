package org.tensormap.spark.catalog;

import java.util.Map;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsCatalogOptions;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format {@code tensormap}: {@code spark.read().format("tensormap").load(path)}.
 *
 * <p>Its tables come from the {@link TensorMapCatalog}, without which Spark would not let a format
 * be written in the default mode; if the session has no catalog of that name, this source registers
 * it, so that nothing has to be configured.
 */
public final class TensorMapSource
    implements SupportsCatalogOptions, DataSourceRegister, RelationProvider {
  /** The name of the format and of its catalog. */
  public static final String NAME = "tensormap";

  /** Creates the source, which has no state. */
  public TensorMapSource() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public Identifier extractIdentifier(CaseInsensitiveStringMap options) {
    return PathIdentifier.of(options);
  }

  @Override
  public String extractCatalog(CaseInsensitiveStringMap options) {
    registerCatalog(SparkSession.active());
    return NAME;
  }

  /** Sets the catalog of a session, unless the user has chosen one. */
  static void registerCatalog(SparkSession session) {
    String key = "spark.sql.catalog." + NAME;
    if (!session.conf().contains(key)) {
      session.conf().set(key, TensorMapCatalog.class.getName());
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return TableColumns.structType(table(options).columns());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return table(new CaseInsensitiveStringMap(properties));
  }

  /**
   * Is called by Spark if a table can not be read, which is so if there is nothing at its path.
   *
   * @param context the session
   * @param parameters the options of the read
   * @return never
   * @throws org.tensormap.spark.TensorMapException always, to say that the path does not exist
   */
  @Override
  public BaseRelation createRelation(
      SQLContext context, scala.collection.immutable.Map<String, String> parameters) {
    Map<String, String> options = scala.jdk.javaapi.CollectionConverters.asJava(parameters);
    throw CatalogErrors.pathNotFound(
        PathIdentifier.of(new CaseInsensitiveStringMap(options)).paths());
  }

  private static Table table(CaseInsensitiveStringMap options) {
    return new TensorMapCatalog().loadTable(PathIdentifier.of(options));
  }
}

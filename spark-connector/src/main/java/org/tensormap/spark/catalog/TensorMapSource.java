package org.tensormap.spark.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsCatalogOptions;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.read.ReadOptions;
import org.tensormap.spark.write.DeclaredOptions;
import org.tensormap.spark.write.WriteErrors;

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

  /** The setting of a session that says what its catalog of this name is. */
  static final String CATALOG_SETTING = "spark.sql.catalog." + NAME;

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
    if (!session.conf().contains(CATALOG_SETTING)) {
      session.conf().set(CATALOG_SETTING, TensorMapCatalog.class.getName());
    }
  }

  @Override
  public Optional<String> extractTimeTravelVersion(CaseInsensitiveStringMap options) {
    return Optional.ofNullable(options.get(ReadOptions.VERSION));
  }

  @Override
  public Optional<String> extractTimeTravelTimestamp(CaseInsensitiveStringMap options) {
    return Optional.ofNullable(options.get(ReadOptions.TIMESTAMP));
  }

  /**
   * Tells Spark that it may keep the columns of a table in its own catalog, where a table can be
   * made before there is anything at its location. What is at a location says itself which columns
   * it has; then those are not asked for.
   *
   * @return true
   */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    Map<String, String> properties = options.asCaseSensitiveMap();
    Table table = getTable(new StructType(), new Transform[0], properties);
    if (!table.capabilities().contains(TableCapability.MICRO_BATCH_READ)
        && !TableProperties.isOfSessionCatalog(properties)) {
      throw SourceErrors.pathNotFound(PathIdentifier.of(options).paths());
    }
    return TableColumns.structType(table.columns());
  }

  /**
   * Returns the table at a path.
   *
   * @param schema the columns that the table was declared with, or that are to be written; they
   *     matter only if there is nothing at the path
   * @param partitioning none
   * @param properties the options of the format, or the properties of a table in Spark's catalog
   * @return the table
   * @throws org.tensormap.spark.TensorMapException if the table is to be partitioned, or an option
   *     or what is at the path is not as it must be
   */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    if (partitioning.length > 0) {
      throw WriteErrors.partitioned(properties.getOrDefault(SourceOptions.PATH, "of the table"));
    }
    return TableProperties.isOfSessionCatalog(properties)
        ? table(schema, properties)
        : table(schema, new CaseInsensitiveStringMap(properties));
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
    throw SourceErrors.pathNotFound(
        PathIdentifier.of(new CaseInsensitiveStringMap(options)).paths());
  }

  /**
   * A table for a stream; for a batch, Spark asks the catalog. If Spark knows columns, they are
   * those of rows that a stream writes.
   */
  private static Table table(StructType columns, CaseInsensitiveStringMap options) {
    for (String option : List.of(ReadOptions.VERSION, ReadOptions.TIMESTAMP)) {
      if (options.containsKey(option)) {
        throw CatalogErrors.versionOfStream(option);
      }
    }
    PathIdentifier path = PathIdentifier.of(options);
    try {
      return new TensorMapCatalog().loadTable(path);
    } catch (TensorMapException e) {
      if (mayBeSeenLater(e, columns)) {
        return new UnseenTable(path, Map.of(), columns);
      }
      throw e;
    }
  }

  /** A table in Spark's own catalog, which has no path while it is being made without one. */
  private static Table table(StructType declared, Map<String, String> properties) {
    CaseInsensitiveStringMap options =
        new CaseInsensitiveStringMap(TableProperties.optionsOfSessionCatalog(properties));
    if (!options.containsKey(SourceOptions.PATH)) {
      return new UnplacedTable(declared);
    }
    try {
      DeclaredOptions.ofOneUse(options)
          .ifPresent(
              name -> {
                throw CatalogErrors.optionOfOneUse(name);
              });
      return table(PathIdentifier.of(options), TableProperties.declared(options), declared);
    } catch (RuntimeException e) {
      return new UnreadableTable(NAME + "." + options.get(SourceOptions.PATH), e);
    }
  }

  private static Table table(
      PathIdentifier path, Map<String, String> options, StructType declared) {
    try {
      return TensorMapCatalog.declared(path, options, declared);
    } catch (TensorMapException e) {
      if (mayBeSeenLater(e, declared)) {
        return new UnseenTable(path, options, declared);
      }
      throw e;
    }
  }

  /** Whether the session of a query may be able to look at a table with known columns. */
  private static boolean mayBeSeenLater(TensorMapException error, StructType columns) {
    return error.condition() == ErrorCondition.TENSORMAP_PATH_UNREADABLE && !columns.isEmpty();
  }
}

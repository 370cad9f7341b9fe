package org.tensormap.spark.maintenance;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;

/**
 * The stored procedures of the catalog: {@code CALL tensormap.history('/data/features')}. They are
 * in the namespace {@value #NAMESPACE} too, where other catalogs have theirs.
 */
public final class Procedures {
  private static final String NAMESPACE = "system";

  private static final List<UnboundProcedure> ALL =
      List.of(new HistoryProcedure(), new VacuumProcedure(), new CompactProcedure());

  private Procedures() {}

  /**
   * Returns a procedure.
   *
   * @param identifier its name
   * @return the procedure
   * @throws org.tensormap.spark.TensorMapException if there is none of that name; it lists those
   *     that there are
   */
  public static UnboundProcedure load(Identifier identifier) {
    return ALL.stream()
        .filter(procedure -> isInNamespace(identifier.namespace()))
        .filter(procedure -> procedure.name().equals(identifier.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                MaintenanceErrors.unknownProcedure(
                    identifier.toString(), ALL.stream().map(UnboundProcedure::name).toList()));
  }

  /**
   * Lists the procedures of a namespace.
   *
   * @param namespace the namespace
   * @return the procedures in it
   */
  public static Identifier[] list(String[] namespace) {
    return ALL.stream()
        .filter(procedure -> isInNamespace(namespace))
        .map(procedure -> Identifier.of(namespace, procedure.name()))
        .toArray(Identifier[]::new);
  }

  private static boolean isInNamespace(String... namespace) {
    return Stream.of(namespace).allMatch(NAMESPACE::equalsIgnoreCase) && namespace.length < 2;
  }
}

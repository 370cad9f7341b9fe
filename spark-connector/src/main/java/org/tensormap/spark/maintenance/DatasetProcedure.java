package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.log.Storage;

/** A procedure whose first parameter is the path of a dataset. */
abstract class DatasetProcedure implements UnboundProcedure, BoundProcedure {
  private final String name;
  private final String description;
  private final List<ProcedureParameter> parameters = new ArrayList<>();

  DatasetProcedure(String name, String description, ProcedureParameter... more) {
    this.name = name;
    this.description = description;
    this.parameters.add(
        ProcedureParameter.in("path", DataTypes.StringType)
            .comment("The directory of the dataset.")
            .build());
    this.parameters.addAll(List.of(more));
  }

  /**
   * Does what the procedure is for.
   *
   * @param storage the dataset
   * @param arguments the values of all parameters, the path first
   * @return the result
   */
  abstract LocalRows run(Storage storage, InternalRow arguments) throws IOException;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final BoundProcedure bind(StructType types) {
    return this;
  }

  @Override
  public final ProcedureParameter[] parameters() {
    return parameters.toArray(ProcedureParameter[]::new);
  }

  @Override
  public final boolean isDeterministic() {
    return false;
  }

  @Override
  public final Iterator<Scan> call(InternalRow arguments) {
    for (int i = 0; i < parameters.size(); i++) {
      ProcedureParameter parameter = parameters.get(i);
      if (arguments.isNullAt(i) && !isOptional(parameter)) {
        throw MaintenanceErrors.nullArgument(name, parameter.name());
      }
    }
    String path = arguments.getUTF8String(0).toString();
    try {
      Storage storage =
          Storage.of(new Path(path), SparkSession.active().sessionState().newHadoopConf());
      return List.<Scan>of(run(storage, arguments)).iterator();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the procedure " + name + " failed for " + path + ": " + e.getMessage(), e);
    }
  }

  /** Whether null means that the parameter was not given. */
  private static boolean isOptional(ProcedureParameter parameter) {
    return parameter.defaultValue() != null && "NULL".equals(parameter.defaultValue().getSql());
  }
}

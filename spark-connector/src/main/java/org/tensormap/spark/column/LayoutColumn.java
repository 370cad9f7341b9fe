package org.tensormap.spark.column;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.TensorMapSchema;

/**
 * A column of a table.
 *
 * @param role what it has to do with tensor maps
 * @param dimension which dimension of those of its role it is, from 0; dimensions of gradients are
 *     counted on from those of the samples
 * @param field its name and type, with the role and the name of the dimension as metadata
 */
public record LayoutColumn(Role role, int dimension, StructField field) implements Serializable {
  /** The metadata of a column that says what its role is: the name of a {@link Role}. */
  public static final String ROLE = "tensormap.role";

  /** The metadata of a column of labels that says which dimension it is. */
  public static final String DIMENSION = "tensormap.dimension";

  /**
   * The metadata of a column of values that says of which type they are in the tensor map, for
   * example {@code float32}: SQL has not all of them.
   */
  public static final String DTYPE = "tensormap.dtype";

  /** The metadata of a column of values that says which gradient they are. */
  public static final String GRADIENT = "tensormap.gradient";

  /** The name of the column that says which file a row comes from. */
  public static final String FILE_NAME = "_file";

  /** The column that says which file a row comes from. */
  public static final LayoutColumn FILE =
      new LayoutColumn(
          Role.FILE, 0, new StructField(FILE_NAME, DataTypes.StringType, false, Metadata.empty()));

  /**
   * Creates a column of labels.
   *
   * @param role the axis that they are on
   * @param dimension which dimension they are of those of the role
   * @param name the name of the dimension
   * @param column the name of the column
   * @return the column
   */
  public static LayoutColumn dimension(Role role, int dimension, String name, String column) {
    Metadata metadata =
        new MetadataBuilder().putString(ROLE, role.toString()).putString(DIMENSION, name).build();
    return new LayoutColumn(
        role, dimension, new StructField(column, DataTypes.IntegerType, false, metadata));
  }

  /**
   * Creates a column with values of blocks, or of gradients of them.
   *
   * @param role whether it has one value in a row, or several
   * @param name the name of the column
   * @param type the type of the column
   * @param schema the schema that tells the type of the values; empty if there are none
   * @param gradient what the values are of
   * @return the column
   */
  public static LayoutColumn values(
      Role role,
      String name,
      DataType type,
      Optional<TensorMapSchema> schema,
      GradientPath gradient) {
    MetadataBuilder metadata = new MetadataBuilder().putString(ROLE, role.toString());
    schema.ifPresent(present -> metadata.putString(DTYPE, TensorMapSchema.name(present.dtype())));
    if (!gradient.isBlock()) {
      metadata.putString(GRADIENT, gradient.toString());
    }
    return new LayoutColumn(role, 0, new StructField(name, type, false, metadata.build()));
  }

  /**
   * Creates a column.
   *
   * @param role what it has to do with tensor maps
   * @param name the name of the column
   * @param type the type of the column
   * @param nullable whether it may have nulls
   * @return the column
   */
  public static LayoutColumn of(Role role, String name, DataType type, boolean nullable) {
    Metadata metadata = new MetadataBuilder().putString(ROLE, role.toString()).build();
    return new LayoutColumn(role, 0, new StructField(name, type, nullable, metadata));
  }

  /**
   * Returns columns as Spark sees them.
   *
   * @param columns the columns
   * @return their names and types
   */
  public static StructType structType(List<LayoutColumn> columns) {
    return new StructType(columns.stream().map(LayoutColumn::field).toArray(StructField[]::new));
  }

  /**
   * Returns the name of the column.
   *
   * @return its name
   */
  public String name() {
    return field.name();
  }
}

package org.tensormap.spark.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.Labels;
import org.tensormap.spark.LabelsType;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.column.BatchLabels;
import org.tensormap.spark.column.ColumnLabelsMetadata;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.layout.BlocksLayout;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.layout.TensorMapLayout;
import org.tensormap.spark.layout.ValuesLayout;

/**
 * Finds out what the columns of a write are, from its options, from what a read left on the
 * columns, and from the dataset that they are added to.
 */
final class LayoutPlanner {

  private final StructType schema;
  private final WriteOptions options;
  private final PresentDataset present;
  private final Configuration configuration;

  /**
   * Creates a planner.
   *
   * @param schema the columns
   * @param options what the user said
   * @param present the dataset as it is
   * @param configuration the settings of the file systems
   */
  LayoutPlanner(
      StructType schema,
      WriteOptions options,
      PresentDataset present,
      Configuration configuration) {
    this.schema = schema;
    this.options = options;
    this.present = present;
    this.configuration = configuration;
  }

  WriteLayout plan() throws IOException {
    String layout = options.layout().orElseGet(() -> new LayoutOfColumns(schema, present).find());
    checkOptions(layout);
    return switch (layout) {
      case SamplesLayout.NAME -> samples();
      case ValuesLayout.NAME -> values();
      case BlocksLayout.NAME -> blocks();
      case TensorMapLayout.NAME -> tensorMaps();
      default -> throw SourceErrors.unknownLayout(layout, Layout.NAMES);
    };
  }

  private void checkOptions(String layout) {
    checkOption(WriteOptions.KEYS, options.keys(), layout);
    checkOption(WriteOptions.SAMPLES, options.samples(), layout);
    checkOption(WriteOptions.COMPONENTS, options.components(), layout);
    checkOption(WriteOptions.PROPERTIES, options.properties(), layout);
    checkOption(WriteOptions.FILL_VALUE, options.fillValue(), layout);
    checkOption(
        WriteOptions.DISTRIBUTION,
        options.distribution().filter(mode -> mode != DistributionMode.NONE),
        layout);
  }

  private static void checkOption(String name, Optional<?> value, String layout) {
    if (value.isPresent() && !WriteOptions.hasMeaning(name, layout)) {
      throw WriteErrors.optionOfOtherLayout(name, layout);
    }
  }

  private SamplesRows samples() throws IOException {
    Map<Role, List<String>> given = givenRows();
    ColumnRoles roles =
        new ColumnRoles(
            schema,
            List.of(Role.KEY, Role.SAMPLE),
            Map.of(SamplesLayout.VALUES, Role.VALUES),
            given,
            present.columns(SamplesLayout.NAME));
    int values = roles.required(Role.VALUES, SamplesLayout.VALUES);
    roles.checkAllAssigned();
    StructField column = schema.fields()[values];
    if (!(column.dataType() instanceof ArrayType array)) {
      throw WriteErrors.valuesType(column.name(), column.dataType().sql());
    }
    LabelColumns keys = roles.labels(Role.KEY);
    return new SamplesRows(
        keys,
        samplesOf(roles),
        values,
        array.containsNull(),
        ValueEncoding.of(column, array.elementType(), present.dtype()),
        axes(column, keys.keyDimensions()));
  }

  /** The user knows best, then the read that the values come from, then the dataset. */
  private SampleAxes axes(StructField column, List<String> keys) throws IOException {
    if (options.components().isPresent() || options.properties().isPresent()) {
      SizedAxes axes =
          new SizedAxes(
              options.components().orElse(List.of()), options.properties().orElse(List.of()));
      checkDimensions(Role.COMPONENT, axes.componentNames());
      checkDimensions(Role.PROPERTY, axes.propertyNames());
      return axes;
    }
    Optional<SampleAxes> read =
        ColumnLabelsMetadata.of(column, BatchLabels.query(), configuration)
            .flatMap(labels -> KnownAxes.ofRead(labels, keys, column.name()));
    return read.or(() -> present.axes(keys)).orElse(SizedAxes.DEFAULT);
  }

  private static void checkDimensions(Role role, List<String> names) {
    try {
      Labels.empty(names);
    } catch (IllegalArgumentException e) {
      throw WriteErrors.invalidDimensions(role, e);
    }
  }

  private ValuesRows values() {
    Map<Role, List<String>> given = givenRows();
    options.components().ifPresent(names -> given.put(Role.COMPONENT, SizedName.names(names)));
    options.properties().ifPresent(names -> given.put(Role.PROPERTY, SizedName.names(names)));
    ColumnRoles roles =
        new ColumnRoles(
            schema,
            List.of(Role.KEY, Role.SAMPLE, Role.COMPONENT, Role.PROPERTY),
            Map.of(ValuesLayout.VALUE, Role.VALUE),
            given,
            present.columns(ValuesLayout.NAME));
    int value = roles.required(Role.VALUE, ValuesLayout.VALUE);
    roles.checkAllAssigned();
    StructField column = schema.fields()[value];
    LabelColumns components = roles.labels(Role.COMPONENT);
    LabelColumns properties = roles.labels(Role.PROPERTY);
    if (properties.size() == 0) {
      throw WriteErrors.noColumns(Role.PROPERTY, WriteOptions.PROPERTIES);
    }
    List<LabelColumn> cells = new ArrayList<>(components.columns());
    cells.addAll(properties.columns());
    ValueEncoding encoding = ValueEncoding.of(column, column.dataType(), present.dtype());
    return new ValuesRows(
        roles.labels(Role.KEY),
        samplesOf(roles),
        new LabelColumns(cells),
        value,
        encoding,
        new ElementAxes(
            sized(components, options.components()), sized(properties, options.properties())),
        options
            .fillValue()
            .map(text -> new FillValue(encoding.parse(WriteOptions.FILL_VALUE, text)))
            .orElse(null));
  }

  /** The dimensions of columns with the sizes that the user gave, if any, in the same order. */
  private static List<SizedName> sized(LabelColumns columns, Optional<List<SizedName>> given) {
    List<SizedName> sized = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int size = given.isPresent() ? given.get().get(i).size() : SizedName.UNKNOWN;
      sized.add(new SizedName(columns.columns().get(i).dimension(), size));
    }
    return sized;
  }

  private BlocksRows blocks() {
    Map<String, Role> contents = new LinkedHashMap<>();
    contents.put(BlocksLayout.PATH, Role.PATH);
    contents.put(BlocksLayout.SHAPE, Role.SHAPE);
    contents.put(BlocksLayout.SAMPLES, Role.SAMPLES);
    contents.put(BlocksLayout.COMPONENTS, Role.COMPONENTS);
    contents.put(BlocksLayout.PROPERTIES, Role.PROPERTIES);
    contents.put(BlocksLayout.VALUES, Role.VALUES);
    Map<Role, List<String>> given = new EnumMap<>(Role.class);
    options.keys().ifPresent(names -> given.put(Role.KEY, names));
    ColumnRoles roles =
        new ColumnRoles(
            schema, List.of(Role.KEY), contents, given, present.columns(BlocksLayout.NAME));
    ArrayType listOfLabels = new ArrayType(LabelsType.TYPE, false);
    int samples = roles.required(Role.SAMPLES, BlocksLayout.SAMPLES);
    int components = roles.required(Role.COMPONENTS, BlocksLayout.COMPONENTS);
    int properties = roles.required(Role.PROPERTIES, BlocksLayout.PROPERTIES);
    int values = roles.required(Role.VALUES, BlocksLayout.VALUES);
    roles.checkAllAssigned();
    StructField column = schema.fields()[values];
    if (!(column.dataType() instanceof ArrayType array)) {
      throw WriteErrors.valuesType(column.name(), column.dataType().sql());
    }
    return new BlocksRows(
        roles.labels(Role.KEY),
        path(roles),
        roles
            .content(Role.SHAPE)
            .map(shape -> typed(shape, new ArrayType(DataTypes.LongType, false)))
            .orElse(-1),
        typed(samples, LabelsType.TYPE),
        typed(components, listOfLabels),
        typed(properties, LabelsType.TYPE),
        values,
        ValueEncoding.of(column, array.elementType(), present.dtype()));
  }

  private BlocksRows.Path path(ColumnRoles roles) {
    return roles
        .content(Role.PATH)
        .map(
            ordinal ->
                new BlocksRows.Path(
                    schema.fieldNames()[ordinal], typed(ordinal, DataTypes.StringType)))
        .orElse(null);
  }

  /** The position of a column that must be of a type, apart from what may be null. */
  private int typed(int ordinal, org.apache.spark.sql.types.DataType expected) {
    StructField field = schema.fields()[ordinal];
    if (!field.dataType().catalogString().equals(expected.catalogString())) {
      throw WriteErrors.columnType(field.name(), expected.sql(), field.dataType().sql());
    }
    return ordinal;
  }

  /** The column with the tensor maps; bounds, which a read gives, may be there. */
  private TensorMapRows tensorMaps() {
    int found = -1;
    for (int i = 0; i < schema.length(); i++) {
      StructField field = schema.fields()[i];
      if (field.name().equalsIgnoreCase(TensorMapLayout.NAME)) {
        found = i;
      } else if (!field.name().equalsIgnoreCase(TensorMapLayout.BOUNDS)
          && !field.name().equals(LayoutColumn.FILE_NAME)
          && Arrays.stream(schema.fieldNames()).anyMatch(TensorMapLayout.NAME::equalsIgnoreCase)) {
        throw WriteErrors.surplusColumn(field.name(), TensorMapLayout.NAME);
      }
    }
    if (found < 0) {
      throw WriteErrors.missingColumn(TensorMapLayout.NAME, Arrays.asList(schema.fieldNames()));
    }
    StructField field = schema.fields()[found];
    if (!field.dataType().equals(DataTypes.BinaryType)) {
      throw WriteErrors.tensorMapType(field.name(), field.dataType().sql());
    }
    return new TensorMapRows(found);
  }

  private Map<Role, List<String>> givenRows() {
    Map<Role, List<String>> given = new EnumMap<>(Role.class);
    options.keys().ifPresent(names -> given.put(Role.KEY, names));
    options.samples().ifPresent(names -> given.put(Role.SAMPLE, names));
    return given;
  }

  private static LabelColumns samplesOf(ColumnRoles roles) {
    LabelColumns samples = roles.labels(Role.SAMPLE);
    if (samples.size() == 0) {
      throw WriteErrors.noColumns(Role.SAMPLE, WriteOptions.SAMPLES);
    }
    return samples;
  }
}

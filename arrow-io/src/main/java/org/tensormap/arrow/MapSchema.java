package org.tensormap.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * What all rows of a stream have in common: the columns and the metadata of its schema.
 *
 * @param keys the names of the key dimensions
 * @param type the type of the values
 * @param axes the names of the dimensions of blocks (under the empty path) and of gradients (under
 *     their path)
 * @param info the global metadata of the map
 */
record MapSchema(
    List<String> keys, ValueType type, Map<String, AxisNames> axes, Map<String, String> info) {
  static final int VERSION = 1;

  static final String GRADIENT = "gradient";
  static final String SHAPE = "shape";
  static final String SAMPLES = "samples";
  static final String COMPONENTS = "components";
  static final String PROPERTIES = "properties";
  static final String VALUES = "values";

  /** The dictionary of all labels but the keys, which the columns of labels share. */
  static final long LABELS_DICTIONARY = 0;

  static final String VERSION_KEY = "tensormap.version";

  private static final String KEYS_KEY = "tensormap.keys";
  private static final String DTYPE_KEY = "tensormap.dtype";
  private static final String SAMPLES_KEY = "tensormap.samples";
  private static final String COMPONENTS_KEY = "tensormap.components";
  private static final String PROPERTIES_KEY = "tensormap.properties";
  private static final String INFO_PREFIX = "tensormap.info.";

  static final ArrowType.Int INT32 = new ArrowType.Int(32, true);

  static MapSchema of(TensorMap map) {
    Map<String, AxisNames> axes = new LinkedHashMap<>();
    if (map.blocks().isEmpty()) {
      axes.put("", AxisNames.NONE);
    } else {
      addAxes("", map.block(0), axes);
    }
    return new MapSchema(
        map.keys().names(),
        map.dtype().map(ValueType::of).orElse(ValueType.FLOAT64),
        axes,
        map.info());
  }

  private static void addAxes(String path, TensorBlock block, Map<String, AxisNames> axes) {
    axes.put(path, AxisNames.of(block));
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> addAxes(GradientPath.child(path, parameter), gradient, axes));
  }

  /** Makes a schema of the metadata of an Arrow schema. */
  static MapSchema fromMetadata(Map<String, String> metadata) {
    checkVersion(metadata.get(VERSION_KEY));
    Map<String, AxisNames> axes = new HashMap<>();
    Map<String, String> info = new HashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.equals(SAMPLES_KEY) || key.startsWith(SAMPLES_KEY + "/")) {
            String path = key.equals(SAMPLES_KEY) ? "" : key.substring(SAMPLES_KEY.length() + 1);
            axes.put(
                path,
                new AxisNames(
                    split(value),
                    split(required(metadata, at(COMPONENTS_KEY, path))),
                    split(required(metadata, at(PROPERTIES_KEY, path)))));
          } else if (key.startsWith(INFO_PREFIX)) {
            info.put(key.substring(INFO_PREFIX.length()), value);
          }
        });
    required(metadata, SAMPLES_KEY);
    return new MapSchema(
        split(required(metadata, KEYS_KEY)),
        ValueType.named(required(metadata, DTYPE_KEY)),
        axes,
        info);
  }

  /** Returns the names of the dimensions of a block or gradient. */
  AxisNames axes(String path) {
    AxisNames names = axes.get(path);
    if (names == null) {
      throw new IpcFormatException(
          "the names of the dimensions of gradient '"
              + path
              + "' are missing: the schema metadata has no '"
              + at(SAMPLES_KEY, path)
              + "'");
    }
    return names;
  }

  Schema toArrow() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION_KEY, Integer.toString(VERSION));
    metadata.put(KEYS_KEY, String.join(",", keys));
    metadata.put(DTYPE_KEY, type.typeName());
    axes.forEach(
        (path, names) -> {
          metadata.put(at(SAMPLES_KEY, path), String.join(",", names.samples()));
          metadata.put(at(COMPONENTS_KEY, path), String.join(",", names.components()));
          metadata.put(at(PROPERTIES_KEY, path), String.join(",", names.properties()));
        });
    info.forEach((name, value) -> metadata.put(INFO_PREFIX + name, value));
    return new Schema(columns(), metadata);
  }

  /** The columns, in order: the key dimensions, then what every tensor map has. */
  List<Field> columns() {
    List<Field> columns = new ArrayList<>();
    keys.forEach(key -> columns.add(int32(key)));
    columns.add(new Field(GRADIENT, FieldType.notNullable(ArrowType.Utf8.INSTANCE), null));
    columns.add(list(SHAPE, int32("item")));
    columns.add(labels(SAMPLES));
    columns.add(list(COMPONENTS, labels("item")));
    columns.add(labels(PROPERTIES));
    columns.add(list(VALUES, type.arrowField("item")));
    return columns;
  }

  private static Field int32(String name) {
    return new Field(name, FieldType.notNullable(INT32), null);
  }

  private static Field list(String name, Field item) {
    return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(item));
  }

  private static Field labels(String name) {
    return new Field(
        name,
        new FieldType(
            false,
            ArrowType.List.INSTANCE,
            new DictionaryEncoding(LABELS_DICTIONARY, false, INT32)),
        List.of(int32("item")));
  }

  private static String at(String key, String path) {
    return path.isEmpty() ? key : key + "/" + path;
  }

  private static List<String> split(String names) {
    return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
  }

  private static void checkVersion(String version) {
    if (version == null) {
      throw new IpcFormatException(
          "this Arrow stream is not a tensor map: its schema metadata has no '"
              + VERSION_KEY
              + "'");
    }
    int number;
    try {
      number = Integer.parseInt(version);
    } catch (NumberFormatException e) {
      throw new IpcFormatException(
          "'" + VERSION_KEY + "' in the schema metadata is not a number: '" + version + "'", e);
    }
    if (number > VERSION) {
      throw new IpcFormatException(
          "this tensor map was written by a newer version of the software, in format "
              + number
              + ", and formats up to "
              + VERSION
              + " can be read: update the reader");
    }
    if (number < 1) {
      throw new IpcFormatException(
          "'" + VERSION_KEY + "' in the schema metadata is " + number + ", which never existed");
    }
  }

  private static String required(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IpcFormatException("the schema metadata has no '" + key + "'");
    }
    return value;
  }
}

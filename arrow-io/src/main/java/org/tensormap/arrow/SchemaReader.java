package org.tensormap.arrow;

import com.google.flatbuffers.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Reads the schema of a stream, and checks that it is that of a tensor map.
 *
 * <p>Looks only for what must be there, never deeper: in a hostile description, fields can be their
 * own children.
 */
final class SchemaReader {
  /**
   * The schema of a stream.
   *
   * @param map what it says about the tensor map
   * @param samples the number of the dictionary of sample labels
   * @param components the number of the dictionary of component labels
   * @param properties the number of the dictionary of property labels
   */
  record StreamSchema(MapSchema map, long samples, long components, long properties) {}

  private final IpcMessage message;
  private final List<Long> dictionaries = new ArrayList<>();

  private SchemaReader(IpcMessage message) {
    this.message = message;
  }

  static StreamSchema read(IpcMessage message) {
    return message.parse(() -> new SchemaReader(message).read());
  }

  private StreamSchema read() {
    if (message.type() != MessageHeader.Schema) {
      throw new IpcFormatException(
          "an Arrow stream begins with a schema, got a message of type " + message.typeName());
    }
    Schema schema = message.header(new Schema());
    if (schema.endianness() != Endianness.Little) {
      throw new IpcFormatException("the stream is big-endian: only little-endian ones can be read");
    }
    MapSchema map = MapSchema.fromMetadata(metadata(schema));
    checkCount("columns", schema.fieldsLength());
    checkCount("key dimensions", map.keys().size());
    checkColumns(map.columns(), schema);
    return new StreamSchema(map, dictionaries.get(0), dictionaries.get(1), dictionaries.get(2));
  }

  /** Strings may not be larger in sum than the description: a hostile one repeats a long string. */
  private Map<String, String> metadata(Schema schema) {
    long allowed = descriptionSize();
    checkCount("entries of metadata", schema.customMetadataLength());
    Map<String, String> metadata = new HashMap<>();
    KeyValue entry = new KeyValue();
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      schema.customMetadata(entry, i);
      String key = message.present(entry.key(), "key for entry " + i + " of the metadata");
      String value = entry.value() == null ? "" : entry.value();
      allowed -= key.length() + value.length();
      if (allowed < 0) {
        throw new IpcFormatException(
            "the metadata of the schema is larger than the schema: its offsets are wrong");
      }
      metadata.put(key, value);
    }
    return metadata;
  }

  private int descriptionSize() {
    return message.description().getByteBuffer().capacity();
  }

  /** Everything is found through an offset, which takes four bytes. */
  private void checkCount(String what, int count) {
    if (count > descriptionSize() / Integer.BYTES) {
      throw new IpcFormatException(
          "a schema of " + descriptionSize() + " bytes can not have " + count + " " + what);
    }
  }

  private void checkColumns(
      List<org.apache.arrow.vector.types.pojo.Field> expected, Schema schema) {
    int count = Math.min(schema.fieldsLength(), expected.size());
    for (int i = 0; i < count; i++) {
      Field field = schema.fields(i);
      if (!expected.get(i).getName().equals(field.name())) {
        throw wrongColumns("column " + i + " is '" + field.name() + "'", expected);
      }
      checkField(expected.get(i), expected.get(i).getName(), field);
    }
    if (schema.fieldsLength() < expected.size()) {
      throw wrongColumns("column '" + expected.get(count).getName() + "' is missing", expected);
    }
    if (schema.fieldsLength() > expected.size()) {
      throw wrongColumns("there are " + schema.fieldsLength() + " columns", expected);
    }
  }

  private void checkField(
      org.apache.arrow.vector.types.pojo.Field expected, String path, Field field) {
    ArrowType type = expected.getType();
    if (field.typeType() != type.getTypeID().getFlatbufID()
        || !hasParameters(type, field)
        || field.childrenLength() != expected.getChildren().size()) {
      throw new IpcFormatException(
          "'"
              + path
              + "' in the schema must be of type "
              + type
              + " with "
              + expected.getChildren().size()
              + " children, got "
              + typeName(field)
              + " with "
              + field.childrenLength());
    }
    DictionaryEncoding encoding = field.dictionary();
    if ((encoding != null) != (expected.getDictionary() != null)) {
      throw new IpcFormatException(
          "'"
              + path
              + "' in the schema must "
              + (encoding == null ? "" : "not ")
              + "be"
              + " dictionary-encoded");
    }
    if (encoding != null) {
      Int indexType = encoding.indexType();
      if (indexType != null && !(indexType.bitWidth() == Integer.SIZE && indexType.isSigned())) {
        throw new IpcFormatException("the indices of '" + path + "' in the schema must be int32");
      }
      dictionaries.add(encoding.id());
    }
    for (int i = 0; i < expected.getChildren().size(); i++) {
      checkField(expected.getChildren().get(i), path + ".item", field.children(i));
    }
  }

  private boolean hasParameters(ArrowType expected, Field field) {
    if (expected instanceof ArrowType.Int integer) {
      Int got = type(new Int(), field);
      return got.bitWidth() == integer.getBitWidth() && got.isSigned() == integer.getIsSigned();
    }
    if (expected instanceof ArrowType.FloatingPoint floatingPoint) {
      return type(new FloatingPoint(), field).precision()
          == floatingPoint.getPrecision().getFlatbufID();
    }
    if (expected instanceof ArrowType.FixedSizeBinary binary) {
      return type(new FixedSizeBinary(), field).byteWidth() == binary.getByteWidth();
    }
    if (expected instanceof ArrowType.FixedSizeList list) {
      return type(new FixedSizeList(), field).listSize() == list.getListSize();
    }
    return true;
  }

  private static String typeName(Field field) {
    byte type = field.typeType();
    return type >= 0 && type < Type.names.length ? Type.name(type) : "unknown type " + type;
  }

  private <T extends Table> T type(T type, Field field) {
    message.present(field.type(type), "type for a field of the schema");
    return type;
  }

  private static IpcFormatException wrongColumns(
      String problem, List<org.apache.arrow.vector.types.pojo.Field> expected) {
    return new IpcFormatException(
        "wrong columns in the schema: "
            + problem
            + ", expected "
            + IntStream.range(0, expected.size())
                .mapToObj(i -> expected.get(i).getName())
                .toList());
  }
}

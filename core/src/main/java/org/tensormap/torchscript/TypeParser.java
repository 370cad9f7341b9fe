package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensormap.torchscript.ScriptToken.Kind;

/** Reads the types in one signature. */
final class TypeParser {
  /** Far more than a signature names; definitions of a hostile archive may contain each other. */
  private static final int MAX_NAMED_TUPLES = 256;

  private final NamedTuples namedTuples;
  private ScriptCursor cursor;
  private int namedTuplesRead;
  private Optional<ClassNamespace> namespace = Optional.empty();

  TypeParser(ScriptCursor cursor, NamedTuples namedTuples) {
    this.cursor = cursor;
    this.namedTuples = namedTuples;
  }

  /** The namespace of the classes read so far. */
  Optional<ClassNamespace> namespace() {
    return namespace;
  }

  /**
   * Reads a type.
   *
   * @throws UnsupportedTypeException if it has no counterpart in Java
   */
  ModelType type() throws ScriptSyntaxException, UnsupportedTypeException {
    if (cursor.token().kind() != Kind.NAME) {
      throw cursor.unexpected("a type");
    }
    String name = cursor.next().text();
    return switch (name) {
      case "Tensor" -> new ModelType.Tensor();
      case "int" -> new ModelType.Int();
      case "float" -> new ModelType.Float();
      case "bool" -> new ModelType.Bool();
      case "str" -> new ModelType.Str();
      case "NoneType", "None" -> new ModelType.None();
      case "List" -> new ModelType.ListOf(onlyTypeInBrackets());
      case "Optional" -> new ModelType.OptionalOf(onlyTypeInBrackets());
      case "Tuple" -> new ModelType.TupleOf(typesInBrackets());
      case "Dict" -> dict();
      default -> classType(name);
    };
  }

  private ModelType dict() throws ScriptSyntaxException, UnsupportedTypeException {
    List<ModelType> types = typesInBrackets();
    if (types.size() != 2) {
      throw cursor.unexpected("the types of keys and values of a Dict");
    }
    if (!(types.get(0) instanceof ModelType.Str)) {
      throw new UnsupportedTypeException(
          "has a Dict with keys of type " + types.get(0) + ", supported are keys of type str");
    }
    return new ModelType.DictOf(types.get(1));
  }

  private ModelType onlyTypeInBrackets() throws ScriptSyntaxException, UnsupportedTypeException {
    cursor.expect('[');
    ModelType type = type();
    cursor.expect(']');
    return type;
  }

  private List<ModelType> typesInBrackets() throws ScriptSyntaxException, UnsupportedTypeException {
    cursor.expect('[');
    List<ModelType> types = new ArrayList<>();
    if (cursor.skip('(')) {
      cursor.expect(')');
    } else {
      do {
        types.add(type());
      } while (cursor.skip(','));
    }
    cursor.expect(']');
    return types;
  }

  private ModelType classType(String name) throws ScriptSyntaxException, UnsupportedTypeException {
    for (ClassNamespace candidate : ClassNamespace.all()) {
      Optional<String> className = candidate.memberOf(name);
      if (className.isPresent()) {
        return classType(candidate, className.get());
      }
    }
    return namedTuple(name, namedTuples.fieldsOf(name).orElseThrow(() -> unsupported(name)));
  }

  private ModelType namedTuple(String name, ScriptCursor fields)
      throws ScriptSyntaxException, UnsupportedTypeException {
    namedTuplesRead++;
    if (namedTuplesRead > MAX_NAMED_TUPLES) {
      throw new ScriptSyntaxException(
          "a signature names more than "
              + MAX_NAMED_TUPLES
              + " named tuples, the last one is '"
              + name
              + "'");
    }
    ScriptCursor signature = cursor;
    cursor = fields;
    List<ModelType> types = new ArrayList<>();
    while (cursor.token().column() > 0) {
      cursor.next();
      cursor.expect(':');
      types.add(type());
      if (cursor.skip('=')) {
        cursor.skipLine();
      }
    }
    cursor = signature;
    return new ModelType.TupleOf(types, Optional.of(name));
  }

  private ModelType classType(ClassNamespace candidate, String className)
      throws UnsupportedTypeException {
    if (namespace.isPresent() && namespace.get() != candidate) {
      throw new UnsupportedTypeException(
          "has a class of '"
              + candidate.name()
              + "', while another type of the method has one of '"
              + namespace.get().name()
              + "': a method can use either");
    }
    namespace = Optional.of(candidate);
    return switch (className) {
      case "TensorMap" -> new ModelType.TensorMap();
      case "TensorBlock" -> new ModelType.TensorBlock();
      case "Labels" -> new ModelType.Labels();
      default -> throw unsupported(candidate.name() + "." + className);
    };
  }

  private static UnsupportedTypeException unsupported(String type) {
    return new UnsupportedTypeException(
        "has the type '"
            + type
            + "', supported are Tensor, TensorMap, TensorBlock, Labels, int, float, bool, str, None"
            + " and List, Tuple, NamedTuple, Optional, Dict[str, ...] of these");
  }
}

package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the TorchScript source of the bridge: a module that holds the model, with one method per
 * method of the model. Each takes a message, reads the arguments from it as their types say, calls
 * the model, and returns the result as another message; see the package documentation.
 */
final class BridgeSource {
  /** The module that the code of the bridge is in. */
  static final String MODULE = "__torch__.tensormap_bridge";

  static final String CLASS = "Bridge";

  /** Where the source goes in an archive. */
  static final String PATH = "code/" + MODULE.replace('.', '/') + ".py";

  /** The attribute that holds the model. */
  static final String MODEL = "model";

  private static final String INDENT = "  ";

  private final StringBuilder source = new StringBuilder();
  private final ClassNamespace namespace;
  private int depth = 2;
  private int variables;

  private BridgeSource(ClassNamespace namespace) {
    this.namespace = namespace;
  }

  /** Where the source of the readers and writers of messages goes in an archive. */
  static String supportPath(ClassNamespace namespace) {
    return "code/" + MODULE.replace('.', '/') + "/" + namespace.name() + ".py";
  }

  /** The method of the bridge that calls a method of the model. */
  static String methodName(String method) {
    return "call_" + method;
  }

  /**
   * Returns the source.
   *
   * @param modelClass the full name of the class of the model
   * @param methods the methods to call
   * @param withAutograd whether the methods run with autograd: then arguments must be leaves of
   *     their own, and results are detached from the graph that made them
   */
  static String of(String modelClass, Iterable<ScriptMethod> methods, boolean withAutograd) {
    StringBuilder source = new StringBuilder();
    source
        .append("class ")
        .append(CLASS)
        .append("(Module):\n")
        .append("  __parameters__ = []\n")
        .append("  __buffers__ = []\n")
        .append("  training : bool\n")
        .append("  ")
        .append(MODEL)
        .append(" : ")
        .append(modelClass)
        .append("\n");
    for (ScriptMethod method : methods) {
      source.append(
          new BridgeSource(method.bridgeNamespace()).method(method.signature(), withAutograd));
    }
    return source.toString();
  }

  private StringBuilder method(ModelSignature signature, boolean withAutograd) {
    String autograd = withAutograd ? "True" : "False";
    source
        .append("  def ")
        .append(methodName(signature.method()))
        .append("(self: ")
        .append(MODULE + "." + CLASS)
        .append(", message: List[Tensor]) -> List[Tensor]:\n");
    String support = MODULE + "." + namespace.name() + ".";
    line("reader = " + support + "Reader.__new__(" + support + "Reader)");
    line("reader.__init__(message, " + autograd + ")");
    List<String> arguments = new ArrayList<>();
    for (ModelArgument argument : signature.arguments()) {
      arguments.add(read(argument.type()));
    }
    String call =
        "self." + MODEL + "." + signature.method() + "(" + String.join(", ", arguments) + ")";
    line("writer = " + support + "Writer.__new__(" + support + "Writer)");
    line("writer.__init__(reader)");
    if (signature.result() instanceof ModelType.None) {
      line(call);
    } else {
      line("result = " + call);
      write(signature.result(), "result");
    }
    line("return writer.message(" + autograd + ")");
    return source;
  }

  /** Adds what reads a value, and returns the variable that holds it. */
  private String read(ModelType type) {
    String variable = newVariable();
    if (type instanceof ModelType.None) {
      line(variable + " = None");
    } else if (type instanceof ModelType.ListOf list) {
      line(variable + " = annotate(" + annotation(type) + ", [])");
      loop();
      line(variable + ".append(" + read(list.element()) + ")");
      depth--;
    } else if (type instanceof ModelType.TupleOf tuple) {
      List<String> elements = new ArrayList<>();
      for (ModelType element : tuple.elements()) {
        elements.add(read(element) + ", ");
      }
      line(variable + " = " + tuple.className().orElse("") + "(" + String.join("", elements) + ")");
    } else if (type instanceof ModelType.OptionalOf optional) {
      line(variable + " = annotate(" + annotation(type) + ", None)");
      line("if reader.read_bool():");
      depth++;
      line(variable + " = " + read(optional.value()));
      depth--;
    } else if (type instanceof ModelType.DictOf dict) {
      line(variable + " = annotate(" + annotation(type) + ", {})");
      loop();
      String key = newVariable();
      line(key + " = reader.read_str()");
      line(variable + "[" + key + "] = " + read(dict.value()));
      depth--;
    } else {
      line(variable + " = reader.read_" + accessor(type) + "()");
    }
    return variable;
  }

  private void loop() {
    line("for " + newVariable() + " in range(reader.read_int()):");
    depth++;
  }

  /** Adds what writes the value of a variable. */
  private void write(ModelType type, String variable) {
    if (type instanceof ModelType.None) {
      return;
    }
    if (type instanceof ModelType.ListOf list) {
      line("writer.write_int(len(" + variable + "))");
      String element = newVariable();
      writeInside("for " + element + " in " + variable + ":", list.element(), element);
    } else if (type instanceof ModelType.TupleOf tuple) {
      for (int i = 0; i < tuple.elements().size(); i++) {
        String element = newVariable();
        line(element + " = " + variable + "[" + i + "]");
        write(tuple.elements().get(i), element);
      }
    } else if (type instanceof ModelType.OptionalOf optional) {
      line("if " + variable + " is None:");
      line(INDENT + "writer.write_bool(False)");
      line("else:");
      line(INDENT + "writer.write_bool(True)");
      String value = newVariable();
      line(
          INDENT
              + value
              + " = unchecked_cast("
              + annotation(optional.value())
              + ", "
              + variable
              + ")");
      depth++;
      write(optional.value(), value);
      depth--;
    } else if (type instanceof ModelType.DictOf dict) {
      line("writer.write_int(len(" + variable + "))");
      String key = newVariable();
      String value = newVariable();
      line("for " + key + ", " + value + " in " + variable + ".items():");
      line(INDENT + "writer.write_str(" + key + ")");
      depth++;
      write(dict.value(), value);
      depth--;
    } else {
      line("writer.write_" + accessor(type) + "(" + variable + ")");
    }
  }

  private void writeInside(String statement, ModelType type, String variable) {
    line(statement);
    depth++;
    if (type instanceof ModelType.None) {
      line("pass");
    }
    write(type, variable);
    depth--;
  }

  /** What the methods of readers and writers call a type. */
  private static String accessor(ModelType type) {
    if (type instanceof ModelType.TensorMap) {
      return "map";
    } else if (type instanceof ModelType.TensorBlock) {
      return "block";
    }
    return type.toString().toLowerCase(java.util.Locale.ROOT);
  }

  /** The type in the code of the patched archive. */
  private String annotation(ModelType type) {
    if (type instanceof ModelType.ListOf list) {
      return "List[" + annotation(list.element()) + "]";
    } else if (type instanceof ModelType.OptionalOf optional) {
      return "Optional[" + annotation(optional.value()) + "]";
    } else if (type instanceof ModelType.DictOf dict) {
      return "Dict[str, " + annotation(dict.value()) + "]";
    } else if (type instanceof ModelType.TupleOf tuple) {
      return tuple.className().orElseGet(() -> tuple(tuple.elements()));
    } else if (type instanceof ModelType.TensorMap
        || type instanceof ModelType.TensorBlock
        || type instanceof ModelType.Labels) {
      return ClassNamespace.PATCHED_ROOT + namespace.name() + "." + type;
    }
    return type.toString();
  }

  private String tuple(List<ModelType> elements) {
    return elements.isEmpty()
        ? "Tuple[()]"
        : "Tuple[" + String.join(", ", elements.stream().map(this::annotation).toList()) + "]";
  }

  private String newVariable() {
    return "v" + variables++;
  }

  private void line(String code) {
    source.append(INDENT.repeat(depth)).append(code).append('\n');
  }
}

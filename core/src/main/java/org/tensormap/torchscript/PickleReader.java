package org.tensormap.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tensormap.torchscript.PickleValue.Container;
import org.tensormap.torchscript.PickleValue.Global;
import org.tensormap.torchscript.PickleValue.Instance;
import org.tensormap.torchscript.PickleValue.Int;
import org.tensormap.torchscript.PickleValue.Other;
import org.tensormap.torchscript.PickleValue.Text;
import org.tensormap.torchscript.PickleValue.Tuple;

/**
 * Checks a pickle before libtorch reads it: only the opcodes that TorchScript writes (protocol 2,
 * see {@code torch/csrc/jit/serialization/pickler.h}), nothing that reaches outside the pickle, its
 * memo, or the storages of the archive. libtorch itself trusts the sizes in a pickle.
 */
final class PickleReader {
  /** What Java decodes bytes to that are no text. */
  private static final char NOT_UTF_8 = '\ufffd';

  private static final Other OTHER = new Other();

  /** Far more than modules are nested; libtorch recurses, and a Java thread has a small stack. */
  private static final int MAX_DEPTH = 1000;

  private final String file;
  private final ByteBuffer bytes;
  private final PickledTensors tensors;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<PickleValue> memo = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Set<String> classes = new LinkedHashSet<>();
  private final Set<Integer> classPrefixes = new LinkedHashSet<>();

  private PickleReader(String file, ByteBuffer bytes, PickledTensors tensors) {
    this.file = file;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.tensors = tensors;
  }

  /**
   * Reads a pickle.
   *
   * @param file its name, for messages
   * @param bytes the pickle, from its position
   * @param tensors knows the storages that the pickle may refer to
   * @throws PickleException if it is not what TorchScript writes
   * @throws IOException if a storage can not be read
   */
  static Pickle read(String file, ByteBuffer bytes, PickledTensors tensors)
      throws PickleException, IOException {
    return new PickleReader(file, bytes, tensors).read();
  }

  private Pickle read() throws PickleException, IOException {
    try {
      return readAll();
    } catch (PickleException e) {
      throw new PickleException(file + ", before byte " + bytes.position() + ": " + e.getMessage());
    }
  }

  private Pickle readAll() throws PickleException, IOException {
    int opcode = readByte();
    int protocol = readByte();
    if (opcode != PickleOpcode.PROTO || protocol != 2) {
      throw new PickleException(
          "expected a pickle of protocol 2, got bytes " + opcode + " " + protocol);
    }
    opcode = readByte();
    while (opcode != PickleOpcode.STOP) {
      execute(opcode);
      opcode = readByte();
    }
    if (stack.size() != 1 || !marks.isEmpty()) {
      throw new PickleException("it ends with " + stack.size() + " values, expected one");
    }
    Global root = stack.get(0) instanceof Instance instance ? instance.type() : null;
    return new Pickle(bytes.slice(0, bytes.position()), root, classes, classPrefixes);
  }

  private void execute(int opcode) throws PickleException, IOException {
    switch (opcode) {
      case PickleOpcode.MARK -> marks.push(stack.size());
      case PickleOpcode.NONE, PickleOpcode.NEWTRUE, PickleOpcode.NEWFALSE -> push(OTHER);
      case PickleOpcode.BININT1 -> push(new Int(readByte()));
      case PickleOpcode.BININT2 -> push(new Int(Short.toUnsignedInt(require(2).getShort())));
      case PickleOpcode.BININT -> push(new Int(require(4).getInt()));
      case PickleOpcode.LONG1 -> pushLong();
      case PickleOpcode.BINFLOAT -> {
        require(8).getDouble();
        push(OTHER);
      }
      case PickleOpcode.BINUNICODE -> pushText();
      case PickleOpcode.EMPTY_TUPLE -> push(new Tuple(List.of()));
      case PickleOpcode.TUPLE1 -> push(new Tuple(popLast(1)));
      case PickleOpcode.TUPLE2 -> push(new Tuple(popLast(2)));
      case PickleOpcode.TUPLE3 -> push(new Tuple(popLast(3)));
      case PickleOpcode.TUPLE -> push(new Tuple(popToMark()));
      case PickleOpcode.EMPTY_LIST -> push(new Container(false));
      case PickleOpcode.APPENDS -> fill(false);
      case PickleOpcode.EMPTY_DICT -> push(new Container(true));
      case PickleOpcode.SETITEMS -> fill(true);
      case PickleOpcode.BINPUT -> put(readByte());
      case PickleOpcode.LONG_BINPUT -> put(Integer.toUnsignedLong(require(4).getInt()));
      case PickleOpcode.BINGET -> get(readByte());
      case PickleOpcode.LONG_BINGET -> get(Integer.toUnsignedLong(require(4).getInt()));
      case PickleOpcode.GLOBAL -> pushGlobal();
      case PickleOpcode.NEWOBJ -> newObject();
      case PickleOpcode.BUILD -> build();
      case PickleOpcode.REDUCE -> reduce();
      case PickleOpcode.BINPERSID -> push(tensors.storage(pop(Tuple.class)));
      default ->
          throw new PickleException(
              String.format("opcode 0x%02x is not one that TorchScript writes", opcode));
    }
  }

  private void pushLong() throws PickleException {
    int length = readByte();
    if (length != Long.BYTES) {
      throw new PickleException("a long integer has " + length + " bytes, expected 8");
    }
    push(new Int(require(Long.BYTES).getLong()));
  }

  private void pushText() throws PickleException {
    long length = Integer.toUnsignedLong(require(4).getInt());
    if (length > bytes.remaining()) {
      throw new PickleException(
          "a text of " + length + " bytes starts where " + bytes.remaining() + " are left");
    }
    int offset = bytes.position();
    byte[] text = new byte[(int) length];
    bytes.get(text);
    push(new Text(new String(text, StandardCharsets.UTF_8), offset));
  }

  private void pushGlobal() throws PickleException {
    int offset = bytes.position();
    Global global = new Global(readLine(), readLine());
    PickledGlobals.check(global);
    if (global.name().contains(".")) {
      throw new PickleException(
          "the name '"
              + global.name()
              + "' of a class or function in '"
              + global.module()
              + "' has a dot, which TorchScript does not write");
    }
    if (PickledGlobals.isModelClass(global)) {
      addClass(global.qualifiedName(), offset);
    }
    push(global);
  }

  private void fill(boolean isDict) throws PickleException {
    List<PickleValue> values = popToMark();
    Container container = peek(Container.class);
    if (container.isDict() != isDict || (isDict && values.size() % 2 != 0)) {
      throw new PickleException("a list or dictionary is filled with what does not belong there");
    }
    if (container.isUsed()) {
      throw new PickleException(
          "a list or dictionary is filled after it was used, which TorchScript does not write");
    }
    container.add(values);
    checkDepth(container);
  }

  private void newObject() throws PickleException {
    if (!pop(Tuple.class).elements().isEmpty()) {
      throw new PickleException("an object is made with arguments, expected none");
    }
    Global type = pop(Global.class);
    if (!PickledGlobals.isModelClass(type)) {
      throw new PickleException("'" + type.qualifiedName() + "' is no class of the model");
    }
    push(new Instance(type, 0));
  }

  private void build() throws PickleException {
    PickleValue state = pop(PickleValue.class);
    push(new Instance(pop(Instance.class).type(), PickleValue.depthOver(List.of(state))));
  }

  private void reduce() throws PickleException, IOException {
    PickleValue arguments = pop(PickleValue.class);
    Global function = pop(Global.class);
    List<PickleValue> elements = arguments instanceof Tuple tuple ? tuple.elements() : List.of();
    PickleValue result = OTHER;
    switch (PickledGlobals.kindOf(function)) {
      case TENSOR -> result = tensors.tensor(elements);
      case SPARSE_TENSOR -> tensors.checkSparseTensor(elements);
      case TYPE_TAG -> checkTypeTag(elements);
      case VALUE, MODEL_CLASS -> {
        // Nothing in it reaches outside the pickle.
      }
      case TYPE ->
          throw new PickleException("'" + function.qualifiedName() + "' can not be called");
    }
    push(elements.isEmpty() || !(elements.get(0) instanceof Container) ? result : elements.get(0));
  }

  private void checkTypeTag(List<PickleValue> arguments) throws PickleException {
    if (arguments.size() != 2 || !(arguments.get(1) instanceof Text tag)) {
      throw new PickleException("a type tag needs a value and the name of its type");
    }
    addClass(tag.value(), tag.offset());
  }

  /** Notes the classes in the name of a class or type, at a position in the pickle. */
  private void addClass(String type, int offset) throws PickleException {
    if (type.indexOf(NOT_UTF_8) >= 0) {
      throw new PickleException("the name '" + type + "' of a type is not in UTF-8");
    }
    for (int at = type.indexOf("__torch__."); at >= 0; at = type.indexOf("__torch__.", at + 1)) {
      int end = at;
      while (end < type.length()
          && (Character.isJavaIdentifierPart(type.charAt(end)) || type.charAt(end) == '.')) {
        end++;
      }
      String name = type.substring(at, end);
      classes.add(name);
      if (ClassNamespace.isReplaced(name)) {
        classPrefixes.add(offset + type.substring(0, at).getBytes(StandardCharsets.UTF_8).length);
      }
    }
  }

  /** TorchScript numbers what it remembers from 0 on; libtorch makes room for any number. */
  private void put(long index) throws PickleException {
    PickleValue value = peek(PickleValue.class);
    if (index == memo.size()) {
      memo.add(value);
    } else if (index < memo.size()) {
      memo.set((int) index, value);
    } else {
      throw new PickleException(
          "a value is remembered as number " + index + ", expected at most " + memo.size());
    }
  }

  private void get(long index) throws PickleException {
    if (index >= memo.size()) {
      throw new PickleException("value number " + index + " is wanted, there are " + memo.size());
    }
    push(memo.get((int) index));
  }

  private void push(PickleValue value) throws PickleException {
    checkDepth(value);
    stack.add(value);
  }

  private static void checkDepth(PickleValue value) throws PickleException {
    if (value.depth() > MAX_DEPTH) {
      throw new PickleException("values are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private <T extends PickleValue> T pop(Class<T> type) throws PickleException {
    T value = peek(type);
    stack.remove(stack.size() - 1);
    use(value);
    return value;
  }

  private <T extends PickleValue> T peek(Class<T> type) throws PickleException {
    if (stack.size() <= (marks.isEmpty() ? 0 : marks.peek())) {
      throw new PickleException("a value is missing");
    }
    PickleValue value = stack.get(stack.size() - 1);
    if (!type.isInstance(value)) {
      throw new PickleException(
          "expected " + type.getSimpleName() + ", got " + value.getClass().getSimpleName());
    }
    return type.cast(value);
  }

  private List<PickleValue> popToMark() throws PickleException {
    if (marks.isEmpty()) {
      throw new PickleException("a mark is missing");
    }
    return popLast(stack.size() - marks.pop());
  }

  private List<PickleValue> popLast(int count) throws PickleException {
    int start = stack.size() - count;
    if (start < (marks.isEmpty() ? 0 : marks.peek())) {
      throw new PickleException("a value is missing");
    }
    List<PickleValue> last = stack.subList(start, stack.size());
    List<PickleValue> values = List.copyOf(last);
    last.clear();
    values.forEach(PickleReader::use);
    return values;
  }

  private static void use(PickleValue value) {
    if (value instanceof Container container) {
      container.use();
    }
  }

  private int readByte() throws PickleException {
    return Byte.toUnsignedInt(require(1).get());
  }

  private String readLine() throws PickleException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = readByte(); c != '\n'; c = readByte()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private ByteBuffer require(int count) throws PickleException {
    if (bytes.remaining() < count) {
      throw new PickleException("it ends in the middle of an instruction");
    }
    return bytes;
  }
}

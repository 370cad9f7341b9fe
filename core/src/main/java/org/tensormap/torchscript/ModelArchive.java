package org.tensormap.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensormap.io.ByteSource;
import org.tensormap.io.MtsFormatException;
import org.tensormap.io.ZipArchive;

/**
 * A checked TorchScript archive, as {@code torch.jit.save} writes it: a ZIP file in which all
 * entries are in one folder, with
 *
 * <ul>
 *   <li>{@code code/**}{@code /*.py}: the code of classes and functions, by module,
 *   <li>{@code data.pkl} and {@code constants.pkl}: the model's state and the constants of its
 *       code, as pickles,
 *   <li>{@code data/N} and {@code constants/N}: the storages of their tensors,
 *   <li>{@code version} and {@code byteorder}.
 * </ul>
 */
final class ModelArchive {
  private static final String DATA = "data.pkl";
  private static final String CONSTANTS = "constants.pkl";

  /** The folder of the code. */
  static final String CODE = "code/";

  /** Room for tens of thousands of functions and classes. */
  private static final long MAX_STACK = 1L << 30;

  private final String name;
  private final String folder;
  private final ZipArchive zip;
  private final Map<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
  private final Map<String, ScriptFile> code = new LinkedHashMap<>();
  private final long stackBytes;
  private final Pickle data;
  private final Pickle constants;

  private ModelArchive(ZipArchive zip) throws IOException, ScriptSyntaxException, PickleException {
    this.name = zip.name();
    this.zip = zip;
    this.folder = folderOf(zip);
    for (ZipArchive.Entry entry : zip.entries()) {
      if (!entry.name().startsWith(folder)) {
        throw problem("the entry '" + entry.name() + "' is outside of its folder '" + folder + "'");
      }
      entries.put(entry.name().substring(folder.length()), entry);
    }
    checkByteOrder();
    long stack = 0;
    for (String path : entries.keySet()) {
      if (path.startsWith(CODE) && path.endsWith(".py")) {
        String source = StandardCharsets.ISO_8859_1.decode(read(path)).toString();
        List<ScriptToken> tokens = ScriptLexer.tokens(path, source);
        stack += ScriptDepth.stackBytes(path, tokens);
        code.put(path, new ScriptFile(source, tokens));
      }
    }
    stackBytes = stack;
    if (stackBytes > MAX_STACK) {
      throw problem("its code has so many definitions that libtorch may not be able to compile it");
    }
    data = pickle(DATA);
    constants = pickle(CONSTANTS);
    if (data.root() == null) {
      throw problem(DATA + " holds no module");
    }
    checkNames();
  }

  /**
   * Reads and checks an archive.
   *
   * @param source the archive, which must stay open while it is used
   * @throws ModelFormatException if it is not what {@code torch.jit.save} writes, or uses classes
   *     or operators that are not known here
   * @throws IOException if the source can not be read
   */
  static ModelArchive open(ByteSource source) throws IOException {
    try {
      return new ModelArchive(ZipArchive.open(source));
    } catch (MtsFormatException | ScriptSyntaxException | PickleException e) {
      throw damaged(source.name(), e);
    }
  }

  String name() {
    return name;
  }

  /** The folder of all entries, with {@code /} at its end. */
  String folder() {
    return folder;
  }

  /** The paths of all entries in the folder. */
  Set<String> paths() {
    return entries.keySet();
  }

  /** The files of code, by path. */
  Map<String, ScriptFile> code() {
    return code;
  }

  /** The bytes of stack that libtorch needs at most to compile the code. */
  long stackBytes() {
    return stackBytes;
  }

  Pickle data() {
    return data;
  }

  Pickle constants() {
    return constants;
  }

  /**
   * Reads an entry.
   *
   * @throws ModelFormatException if it is damaged
   */
  ByteBuffer read(String path) throws IOException {
    try {
      return zip.read(entries.get(path));
    } catch (MtsFormatException e) {
      throw damaged(name, e);
    }
  }

  /** The methods of the model, from its code. */
  ScriptMethods methods() throws ModelFormatException {
    PickleValue.Global root = data.root();
    String path = NamedTuples.pathOf(root.module());
    ScriptFile file = code.get(path);
    if (file == null) {
      throw problem(
          "the code of its class '" + root.qualifiedName() + "' is missing, expected " + path);
    }
    try {
      return SignatureParser.methods(path, file.tokens(), root.name(), new NamedTuples(code));
    } catch (ScriptSyntaxException e) {
      throw new ModelFormatException(name, e.getMessage(), e);
    }
  }

  /** Tells whether the model computes derivatives, so that it must run with autograd. */
  boolean usesAutograd() {
    return code.values().stream().anyMatch(ScriptFile::usesAutograd);
  }

  /** The namespaces of which the code or the pickles use a class or operator. */
  List<ClassNamespace> namespaces() {
    return ClassNamespace.all().stream()
        .filter(
            namespace ->
                names().stream()
                    .anyMatch(
                        used ->
                            namespace.memberOf(used).isPresent()
                                || used.startsWith(namespace.operatorPrefix())))
        .toList();
  }

  private static String folderOf(ZipArchive zip) throws ModelFormatException {
    String first = zip.entries().isEmpty() ? "" : zip.entries().get(0).name();
    int slash = first.indexOf('/');
    if (slash <= 0) {
      throw new ModelFormatException(
          zip.name(),
          "it is a ZIP archive without the folder that TorchScript puts all entries in");
    }
    return first.substring(0, slash + 1);
  }

  private void checkByteOrder() throws IOException {
    if (entries.containsKey("byteorder")) {
      String order = StandardCharsets.US_ASCII.decode(read("byteorder")).toString();
      if (!order.equals("little")) {
        throw problem("its byte order is '" + order + "', supported is 'little'");
      }
    }
  }

  private Pickle pickle(String path) throws IOException, PickleException {
    if (!entries.containsKey(path)) {
      throw problem("it has no entry '" + path + "': is it a model saved by torch.jit.save?");
    }
    String folderOfStorages = path.substring(0, path.length() - ".pkl".length()) + "/";
    PickledTensors.Storages storages =
        new PickledTensors.Storages() {
          @Override
          public OptionalLong bytesOf(String key) {
            ZipArchive.Entry entry = entries.get(folderOfStorages + key);
            return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.size());
          }

          @Override
          public ByteBuffer read(String key) throws IOException {
            return ModelArchive.this.read(folderOfStorages + key);
          }
        };
    return PickleReader.read(path, read(path), new PickledTensors(storages));
  }

  /** The full names that the code and the pickles mention. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>(data.classes());
    names.addAll(constants.classes());
    code.values().forEach(file -> names.addAll(file.names()));
    return names;
  }

  private void checkNames() throws ModelFormatException {
    List<String> unknown = new ArrayList<>();
    for (String used : names()) {
      for (ClassNamespace namespace : ClassNamespace.all()) {
        namespace.unknownMemberIn(used).ifPresent(unknown::add);
      }
    }
    if (!unknown.isEmpty()) {
      throw problem(
          "it uses "
              + unknown.stream().distinct().collect(Collectors.joining(", "))
              + ", which this version does not know");
    }
  }

  private ModelFormatException problem(String problem) {
    return new ModelFormatException(name, problem);
  }

  private static ModelFormatException damaged(String name, Exception cause) {
    return new ModelFormatException(
        name, "it is not a TorchScript archive, or damaged: " + cause.getMessage(), cause);
  }
}

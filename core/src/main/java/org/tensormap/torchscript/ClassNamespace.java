package org.tensormap.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A namespace of classes and operators that models refer to as {@code torch.classes.NAME.*} and
 * {@code ops.NAME.*}, and that libtorch does not have: they are given to the model as TorchScript
 * source.
 */
final class ClassNamespace {
  /**
   * What comes before the name of a namespace in a model's code and pickles. libtorch looks for C++
   * classes alone there, so it is replaced.
   */
  static final String ROOT = "__torch__.torch.classes.";

  /** What it is replaced by: as long, so that it can be done in a pickle. */
  static final String PATCHED_ROOT = "__torch__.torch_classes.";

  private static final String METATENSOR = "metatensor";

  /** The files that together are the classes and functions of metatensor. */
  private static final List<String> METATENSOR_SOURCES =
      List.of(
          "metatensor/labels.py",
          "metatensor/blocks.py",
          "metatensor/maps.py",
          "metatensor/arguments.py",
          "metatensor/merging.py",
          "metatensor/text.py",
          "metatensor/zip.py",
          "metatensor/files.py",
          "metatensor/json.py",
          "metatensor/operators.py");

  /** How these files name the path of the module that they are. */
  private static final Pattern MODULE = Pattern.compile("\\bmts\\.");

  /**
   * All namespaces there are. Another one is added here, with its sources beside this class; {@link
   * TypeParser} and {@link BridgeSource} say how its classes are passed.
   */
  private static final List<ClassNamespace> ALL =
      List.of(
          new ClassNamespace(METATENSOR, METATENSOR_SOURCES, "bridge.py"),
          new ClassNamespace("equistore", METATENSOR_SOURCES, "bridge.py"));

  private final String name;
  private final String source;
  private final String bridgeSource;
  private final Set<String> classes;
  private final Set<String> functions;

  /**
   * Creates a namespace.
   *
   * @param name its name, which replaces that of metatensor in both sources
   * @param sources the resources with the classes and functions
   * @param bridgeSource the resource with the readers and writers of messages
   */
  private ClassNamespace(String name, List<String> sources, String bridgeSource) {
    this.name = name;
    this.source =
        sources.stream().map(source -> renamed(source, name)).collect(Collectors.joining("\n\n"));
    this.bridgeSource = renamed(bridgeSource, name);
    try {
      List<ScriptToken> tokens = ScriptLexer.tokens(name, source);
      this.classes = definitions(tokens, "class");
      this.functions = definitions(tokens, "def");
    } catch (ScriptSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ClassNamespace> all() {
    return ALL;
  }

  /** The namespace whose classes are there for a model that uses none. */
  static ClassNamespace first() {
    return ALL.get(0);
  }

  /** Tells whether a class is given as source, unlike those that libtorch has itself. */
  static boolean isReplaced(String className) {
    return ALL.stream().anyMatch(namespace -> className.startsWith(ROOT + namespace.name + "."));
  }

  String name() {
    return name;
  }

  /** The TorchScript source of the classes and functions. */
  String source() {
    return source;
  }

  /** The TorchScript source of the readers and writers of messages. */
  String bridgeSource() {
    return bridgeSource;
  }

  /** The path in an archive of the source of the classes. */
  String path() {
    return "code/" + (PATCHED_ROOT + name).replace('.', '/') + ".py";
  }

  /** The path in an archive of the file that stands for the C++ classes, which is empty. */
  String replacedPath() {
    return "code/" + (ROOT + name).replace('.', '/') + ".py";
  }

  String operatorPrefix() {
    return "ops." + name + ".";
  }

  /**
   * Returns the name of what stands in for a class or operator; the same name if it is none of this
   * namespace.
   */
  String patched(String qualifiedName) {
    if (qualifiedName.startsWith(ROOT + name + ".")) {
      return PATCHED_ROOT + qualifiedName.substring(ROOT.length());
    }
    if (qualifiedName.startsWith(operatorPrefix())) {
      return PATCHED_ROOT + qualifiedName.substring("ops.".length());
    }
    return qualifiedName;
  }

  /** Returns what follows the name of this namespace in the name of one of its classes. */
  Optional<String> memberOf(String qualifiedName) {
    return Stream.of(ROOT, PATCHED_ROOT)
        .map(root -> root + name + ".")
        .filter(qualifiedName::startsWith)
        .map(prefix -> qualifiedName.substring(prefix.length()))
        .findFirst();
  }

  /** Returns the class or operator that a name refers to and this namespace should have. */
  Optional<String> unknownMemberIn(String qualifiedName) {
    String member;
    Set<String> known;
    String prefix;
    if (qualifiedName.startsWith(ROOT + name + ".")) {
      prefix = ROOT + name + ".";
      known = classes;
    } else if (qualifiedName.startsWith(operatorPrefix())) {
      prefix = operatorPrefix();
      known = functions;
    } else {
      return Optional.empty();
    }
    member = qualifiedName.substring(prefix.length()).split("\\.", 2)[0];
    return known.contains(member)
        ? Optional.empty()
        : Optional.of(prefix.replace("__torch__.", "") + member);
  }

  private static Set<String> definitions(List<ScriptToken> tokens, String keyword) {
    return IntStream.range(0, tokens.size())
        .filter(i -> tokens.get(i).column() == 0 && tokens.get(i).isName(keyword))
        .mapToObj(i -> tokens.get(i + 1).text())
        .filter(definition -> !definition.startsWith("_"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String renamed(String resource, String name) {
    try (InputStream stream = ClassNamespace.class.getResourceAsStream(resource)) {
      String source = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return MODULE
          .matcher(source)
          .replaceAll(PATCHED_ROOT + METATENSOR + ".")
          .replaceAll("\\b" + METATENSOR + "\\b", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

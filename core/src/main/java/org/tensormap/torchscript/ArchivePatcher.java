package org.tensormap.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.tensormap.io.ZipArchiveWriter;

/**
 * Writes the archive of a model anew so that stock libtorch can load it: the names of C++ classes
 * and operators that libtorch does not have are replaced by those of TorchScript classes and
 * functions, whose source is added.
 */
final class ArchivePatcher {
  private final ModelArchive archive;

  ArchivePatcher(ModelArchive archive) {
    this.archive = archive;
  }

  /**
   * Writes the model alone.
   *
   * @param target where to write; left open
   */
  void writePortable(OutputStream target) throws IOException {
    ZipArchiveWriter zip = new ZipArchiveWriter(target);
    writeModel(zip);
    add(zip, "data.pkl", patched(archive.data()));
    writeClasses(zip, archive.namespaces());
    zip.finish();
  }

  /**
   * Writes the model within a bridge.
   *
   * @param target where to write; left open
   * @param methods the methods of the model that the bridge calls
   * @param withAutograd whether they run with autograd
   */
  void writeWithBridge(OutputStream target, Collection<ScriptMethod> methods, boolean withAutograd)
      throws IOException {
    ZipArchiveWriter zip = new ZipArchiveWriter(target);
    writeModel(zip);
    ByteBuffer model = patched(archive.data());
    add(zip, "data.pkl", bridgePickle(model));
    Set<ClassNamespace> namespaces = new LinkedHashSet<>(archive.namespaces());
    for (ScriptMethod method : methods) {
      namespaces.add(method.bridgeNamespace());
    }
    writeClasses(zip, namespaces);
    for (ClassNamespace namespace : namespaces) {
      add(zip, BridgeSource.supportPath(namespace), utf8(namespace.bridgeSource()));
    }
    String modelClass = archive.data().root().qualifiedName();
    add(zip, BridgeSource.PATH, utf8(BridgeSource.of(modelClass, methods, withAutograd)));
    zip.finish();
  }

  /** All entries but the pickle of the model, and what the importer does not need. */
  private void writeModel(ZipArchiveWriter zip) throws IOException {
    for (String path : archive.paths()) {
      if (path.equals("data.pkl") || isLeftOut(path)) {
        continue;
      }
      if (path.equals("constants.pkl")) {
        add(zip, path, patched(archive.constants()));
      } else if (archive.code().containsKey(path)) {
        String source = archive.code().get(path).patched();
        add(zip, path, ByteBuffer.wrap(source.getBytes(StandardCharsets.ISO_8859_1)));
      } else {
        add(zip, path, archive.read(path));
      }
    }
  }

  /**
   * Positions of Python source, which would not fit the changed code; and the files that this class
   * writes, which a portable archive has already.
   */
  private static boolean isLeftOut(String path) {
    return path.endsWith("/")
        || path.endsWith(".debug_pkl")
        || ClassNamespace.all().stream()
            .anyMatch(
                namespace ->
                    path.equals(namespace.replacedPath()) || path.equals(namespace.path()));
  }

  private void writeClasses(ZipArchiveWriter zip, Collection<ClassNamespace> namespaces)
      throws IOException {
    for (ClassNamespace namespace : namespaces) {
      add(zip, namespace.path(), utf8(namespace.source()));
    }
  }

  private void add(ZipArchiveWriter zip, String path, ByteBuffer bytes) throws IOException {
    zip.add(archive.folder() + path, bytes);
  }

  private static ByteBuffer patched(Pickle pickle) {
    byte[] bytes = new byte[pickle.bytes().remaining()];
    pickle.bytes().duplicate().get(bytes);
    byte[] replacement = ClassNamespace.PATCHED_ROOT.getBytes(StandardCharsets.US_ASCII);
    for (int position : pickle.classPrefixes()) {
      System.arraycopy(replacement, 0, bytes, position, replacement.length);
    }
    return ByteBuffer.wrap(bytes);
  }

  /**
   * A pickle of the bridge with the model as its attribute: the model's own, with something before
   * and behind. What the model's pickle remembers keeps its numbers, since nothing else is
   * remembered.
   */
  private static ByteBuffer bridgePickle(ByteBuffer model) {
    PickleWriter pickle = new PickleWriter();
    pickle.put(PickleOpcode.PROTO, 2);
    pickle.putGlobal(BridgeSource.MODULE, BridgeSource.CLASS);
    pickle.put(
        PickleOpcode.EMPTY_TUPLE, PickleOpcode.NEWOBJ, PickleOpcode.EMPTY_DICT, PickleOpcode.MARK);
    pickle.putText("training");
    pickle.put(PickleOpcode.NEWFALSE);
    pickle.putText(BridgeSource.MODEL);
    // Without the protocol in front and the end.
    pickle.put(model.slice(2, model.remaining() - 3));
    pickle.put(PickleOpcode.SETITEMS, PickleOpcode.BUILD, PickleOpcode.STOP);
    return pickle.bytes();
  }

  private static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  /** Writes instructions of a pickle. */
  private static final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void put(int... opcodes) {
      for (int opcode : opcodes) {
        bytes.write(opcode);
      }
    }

    void put(ByteBuffer instructions) {
      while (instructions.hasRemaining()) {
        bytes.write(instructions.get());
      }
    }

    void putGlobal(String module, String name) {
      put(PickleOpcode.GLOBAL);
      put(utf8(module + "\n" + name + "\n"));
    }

    void putText(String text) {
      ByteBuffer encoded = utf8(text);
      put(PickleOpcode.BINUNICODE);
      put(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(encoded.remaining())
              .flip());
      put(encoded);
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(bytes.toByteArray());
    }
  }
}

package org.tensormap.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensormap.io.ByteSource;
import org.tensormap.io.ZipArchive;
import org.tensormap.io.ZipArchiveWriter;

/** Makes and changes TorchScript archives for tests. */
final class TestArchive {
  private final String folder;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private TestArchive(String folder) {
    this.folder = folder;
  }

  /** A model without state whose class {@code __torch__.Model} has the given methods. */
  static TestArchive ofMethods(String methods) {
    return ofCode(
        """
        class Model(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
        """
            + methods.indent(2));
  }

  /** A model without state whose code defines the class {@code __torch__.Model}. */
  static TestArchive ofCode(String code) {
    return new TestArchive("model/")
        .with("data.pkl", pickleOfModel())
        .with("code/__torch__.py", code)
        .with("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'})
        .with("version", "3\n")
        .with("byteorder", "little");
  }

  /** An archive with the entries of another. */
  static TestArchive of(byte[] archive) throws IOException {
    TestArchive copy = new TestArchive("");
    ZipArchive zip = ZipArchive.open(ByteSource.wrap("original", ByteBuffer.wrap(archive)));
    for (ZipArchive.Entry entry : zip.entries()) {
      ByteBuffer content = zip.read(entry);
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      copy.with(entry.name(), bytes);
    }
    return copy;
  }

  TestArchive with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  TestArchive with(String path, byte[] bytes) {
    entries.put(folder + path, bytes);
    return this;
  }

  /** Adds an entry with a full name, which may be outside of the folder. */
  TestArchive withEntry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  TestArchive without(String path) {
    entries.remove(folder + path);
    return this;
  }

  byte[] entry(String name) {
    return entries.get(name);
  }

  Map<String, byte[]> entries() {
    return entries;
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveWriter zip = new ZipArchiveWriter(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.add(entry.getKey(), ByteBuffer.wrap(entry.getValue()));
      }
    }
    return bytes.toByteArray();
  }

  /** {@code __torch__.Model} with the attribute {@code training}. */
  static byte[] pickleOfModel() {
    return pickle("\u0080\u0002c__torch__\nModel\n)\u0081}(", text("training"), "\u0089ub.");
  }

  /** Joins instructions, one byte per character. */
  static byte[] pickle(String... instructions) {
    return String.join("", instructions).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The instruction for a text. */
  static String text(String text) {
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length()).array();
    return "X" + new String(length, StandardCharsets.ISO_8859_1) + text;
  }
}

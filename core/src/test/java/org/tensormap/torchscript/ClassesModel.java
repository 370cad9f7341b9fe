package org.tensormap.torchscript;

import ai.djl.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;

/**
 * Makes the archive that {@code torch.jit.save} would write for the model in the resource {@code
 * classes.py}.
 */
final class ClassesModel {
  private static final String NAMESPACE = "__torch__.torch.classes.metatensor";

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final List<byte[]> storages = new ArrayList<>();

  private ClassesModel() {}

  /** Loads the model with a state. */
  static TorchScriptModel load(
      List<Map<String, Labels>> tables, TensorBlock block, TensorMap mapOrNull) throws IOException {
    byte[] archive = new ClassesModel().archive(tables, block, mapOrNull);
    return TorchScriptModel.load("classes.pt", archive, Device.cpu());
  }

  private byte[] archive(List<Map<String, Labels>> tables, TensorBlock block, TensorMap mapOrNull)
      throws IOException {
    text("\u0080\u0002c__torch__\nClasses\n)\u0081}(");
    string("training");
    text("\u0089");
    string("tables");
    text("](");
    for (Map<String, Labels> table : tables) {
      text("}(");
      for (Map.Entry<String, Labels> entry : table.entrySet()) {
        string(entry.getKey());
        object("Labels", Mts.saveLabelsBuffer(entry.getValue()));
      }
      text("u");
    }
    text("e");
    string("block");
    object("TensorBlock", Mts.saveBlockBuffer(block));
    string("map");
    if (mapOrNull == null) {
      text("N");
    } else {
      object("TensorMap", Mts.saveBuffer(mapOrNull));
    }
    text("ub.");

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < storages.size(); i++) {
        add(zip, "data/" + i, storages.get(i));
      }
      add(zip, "data.pkl", pickle.toByteArray());
      add(zip, "byteorder", "little".getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "code/__torch__.py", code());
      add(zip, "constants.pkl", "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "version", "3\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static byte[] code() throws IOException {
    try (InputStream resource = ClassesModel.class.getResourceAsStream("classes.py")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("\\bmts\\.", NAMESPACE + ".")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** An object whose class has {@code __setstate__}, and its state: a tensor of uint8. */
  private void object(String type, byte[] state) {
    text("c" + NAMESPACE + "\n" + type + "\n)\u0081");
    text("ctorch._utils\n_rebuild_tensor_v2\n((");
    string("storage");
    text("ctorch\nByteStorage\n");
    string(String.valueOf(storages.size()));
    string("cpu");
    integer(state.length);
    text("tQK\u0000(");
    integer(state.length);
    text("t(K\u0001t\u0089ccollections\nOrderedDict\n)RtRb");
    storages.add(state);
  }

  private void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    text("X");
    pickle.writeBytes(little(bytes.length));
    pickle.writeBytes(bytes);
  }

  private void integer(int value) {
    text("J");
    pickle.writeBytes(little(value));
  }

  private void text(String opcodes) {
    pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("classes/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}

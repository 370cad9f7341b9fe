package org.tensormap.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.tensormap.io.ByteSource;

/**
 * Rewrites models so that stock libtorch loads them without the extension that they were exported
 * against: the archive gets the classes and operators that it uses as TorchScript source.
 *
 * <p>The methods, parameters and state of the model stay what they are. A caller in C++ or Python
 * that passes tensor maps makes them with the model's own classes, {@code
 * __torch__.torch_classes.metatensor.TensorMap} and so on.
 */
public final class PortableArchive {
  private PortableArchive() {}

  /**
   * Rewrites a model.
   *
   * @param model the path of a file that {@code torch.jit.save} wrote
   * @param target the path of the file to write, which appears when it is complete; an existing
   *     file is replaced
   * @throws ModelFormatException if the file is not a TorchScript model, is damaged or hostile, or
   *     uses classes or operators that are not known
   * @throws IOException if a file can not be read or written
   */
  public static void write(Path model, Path target) throws IOException {
    ArchiveBuffer rewritten = new ArchiveBuffer();
    try (ByteSource source = ByteSource.map(model)) {
      write(source, rewritten);
    }
    Path folder = target.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
    try {
      Files.copy(rewritten.toInputStream(), temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Rewrites a model.
   *
   * @param name the name of the model in messages
   * @param model the bytes that {@code torch.jit.save} wrote
   * @param target where to write; left open
   * @throws ModelFormatException if these are not the bytes of a TorchScript model, are damaged or
   *     hostile, or the model uses classes or operators that are not known
   * @throws IOException if the target can not be written
   */
  public static void write(String name, byte[] model, OutputStream target) throws IOException {
    write(ByteSource.wrap(name, ByteBuffer.wrap(model)), target);
  }

  private static void write(ByteSource source, OutputStream target) throws IOException {
    new ArchivePatcher(ModelArchive.open(source)).writePortable(target);
  }
}

package org.tensormap;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions of arrays written in TorchScript: all of libtorch, where DJL's {@link NDArray} has no
 * method.
 *
 * <p>The source is compiled by libtorch when the first function is called. Functions compute where
 * their arguments are, and are recorded for automatic differentiation if the calling thread's
 * gradient mode is on. Safe for use by several threads.
 */
public final class TorchFunctions {
  /** How DJL is told to call another method than {@code forward}: by the name of an argument. */
  private static final String METHOD = "module_method:";

  /**
   * An object of the class {@code __torch__.Functions}, which is not in training, as TorchScript
   * pickles it.
   */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nFunctions\n)\u0081}X\b\u0000\u0000\u0000training\u0089sb.";

  private static final String EMPTY_TUPLE = "\u0080\u0002).";

  private final Class<?> owner;

  /** The resource with the source of each module. */
  private final Map<String, String> modules = new TreeMap<>();

  private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
  private Model model;

  /**
   * Names the source of functions, without reading it.
   *
   * @param owner the class next to which the resource is
   * @param resource the name of the resource: the class {@code Functions} whose methods take and
   *     return tensors, in the dialect of TorchScript archives
   */
  public TorchFunctions(Class<?> owner, String resource) {
    this.owner = owner;
    modules.put("__torch__", resource);
  }

  /**
   * Names the source of functions that use a library, without reading it.
   *
   * @param owner the class next to which the resources are
   * @param resource the name of the resource: the class {@code Functions} whose methods take and
   *     return tensors, in the dialect of TorchScript archives
   * @param library the full name of the library, with dots
   * @param libraryResource the name of the resource with its source, which calls itself {@code mts}
   */
  public TorchFunctions(Class<?> owner, String resource, String library, String libraryResource) {
    this(owner, resource);
    modules.put(library, libraryResource);
  }

  /**
   * Calls a function.
   *
   * @param function its name
   * @param arguments its arguments, at least one; arrays that are not PyTorch's are copied
   * @return the arrays that the function returned, owned by the manager of the first argument (or
   *     by the PyTorch manager that belongs to it)
   * @throws ai.djl.engine.EngineException if the function fails
   */
  public NDList call(String function, NDArray... arguments) {
    PtSymbolBlock block = block();
    NDList inputs = new NDList(arguments.length + 1);
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      for (NDArray argument : arguments) {
        NDArray array = torchArray(argument);
        // A name would be taken for a description of the argument; a view has none.
        inputs.add(array.getName() == null ? array : array.reshape(array.getShape()));
      }
      inputs.add(methods.computeIfAbsent(function, this::method));
      NDList results = IValueUtils.forward(block, inputs, true);
      results.forEach(temporary::keep);
      return results;
    }
  }

  /**
   * Returns an array that PyTorch can compute with.
   *
   * @param array any array
   * @return the array itself if it is one of PyTorch's, else a copy, owned by the PyTorch manager
   *     that belongs to its manager
   * @throws UnsupportedOperationException if DJL has no PyTorch arrays of this type
   */
  public static NDArray torchArray(NDArray array) {
    if (array instanceof PtNDArray) {
      return array;
    }
    return array.getManager() instanceof HostNDManager host
        ? host.computing().from(array)
        : array.getManager().from(array);
  }

  /**
   * Returns the manager of what PyTorch computes with arrays of a manager.
   *
   * @param manager any manager
   * @return the manager itself if it is one of PyTorch's, else the one that belongs to it
   */
  public static NDManager torchManager(NDManager manager) {
    return manager instanceof HostNDManager host ? host.pyTorchManager() : manager;
  }

  private synchronized PtSymbolBlock block() {
    if (model == null) {
      Model loading = PyTorch.engine().newModel("functions", Device.cpu());
      try {
        loading.load(new ByteArrayInputStream(archive()));
      } catch (IOException e) {
        throw new UncheckedIOException("can not read the source of functions " + modules, e);
      } catch (MalformedModelException e) {
        throw new IllegalStateException("can not compile functions " + modules, e);
      }
      model = loading;
    }
    return (PtSymbolBlock) model.getBlock();
  }

  private NDArray method(String function) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDArray array = model.getNDManager().create(0f);
      array.setName(METHOD + function);
      return temporary.keep(array);
    }
  }

  /** The functions as a TorchScript archive. */
  private byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "byteorder", "little".getBytes(StandardCharsets.ISO_8859_1));
      for (Map.Entry<String, String> module : modules.entrySet()) {
        try (InputStream source = owner.getResourceAsStream(module.getValue())) {
          String code = new String(source.readAllBytes(), StandardCharsets.UTF_8);
          add(
              zip,
              "code/" + module.getKey().replace('.', '/') + ".py",
              code.replaceAll("\\bmts\\.", module.getKey() + ".").getBytes(StandardCharsets.UTF_8));
        }
      }
      add(zip, "constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
      add(zip, "version", "3\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("functions/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}

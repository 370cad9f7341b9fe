package org.tensormap;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes and owns arrays that live in buffers of the JVM, for reading and writing tensor maps
 * without loading a native library.
 *
 * <p>Arrays of this manager hand themselves to the PyTorch engine the first time something is
 * computed with them; results belong to a PyTorch manager that this one owns and closes. Reading
 * back shapes, types and values never loads the engine.
 */
public final class HostNDManager extends BaseNDManager {
  private static final HostNDManager ROOT = new HostNDManager(null);

  /** For any other type, DJL's native code ends the process. */
  private static final Set<DataType> PYTORCH_TYPES =
      EnumSet.of(
          DataType.FLOAT16,
          DataType.FLOAT32,
          DataType.FLOAT64,
          DataType.INT8,
          DataType.INT32,
          DataType.INT64,
          DataType.UINT8,
          DataType.BOOLEAN,
          DataType.COMPLEX64);

  /** Stands in for the PyTorch manager, which is made by the first call. */
  private final NDManager computing = lazyPyTorchManager();

  private NDManager pyTorchManager;

  private HostNDManager(NDManager parent) {
    super(parent, Device.cpu());
  }

  /**
   * Creates a manager; close it to release its arrays.
   *
   * @return a new manager, without arrays
   */
  public static HostNDManager newManager() {
    return ROOT.newSubManager(Device.cpu());
  }

  /**
   * Tells whether there are PyTorch arrays of a type: host arrays of other types can be read and
   * written, but nothing can be computed with them.
   *
   * @param dataType the type of the values
   * @return whether DJL can make PyTorch arrays of this type
   */
  public static boolean hasPyTorchArrays(DataType dataType) {
    return PYTORCH_TYPES.contains(dataType);
  }

  /**
   * Returns how much memory a value takes.
   *
   * @param dataType the type of the value
   * @return its bytes: 8 for a complex number of two floats, for which DJL says 4
   */
  public static int elementSize(DataType dataType) {
    return dataType == DataType.COMPLEX64 ? 2 * Float.BYTES : dataType.getNumOfBytes();
  }

  /**
   * Checks that there are PyTorch arrays of a type, before native code sees it.
   *
   * @throws IllegalArgumentException if not
   */
  static void checkHasPyTorchArrays(DataType dataType) {
    if (!hasPyTorchArrays(dataType)) {
      throw new IllegalArgumentException(
          "values can not be converted to "
              + dataType
              + ", since DJL has no PyTorch arrays of this type: use one of "
              + PYTORCH_TYPES);
    }
  }

  /**
   * Creates an array over a buffer: a direct buffer in native byte order is used as it is, from its
   * position, and shared with the array; any other is copied.
   *
   * @param data the values, row-major; a {@link ByteBuffer} is taken as raw bytes
   * @param shape the shape of the array
   * @param dataType the type of the values
   * @return the array, owned by this manager
   * @throws IllegalArgumentException if the buffer does not hold exactly the values of this shape
   *     and type
   */
  @Override
  public NDArray create(Buffer data, Shape shape, DataType dataType) {
    ByteBuffer bytes = data instanceof ByteBuffer given ? given : copyOf(data, dataType);
    return wrap(
        bytes.isDirect() ? bytes : allocateDirect(bytes.remaining()).put(bytes.slice()).flip(),
        shape,
        dataType);
  }

  /**
   * Creates an array over a buffer, which is used as it is and shared with the array, whether it is
   * direct or on the heap.
   *
   * @param bytes the values, row-major, in native byte order, from the position of the buffer; if
   *     it is read-only, the values can not be changed in place
   * @param shape the shape of the array
   * @param dataType the type of the values
   * @return the array, owned by this manager
   * @throws IllegalArgumentException if the buffer does not hold exactly the values of this shape
   *     and type
   */
  public NDArray wrap(ByteBuffer bytes, Shape shape, DataType dataType) {
    long expected = Math.multiplyExact(shape.size(), (long) elementSize(dataType));
    if (bytes.remaining() != expected) {
      throw new IllegalArgumentException(
          "an array of type "
              + dataType
              + " and shape "
              + shape
              + " takes "
              + expected
              + " bytes, got a buffer of "
              + bytes.remaining());
    }
    return register(new HostNDArray(this, computing, bytes.slice(), shape, dataType));
  }

  /**
   * Creates an array of zeros; one of 2 GiB or more, for which there is no buffer, in PyTorch.
   *
   * @param shape the shape of the array
   * @param dataType the type of the values
   * @return the array, owned by this manager
   */
  @Override
  public NDArray create(Shape shape, DataType dataType) {
    long bytes = Math.multiplyExact(shape.size(), (long) elementSize(dataType));
    return bytes <= Integer.MAX_VALUE
        ? create(allocateDirect((int) bytes), shape, dataType)
        : pyTorchManager().zeros(shape, dataType);
  }

  /**
   * Creates an array of zeros.
   *
   * @param shape the shape of the array
   * @param dataType the type of the values
   * @return the array, owned by this manager
   */
  @Override
  public NDArray zeros(Shape shape, DataType dataType) {
    return create(shape, dataType);
  }

  @Override
  public NDArray from(NDArray array) {
    return array == null || array instanceof HostNDArray
        ? array
        : create(array.toByteBuffer(), array.getShape(), array.getDataType());
  }

  @Override
  public ByteBuffer allocateDirect(int capacity) {
    ByteBuffer memory =
        LargeMemory.isWorthwhile(capacity)
            ? LargeMemory.allocate(capacity)
            : ByteBuffer.allocateDirect(capacity);
    return memory.order(ByteOrder.nativeOrder());
  }

  @Override
  public HostNDManager newSubManager(Device device) {
    if (device != null && device.isGpu()) {
      throw new IllegalArgumentException(
          "host arrays are on the CPU, got device "
              + device
              + ": use NDManager.newBaseManager(device, \"PyTorch\")");
    }
    HostNDManager manager = new HostNDManager(this);
    attachUncappedInternal(manager.uid, manager);
    return manager;
  }

  @Override
  public Engine getEngine() {
    return HostEngine.INSTANCE;
  }

  /** Stands in for {@link #pyTorchManager()}, without making it. */
  NDManager computing() {
    return computing;
  }

  private HostNDArray register(HostNDArray array) {
    attachInternal(array.getUid(), array);
    return array;
  }

  private ByteBuffer copyOf(Buffer data, DataType dataType) {
    checkHolds(data, dataType);
    ByteBuffer bytes =
        allocateDirect(
            Math.multiplyExact(data.remaining(), DataType.fromBuffer(data).getNumOfBytes()));
    copyBuffer(data, bytes);
    return bytes;
  }

  /** Checks that the bits of numbers in a buffer are those of values of a type. */
  private static void checkHolds(Buffer data, DataType dataType) {
    DataType given = DataType.fromBuffer(data);
    boolean isOfType =
        switch (given) {
          case FLOAT32 -> dataType == DataType.FLOAT32 || dataType == DataType.COMPLEX64;
          case FLOAT64 -> dataType == DataType.FLOAT64;
          case INT32 -> dataType == DataType.INT32 || dataType == DataType.UINT32;
          case INT64 -> dataType == DataType.INT64 || dataType == DataType.UINT64;
          default -> dataType.getNumOfBytes() == Short.BYTES;
        };
    if (!isOfType) {
      throw new IllegalArgumentException(
          "an array of type " + dataType + " can not be filled from numbers of type " + given);
    }
  }

  /** The manager of what PyTorch computes with arrays of this one, made by the first call. */
  synchronized NDManager pyTorchManager() {
    if (pyTorchManager == null) {
      pyTorchManager = PyTorch.engine().newBaseManager(Device.cpu());
      attachUncappedInternal(pyTorchManager.getName(), pyTorchManager);
    }
    return pyTorchManager;
  }

  private NDArray pyTorchCopy(HostNDArray array) {
    DataType dataType = array.getDataType();
    if (!hasPyTorchArrays(dataType)) {
      throw new UnsupportedOperationException(
          "nothing can be computed with values of type "
              + dataType
              + ", since DJL has no PyTorch arrays of this type: convert them to "
              + HostWidening.widerType(dataType)
              + " first");
    }
    if (dataType != DataType.COMPLEX64) {
      return pyTorchManager().from(array);
    }
    Shape realShape = array.getShape().add(2);
    try (NDArray real =
            pyTorchManager().create(array.toByteBuffer(false), realShape, DataType.FLOAT32);
        NDArray view = real.complex()) {
      return view.duplicate();
    }
  }

  /**
   * The base class of the arrays wants the manager that computes when an array is made: too early
   * to load it.
   */
  private NDManager lazyPyTorchManager() {
    return (NDManager)
        Proxy.newProxyInstance(
            NDManager.class.getClassLoader(),
            new Class<?>[] {NDManager.class},
            (proxy, method, arguments) -> {
              try {
                if (method.getName().equals("from") && arguments[0] instanceof HostNDArray array) {
                  return pyTorchCopy(array);
                }
                return method.invoke(pyTorchManager(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

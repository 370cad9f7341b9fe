package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** One call of a method through the bridge, and the native memory that it needs meanwhile. */
final class BridgeCall implements AutoCloseable {
  /**
   * Whether libtorch optimizes the code of models: what DJL calls the graph optimizer. It takes a
   * second or two of the first calls, and makes later ones some 15 % faster.
   */
  private static final boolean OPTIMIZE = Boolean.getBoolean("ai.djl.pytorch.graph_optimizer");

  private final PtSymbolBlock bridge;
  private final PtNDManager manager;
  private final StagingPool stagings;
  private final boolean withAutograd;

  /** Owns the arrays of this call; few calls need any, and a manager takes a while to make. */
  private PtNDManager scope;

  /**
   * A call.
   *
   * @param bridge the module with the model
   * @param manager owns the module, on its device
   * @param stagings memory for arguments
   * @param withAutograd whether the methods run with autograd
   */
  BridgeCall(
      PtSymbolBlock bridge, PtNDManager manager, StagingPool stagings, boolean withAutograd) {
    this.bridge = bridge;
    this.manager = manager;
    this.stagings = stagings;
    this.withAutograd = withAutograd;
  }

  /** Runs the method of a signature; arrays of the result belong to {@code owner}. */
  Object run(ModelSignature signature, List<?> arguments, NDManager owner) {
    MessageWriter writer = new MessageWriter();
    new ArgumentWriter(writer).write(signature, arguments);
    writer.end();
    Staging staging = stagings.acquire(writer.numberCount(), writer.stagedBytes());
    try {
      return run(signature, writer, staging, owner);
    } finally {
      stagings.release(staging);
    }
  }

  /** Frees what the call needed. */
  @Override
  public void close() {
    if (scope != null) {
      scope.close();
    }
  }

  private Object run(
      ModelSignature signature, MessageWriter writer, Staging staging, NDManager owner) {
    PtNDArray[] message = writer.finish(staging, manager.getDevice(), this::scope);
    String method = BridgeSource.methodName(signature.method());
    PtNDManager target = owner instanceof PtNDManager pyTorch ? pyTorch : scope();
    PtNDArray[] reply =
        withAutograd ? runWithAutograd(method, message, target) : run(method, message, target);
    try {
      return read(signature.result(), reply, writer, owner);
    } catch (RuntimeException e) {
      for (PtNDArray array : reply) {
        array.close();
      }
      throw e;
    }
  }

  private PtNDManager scope() {
    if (scope == null) {
      scope = manager.newSubManager(manager.getDevice());
    }
    return scope;
  }

  private PtNDArray[] run(String method, PtNDArray[] message, PtNDManager target) {
    JniUtils.setGraphExecutorOptimize(OPTIMIZE);
    try (IValue argument = IValue.listFrom(message);
        IValue reply = IValueUtils.runMethod(bridge, method, argument)) {
      return reply.toTensorArray(target);
    }
  }

  /**
   * Runs a method without the inference mode of the usual way, in which nothing can be
   * differentiated. DJL has this for lists of arrays alone, which say by their names what they are.
   */
  private PtNDArray[] runWithAutograd(String method, PtNDArray[] message, PtNDManager target) {
    JniUtils.setGraphExecutorOptimize(OPTIMIZE);
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (PtNDManager host = manager.newSubManager(Device.cpu())) {
      NDList list = new NDList(message.length + 1);
      for (PtNDArray array : message) {
        // Another array of the same memory, since the name of an argument is not ours to change.
        try (IValue value = IValue.from(array)) {
          PtNDArray named = value.toTensor(host);
          named.setName("message[]");
          list.add(named);
        }
      }
      PtNDArray methodName = host.create(new Shape(0), DataType.UINT8);
      methodName.setName("module_method:" + method);
      list.add(methodName);
      NDList reply = IValueUtils.forward(bridge, list, true);
      reply.attach(target);
      return reply.stream().toArray(PtNDArray[]::new);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static Object read(
      ModelType type, PtNDArray[] reply, MessageWriter arguments, NDManager owner) {
    LongBuffer numbers = bytes(reply[0]).asLongBuffer();
    // There is no table if all labels are those of arguments.
    boolean hasTable = MessageReader.hasTable(numbers);
    List<NDArray> arrays = new ArrayList<>(reply.length);
    for (int i = hasTable ? 2 : 1; i < reply.length; i++) {
      arrays.add(owner instanceof PtNDManager ? reply[i] : copy(reply[i], owner));
    }
    IntBuffer table = hasTable ? bytes(reply[1]).asIntBuffer() : IntBuffer.allocate(0);
    MessageReader message = new MessageReader(numbers, table, arrays, arguments);
    Object result = new ResultReader(message).read(type);
    reply[0].close();
    if (hasTable) {
      reply[1].close();
    }
    return result;
  }

  private static NDArray copy(PtNDArray array, NDManager manager) {
    if (array.getDataType() == DataType.UNKNOWN) {
      throw new EngineException(
          "it returns an array of a type that DJL does not have, such as bfloat16, int16 or"
              + " complex128: convert it in the model, or pass a manager of PyTorch to own the"
              + " result");
    }
    if (array.getDataType() == DataType.COMPLEX64) {
      // DJL would read half of the bytes.
      try (NDArray real = array.real()) {
        return copy(bytes((PtNDArray) real), array, manager);
      }
    }
    return copy(bytes(array), array, manager);
  }

  private static NDArray copy(ByteBuffer values, PtNDArray array, NDManager manager) {
    ByteBuffer copy = manager.allocateDirect(values.remaining()).put(values).flip();
    return manager.create(copy, array.getShape(), array.getDataType());
  }

  /** The values of an array, without a copy if it is on the CPU. */
  private static ByteBuffer bytes(PtNDArray array) {
    return array.size() == 0
        ? ByteBuffer.allocate(0).order(ByteOrder.nativeOrder())
        : array.toByteBuffer(true);
  }
}

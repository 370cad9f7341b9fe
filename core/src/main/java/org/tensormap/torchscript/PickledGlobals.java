package org.tensormap.torchscript;

import java.util.Map;
import org.tensormap.torchscript.PickleValue.Global;

/** The functions and classes that the pickles of TorchScript refer to. */
final class PickledGlobals {
  enum Kind {
    /** Makes a tensor from a storage, an offset, a shape and strides. */
    TENSOR,
    /** Makes a sparse tensor from tensors of indices and values. */
    SPARSE_TENSOR,
    /** Gives a container the types of its elements. */
    TYPE_TAG,
    /** Makes a value from other values. */
    VALUE,
    /** The type of a storage, or a way of quantizing; it is never called. */
    TYPE,
    /** A class of the model's code. */
    MODEL_CLASS
  }

  private static final Map<String, Kind> FUNCTIONS =
      Map.ofEntries(
          Map.entry("torch._utils._rebuild_tensor_v2", Kind.TENSOR),
          Map.entry("torch._utils._rebuild_qtensor", Kind.TENSOR),
          Map.entry("torch._utils._rebuild_sparse_tensor", Kind.SPARSE_TENSOR),
          Map.entry("torch.jit._pickle.restore_type_tag", Kind.TYPE_TAG),
          Map.entry("torch.jit._pickle.build_intlist", Kind.VALUE),
          Map.entry("torch.jit._pickle.build_doublelist", Kind.VALUE),
          Map.entry("torch.jit._pickle.build_boollist", Kind.VALUE),
          Map.entry("torch.jit._pickle.build_tensorlist", Kind.VALUE),
          Map.entry("collections.OrderedDict", Kind.VALUE),
          Map.entry("builtins.complex", Kind.VALUE),
          Map.entry("torch.device", Kind.VALUE));

  private PickledGlobals() {}

  static Kind kindOf(Global global) {
    if (isModelClass(global)) {
      return Kind.MODEL_CLASS;
    }
    return FUNCTIONS.getOrDefault(global.qualifiedName(), Kind.TYPE);
  }

  static boolean isModelClass(Global global) {
    return global.module().equals("__torch__") || global.module().startsWith("__torch__.");
  }

  /**
   * Refuses what TorchScript does not write.
   *
   * @throws PickleException naming the class or function
   */
  static void check(Global global) throws PickleException {
    boolean isKnown =
        isModelClass(global)
            || FUNCTIONS.containsKey(global.qualifiedName())
            || (global.module().equals("torch")
                && (PickledTensors.isStorage(global.name())
                    || global.name().startsWith("per_tensor_")
                    || global.name().startsWith("per_channel_")));
    if (!isKnown) {
      throw new PickleException(
          "it refers to '" + global.qualifiedName() + "', which TorchScript does not write");
    }
  }
}

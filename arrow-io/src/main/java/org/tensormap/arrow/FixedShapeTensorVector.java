package org.tensormap.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.hash.ArrowBufHasher;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.CallBack;
import org.apache.arrow.vector.util.TransferPair;

/** A column of tensors of the same shape, whose type is a {@link FixedShapeTensorType}. */
public final class FixedShapeTensorVector extends ExtensionTypeVector<FixedSizeListVector> {
  private final FieldType fieldType;

  /**
   * Creates a column without values, nor a type of elements.
   *
   * @param name the name of the column
   * @param fieldType its type, a {@link FixedShapeTensorType}
   * @param allocator where its memory comes from
   */
  public FixedShapeTensorVector(String name, FieldType fieldType, BufferAllocator allocator) {
    super(name, allocator, storage(name, fieldType, allocator));
    this.fieldType = fieldType;
  }

  private static FixedSizeListVector storage(
      String name, FieldType fieldType, BufferAllocator allocator) {
    FixedShapeTensorType type = (FixedShapeTensorType) fieldType.getType();
    return new FixedSizeListVector(
        name, allocator, new FieldType(fieldType.isNullable(), type.storageType(), null), null);
  }

  /**
   * Returns what the tensors have in common.
   *
   * @return their shape, and what is known about their dimensions
   */
  public TensorLayout layout() {
    return ((FixedShapeTensorType) fieldType.getType()).layout();
  }

  @Override
  public Field getField() {
    return new Field(getName(), fieldType, getUnderlyingVector().getField().getChildren());
  }

  /**
   * Returns a tensor.
   *
   * @param index the row
   * @return a list of its elements, row-major, or null if there is none
   */
  @Override
  public Object getObject(int index) {
    return getUnderlyingVector().getObject(index);
  }

  @Override
  public int hashCode(int index) {
    return hashCode(index, null);
  }

  @Override
  public int hashCode(int index, ArrowBufHasher hasher) {
    return getUnderlyingVector().hashCode(index, hasher);
  }

  @Override
  public TransferPair getTransferPair(String name, BufferAllocator allocator) {
    return makeTransferPair(new FixedShapeTensorVector(name, fieldType, allocator));
  }

  @Override
  public TransferPair getTransferPair(String name, BufferAllocator allocator, CallBack callBack) {
    return getTransferPair(name, allocator);
  }

  @Override
  public TransferPair getTransferPair(Field field, BufferAllocator allocator) {
    return makeTransferPair(
        new FixedShapeTensorVector(field.getName(), field.getFieldType(), allocator));
  }

  @Override
  public TransferPair getTransferPair(Field field, BufferAllocator allocator, CallBack callBack) {
    return getTransferPair(field, allocator);
  }

  @Override
  public TransferPair getTransferPair(BufferAllocator allocator) {
    return getTransferPair(getName(), allocator);
  }

  /**
   * Prepares to move values to another column.
   *
   * @param target a column of the same type
   * @return what moves them
   */
  @Override
  public TransferPair makeTransferPair(ValueVector target) {
    FixedShapeTensorVector to = (FixedShapeTensorVector) target;
    return new StorageTransfer(
        to, getUnderlyingVector().makeTransferPair(to.getUnderlyingVector()));
  }

  /** Moves what is stored, and hands out the column around it. */
  private record StorageTransfer(FixedShapeTensorVector to, TransferPair storage)
      implements TransferPair {
    @Override
    public void transfer() {
      storage.transfer();
    }

    @Override
    public void splitAndTransfer(int startIndex, int length) {
      storage.splitAndTransfer(startIndex, length);
    }

    @Override
    public ValueVector getTo() {
      return to;
    }

    @Override
    public void copyValueSafe(int from, int target) {
      storage.copyValueSafe(from, target);
    }
  }
}

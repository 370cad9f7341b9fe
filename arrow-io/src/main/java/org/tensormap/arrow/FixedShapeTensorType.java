package org.tensormap.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.ExtensionTypeRegistry;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The canonical extension type <a
 * href="https://arrow.apache.org/docs/format/CanonicalExtensions.html#fixed-shape-tensor">{@code
 * arrow.fixed_shape_tensor}</a>: every value of a column is a tensor, all of the same shape.
 *
 * <p>Stored as fixed-size lists of all elements of a tensor, row-major. The type of the elements is
 * that of the child of the list, which Arrow's Java library keeps in the field and not in the type.
 */
public final class FixedShapeTensorType extends ExtensionType {
  /** The name under which all Arrow libraries know this type. */
  public static final String EXTENSION_NAME = "arrow.fixed_shape_tensor";

  private final TensorLayout layout;

  /**
   * Creates a type.
   *
   * @param layout the shape of the tensors
   */
  public FixedShapeTensorType(TensorLayout layout) {
    this.layout = layout;
  }

  /**
   * Makes Arrow's Java library read columns of this type as {@link FixedShapeTensorVector}, from
   * now on and in the whole JVM. Doing it again changes nothing.
   */
  public static void register() {
    ExtensionTypeRegistry.register(new FixedShapeTensorType(new TensorLayout(java.util.List.of())));
  }

  /**
   * Returns what the tensors have in common.
   *
   * @return their shape, and what is known about their dimensions
   */
  public TensorLayout layout() {
    return layout;
  }

  @Override
  public ArrowType storageType() {
    return new FixedSizeList(layout.elements());
  }

  @Override
  public String extensionName() {
    return EXTENSION_NAME;
  }

  @Override
  public boolean extensionEquals(ExtensionType other) {
    return other instanceof FixedShapeTensorType type && layout.equals(type.layout);
  }

  /** Returns the parameters as the JSON object that the specification asks for. */
  @Override
  public String serialize() {
    return layout.toJson();
  }

  /**
   * Creates the type of a column that is read.
   *
   * @param storageType the type in which it is stored
   * @param serializedData the parameters, as {@link #serialize} returns them
   * @return the type
   * @throws IllegalArgumentException if the parameters are not as specified, or do not fit the
   *     storage
   */
  @Override
  public FixedShapeTensorType deserialize(ArrowType storageType, String serializedData) {
    FixedShapeTensorType type = new FixedShapeTensorType(TensorLayout.fromJson(serializedData));
    if (!type.storageType().equals(storageType)) {
      throw new IllegalArgumentException(
          "tensors of shape "
              + type.layout.shape()
              + " are stored as "
              + type.storageType()
              + ", got "
              + storageType);
    }
    return type;
  }

  @Override
  public FieldVector getNewVector(String name, FieldType fieldType, BufferAllocator allocator) {
    return new FixedShapeTensorVector(name, fieldType, allocator);
  }
}

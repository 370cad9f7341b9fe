package org.tensormap.arrow;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** One block as Arrow vectors, with a row per sample. */
public final class BlockVectors {
  /** The name of the column of values. */
  public static final String VALUES = "values";

  private BlockVectors() {}

  /**
   * Makes vectors of a block: an int32 column for each sample dimension, then the column {@link
   * #VALUES} of tensors with the shape {@code [components…, properties]}, whose last dimension is
   * called {@code properties} and the others as the components. Gradients are left out.
   *
   * <p>Values in a direct buffer, such as a mapped file, are shared with the vector and not copied;
   * the vector keeps the memory alive, and must not be written to.
   *
   * @param block the block, with values on the CPU
   * @param allocator where all other memory comes from, for example {@link
   *     ArrowMemory#newAllocator}
   * @return the vectors, with the values of the block in the order of its samples; to be closed by
   *     the caller
   * @throws IllegalArgumentException if the values are of a type that Arrow can not hold, or are
   *     2^31 or more
   */
  public static VectorSchemaRoot of(TensorBlock block, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    try {
      for (String name : block.samples().names()) {
        IntVector vector = new IntVector(name, FieldType.notNullable(MapSchema.INT32), allocator);
        vectors.add(vector);
        fill(vector, block.samples(), name);
      }
      vectors.add(values(block, allocator));
      return new VectorSchemaRoot(vectors);
    } catch (RuntimeException e) {
      vectors.forEach(FieldVector::close);
      throw e;
    }
  }

  private static void fill(IntVector vector, Labels labels, String name) {
    int[] column = labels.column(name);
    vector.allocateNew(column.length);
    for (int i = 0; i < column.length; i++) {
      vector.set(i, column[i]);
    }
    vector.setValueCount(column.length);
  }

  private static FixedShapeTensorVector values(TensorBlock block, BufferAllocator allocator) {
    ValueType type = ValueType.of(block.dtype());
    Field element = type.arrowField("item");
    FixedShapeTensorVector tensors =
        new FixedShapeTensorVector(VALUES, FieldType.notNullable(tensorType(block)), allocator);
    tensors.initializeChildrenFromFields(List.of(element));
    int count = elements(block, type);
    try (ArrowBuf data = data(block, allocator)) {
      load(tensors, block.size(), List.of(allocator.getEmpty()));
      FieldVector elements = tensors.getChildrenFromFields().get(0);
      if (type == ValueType.COMPLEX64) {
        load(elements, count, List.of(allocator.getEmpty()));
        load(
            elements.getChildrenFromFields().get(0),
            2 * count,
            List.of(allocator.getEmpty(), data));
      } else {
        load(elements, count, List.of(allocator.getEmpty(), data));
      }
      return tensors;
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private static int elements(TensorBlock block, ValueType type) {
    long count = block.shape().size();
    // Vectors count elements with an int, and those of complex numbers are two each.
    if (count > Integer.MAX_VALUE / (type == ValueType.COMPLEX64 ? 2 : 1)) {
      throw new IllegalArgumentException(
          "a block of shape " + block.shape() + " has too many values for a vector");
    }
    return (int) count;
  }

  private static FixedShapeTensorType tensorType(TensorBlock block) {
    Shape shape = block.shape().slice(1);
    Stream<String> components = AxisNames.of(block).components().stream();
    return new FixedShapeTensorType(
        new TensorLayout(
            Arrays.stream(shape.getShape()).mapToObj(Math::toIntExact).toList(),
            Optional.of(Stream.concat(components, Stream.of(MapSchema.PROPERTIES)).toList()),
            Optional.empty()));
  }

  /** Gives a vector its values, none of which is null. */
  private static void load(FieldVector vector, int count, List<ArrowBuf> buffers) {
    vector.loadFieldBuffers(new ArrowFieldNode(count, 0), buffers);
  }

  private static ArrowBuf data(TensorBlock block, BufferAllocator allocator) {
    if (block.shape().size() == 0) {
      return allocator.getEmpty();
    }
    ByteBuffer values = block.values().toByteBuffer(true);
    if (!values.isDirect()) {
      ArrowBuf copy = allocator.buffer(values.remaining());
      copy.setBytes(0, values);
      copy.writerIndex(values.limit());
      return copy;
    }
    return allocator.wrapForeignAllocation(new SharedMemory(values));
  }

  /** The memory of a direct buffer, which is reclaimed when nobody has the buffer any more. */
  private static final class SharedMemory extends ForeignAllocation {
    @SuppressWarnings("UnusedVariable") // having it is all that matters
    private ByteBuffer owner;

    SharedMemory(ByteBuffer owner) {
      super(owner.remaining(), MemoryUtil.getByteBufferAddress(owner) + owner.position());
      this.owner = owner;
    }

    @Override
    protected void release0() {
      owner = null;
    }
  }
}

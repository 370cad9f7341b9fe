package org.tensormap.io;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The header of an array in NumPy's format: the magic string, a version, the length of a Python
 * dictionary, and the dictionary, filled up with blanks to a multiple of 64 bytes.
 *
 * <p>Versions 1.0, 2.0 and 3.0 are read; they differ in the width of the length and in the
 * characters of the dictionary. See {@code numpy.lib.format} in NumPy's documentation.
 *
 * @param type what each element is
 * @param fortranOrder whether the first axis, rather than the last, varies fastest
 * @param shape the lengths of the axes
 * @param length how many bytes the header takes
 */
record NpyHeader(NpyType type, boolean fortranOrder, Shape shape, int length) {
  /** The bytes from which {@link #lengthOf} tells how long a header is. */
  static final int PREFIX_LENGTH = 12;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** Tells whether bytes, from index 0, start as every {@code .npy} array does. */
  static boolean isMagic(ByteBuffer bytes) {
    return bytes.limit() >= MAGIC.length
        && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /**
   * Finds out how many bytes a header takes.
   *
   * @param bytes the array, or its first {@link #PREFIX_LENGTH} bytes, from index 0
   */
  static long lengthOf(ByteBuffer bytes, EntryLocation location) throws MtsFormatException {
    if (bytes.limit() < PREFIX_LENGTH || !isMagic(bytes)) {
      throw location.problem(
          "this is not an array in NumPy's .npy format: it does not start with \\x93NUMPY");
    }
    int major = Byte.toUnsignedInt(bytes.get(6));
    int minor = Byte.toUnsignedInt(bytes.get(7));
    if (major < 1 || major > 3 || minor != 0) {
      throw location.problem(
          "its .npy version is " + major + "." + minor + ", expected 1.0, 2.0 or 3.0");
    }
    ByteBuffer ordered = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return major == 1
        ? 10 + Short.toUnsignedInt(ordered.getShort(8))
        : 12 + Integer.toUnsignedLong(ordered.getInt(8));
  }

  /**
   * Reads a header.
   *
   * @param bytes the array from index 0, at least as far as its header goes
   */
  static NpyHeader read(ByteBuffer bytes, EntryLocation location) throws IOException {
    long length = lengthOf(bytes, location);
    if (length > bytes.limit()) {
      throw location.problem(
          "its .npy header should have " + length + " bytes, but there are only " + bytes.limit());
    }
    int start = bytes.get(6) == 1 ? 10 : 12;
    Charset charset = bytes.get(6) == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    byte[] dictionary = new byte[(int) length - start];
    bytes.get(start, dictionary);
    if (dictionary.length == 0 || dictionary[dictionary.length - 1] != '\n') {
      throw location.problem("its .npy header does not end with a new line");
    }
    return new NpyHeaderParser(new String(dictionary, charset), location).parse((int) length);
  }

  /** Returns the bytes that the reference writes for an array of this type and shape. */
  static ByteBuffer encode(NpyType type, Shape shape) {
    StringBuilder text = new StringBuilder("{ 'descr': ");
    text.append(type).append(", 'fortran_order': False, 'shape': (");
    for (long length : shape.getShape()) {
      text.append(length).append(", ");
    }
    byte[] dictionary = text.append(") }").toString().getBytes(StandardCharsets.ISO_8859_1);
    boolean wide = paddedLength(10, dictionary.length) - 10 > 0xffff;
    int start = wide ? 12 : 10;
    int length = paddedLength(start, dictionary.length);
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) (wide ? 2 : 1)).put((byte) 0);
    if (wide) {
      bytes.putInt(length - start);
    } else {
      bytes.putShort((short) (length - start));
    }
    bytes.put(dictionary);
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').flip();
  }

  /** There is at least one blank and the new line behind the dictionary. */
  private static int paddedLength(int start, int dictionaryLength) {
    return ((start + dictionaryLength + 1) / ALIGNMENT + 1) * ALIGNMENT;
  }
}

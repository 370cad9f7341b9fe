package org.tensormap.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.ByteSource;
import org.tensormap.io.Mts;
import org.tensormap.io.ZipArchive;

/**
 * Compares a value with the recorded one: labels, types, shapes and strings exactly, float64 to
 * 1e-10, float32 to 1e-5, saved buffers by what they hold.
 */
final class Comparison {
  private static final double FLOAT64_TOLERANCE = 1e-10;
  private static final double FLOAT32_TOLERANCE = 1e-5;
  private static final Pattern WORD_OR_NUMBER = Pattern.compile("'([^']*)'|(-?\\d+)");
  private static final int ZIP_MAGIC = 0x04034b50;
  private static final int NPY_MAGIC = 0x4d554e93;

  private Comparison() {}

  static void assertSame(String where, Object actual, Object expected) {
    if (expected instanceof TensorMap map) {
      assertMap(where, cast(where, actual, TensorMap.class), map);
    } else if (expected instanceof TensorBlock block) {
      assertBlock(where, cast(where, actual, TensorBlock.class), block);
    } else if (expected instanceof NDArray array) {
      if (actual instanceof int[] indices) {
        // The Java API has indices of no other type.
        assertThat(integers(array)).as(where).containsExactly(indices);
      } else {
        assertArray(where, cast(where, actual, NDArray.class), array);
      }
    } else if (expected instanceof List<?> list) {
      List<?> values = cast(where, actual, List.class);
      assertThat(values).as(where).hasSameSizeAs(list);
      for (int i = 0; i < list.size(); i++) {
        assertSame(where + "[" + i + "]", values.get(i), list.get(i));
      }
    } else if (expected instanceof Map<?, ?> map) {
      Map<?, ?> values = cast(where, actual, Map.class);
      assertThat(new ArrayList<Object>(values.keySet()))
          .as(where)
          .isEqualTo(List.copyOf(map.keySet()));
      map.forEach((key, value) -> assertSame(where + "[" + key + "]", values.get(key), value));
    } else if (expected instanceof Double number) {
      assertClose(where, cast(where, actual, Double.class), number, FLOAT64_TOLERANCE);
    } else {
      assertThat(actual).as(where).isEqualTo(expected);
    }
  }

  /** A message of an error must name every quoted word and number of the recorded one. */
  static void assertNamesTheSame(String actual, String expected) {
    Matcher matcher = WORD_OR_NUMBER.matcher(expected);
    while (matcher.find()) {
      assertThat(actual).contains(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
  }

  private static <T> T cast(String where, Object actual, Class<T> type) {
    assertThat(actual).as(where).isInstanceOf(type);
    return type.cast(actual);
  }

  private static void assertMap(String where, TensorMap actual, TensorMap expected) {
    assertLabels(where + ".keys", actual.keys(), expected.keys());
    assertThat(actual.info()).as(where + ".info").isEqualTo(expected.info());
    for (int i = 0; i < expected.size(); i++) {
      assertBlock(where + "[" + i + "]", actual.block(i), expected.block(i));
    }
  }

  private static void assertBlock(String where, TensorBlock actual, TensorBlock expected) {
    assertLabels(where + ".samples", actual.samples(), expected.samples());
    assertThat(actual.components()).as(where + ".components").hasSameSizeAs(expected.components());
    for (int i = 0; i < expected.components().size(); i++) {
      assertLabels(
          where + ".components[" + i + "]",
          actual.components().get(i),
          expected.components().get(i));
    }
    assertLabels(where + ".properties", actual.properties(), expected.properties());
    assertArray(where + ".values", actual.values(), expected.values());
    assertThat(actual.gradientsList())
        .as(where + ".gradients")
        .containsExactlyInAnyOrderElementsOf(expected.gradientsList());
    for (String parameter : expected.gradientsList()) {
      assertBlock(
          where + "/" + parameter, actual.gradient(parameter), expected.gradient(parameter));
    }
  }

  private static void assertLabels(String where, Labels actual, Labels expected) {
    assertThat(actual).as(where).isEqualTo(expected);
  }

  private static void assertArray(String where, NDArray actual, NDArray expected) {
    assertThat(actual.getDataType()).as(where + ": type").isEqualTo(expected.getDataType());
    ByteBuffer actualBytes = bytes(actual);
    ByteBuffer expectedBytes = bytes(expected);
    if (isBuffer(expected.getDataType(), expectedBytes)) {
      assertBuffer(where, actualBytes, expectedBytes);
      return;
    }
    assertThat(actual.getShape()).as(where + ": shape").isEqualTo(expected.getShape());
    switch (expected.getDataType()) {
      case FLOAT64 -> {
        DoubleBuffer a = actualBytes.asDoubleBuffer();
        DoubleBuffer e = expectedBytes.asDoubleBuffer();
        while (e.hasRemaining()) {
          assertClose(where, a.get(), e.get(), FLOAT64_TOLERANCE);
        }
      }
      case FLOAT32 -> {
        FloatBuffer a = actualBytes.asFloatBuffer();
        FloatBuffer e = expectedBytes.asFloatBuffer();
        while (e.hasRemaining()) {
          assertClose(where, a.get(), e.get(), FLOAT32_TOLERANCE);
        }
      }
      default -> assertThat(actualBytes).as(where).isEqualTo(expectedBytes);
    }
  }

  private static void assertClose(String where, double actual, double expected, double tolerance) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      // Boxed, because NaN equals NaN then.
      assertThat((Double) actual).as(where).isEqualTo((Double) expected);
    } else {
      assertThat(actual)
          .as(where)
          .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
    }
  }

  /** Whether bytes are what {@code save_buffer} makes of labels, a block or a map. */
  private static boolean isBuffer(DataType type, ByteBuffer bytes) {
    return type == DataType.UINT8
        && bytes.remaining() > Integer.BYTES
        && (bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == ZIP_MAGIC
            || bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == NPY_MAGIC);
  }

  private static void assertBuffer(String where, ByteBuffer actual, ByteBuffer expected) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      if (!Mts.looksLikeMts(expected)) {
        assertLabels(where, Mts.loadLabelsBuffer(actual), Mts.loadLabelsBuffer(expected));
      } else if (isBlock(expected)) {
        assertBlock(
            where, Mts.loadBlockBuffer(actual, manager), Mts.loadBlockBuffer(expected, manager));
      } else {
        assertMap(where, Mts.loadBuffer(actual, manager), Mts.loadBuffer(expected, manager));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBlock(ByteBuffer mts) throws IOException {
    return ZipArchive.open(ByteSource.wrap("expected", mts.duplicate())).entries().stream()
        .anyMatch(entry -> entry.name().equals("values.npy"));
  }

  private static int[] integers(NDArray array) {
    ByteBuffer bytes = bytes(array);
    if (array.getDataType() == DataType.INT32) {
      IntBuffer values = bytes.asIntBuffer();
      int[] integers = new int[values.remaining()];
      values.get(integers);
      return integers;
    }
    assertThat(array.getDataType()).isEqualTo(DataType.INT64);
    LongBuffer values = bytes.asLongBuffer();
    long[] integers = new long[values.remaining()];
    values.get(integers);
    return java.util.Arrays.stream(integers).mapToInt(Math::toIntExact).toArray();
  }

  private static ByteBuffer bytes(NDArray array) {
    return array.size() == 0
        ? ByteBuffer.allocate(0).order(ByteOrder.nativeOrder())
        : array.toByteBuffer(true);
  }
}

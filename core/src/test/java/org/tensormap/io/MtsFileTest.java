package org.tensormap.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

class MtsFileTest {
  private static final Path FEATURES =
      Path.of("src/test/resources/molecules/features/part-00000.mts");
  private static final Path NUMPY = Path.of("src/test/resources/io/numpy.npz");

  @TempDir Path directory;

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void metadataIsThatOfTheLoadedMap() throws IOException {
    TensorMap map = TestMaps.nested(manager, DataType.FLOAT32);
    Path path = directory.resolve("map.mts");
    Mts.save(path, map);

    try (MtsFile file = MtsFile.open(path)) {
      assertThat(file.keys()).isEqualTo(map.keys());
      assertThat(file.size()).isEqualTo(2);
      assertThat(file.info()).isEqualTo(map.info());
      for (int i = 0; i < map.size(); i++) {
        assertSameMetadata(file.block(i), map.block(i));
      }
    }
  }

  @Test
  void openingReadsNoValues() throws IOException {
    AtomicLong read = new AtomicLong();
    try (MtsFile file = MtsFile.open(counting(ByteSource.map(FEATURES), read))) {
      long opened = read.getAndSet(0);
      assertThat(opened).isLessThan(file.keys().size() * 300L + 70_000);

      MtsBlock block = file.block(0);
      assertThat(block.shape().get(1)).isEqualTo(12);
      assertThat(block.dtype()).isEqualTo(DataType.FLOAT64);
      assertThat(read.get()).isLessThan(1024);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.npz", "numpy-big-endian.npz", "numpy-deflated.npz"})
  void someSamplesAreReadAsTheyAreInTheWholeBlock(String name) throws IOException {
    TensorBlock whole = Mts.load(NUMPY, manager).block();
    try (MtsFile file = MtsFile.open(NUMPY.resolveSibling(name));
        NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      MtsBlock block = file.block(0);
      double[] second = Arrays.copyOfRange(whole.values().toDoubleArray(), 12, 24);

      NDArray rows = block.values(manager, 1, 1);
      assertThat(rows.getShape()).isEqualTo(new Shape(1, 3, 4));
      assertThat(rows.toDoubleArray()).containsExactly(second);
      assertThat(block.values(pyTorch, 1, 1).toDoubleArray()).containsExactly(second);
      assertThat(block.values(manager, 2, 0).getShape()).isEqualTo(new Shape(0, 3, 4));
      assertThat(block.gradient("positions").values(manager, 0, 1).toDoubleArray())
          .containsExactly(whole.gradient("positions").values().toDoubleArray());
      assertThatThrownBy(() -> block.values(manager, 1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void someSamplesAreReadWithoutTheOthers() throws IOException {
    Path path = directory.resolve("map.mts");
    Mts.save(path, TestMaps.plain(manager, 1000, 100));
    AtomicLong read = new AtomicLong();
    try (MtsFile file = MtsFile.open(counting(ByteSource.map(path), read))) {
      MtsBlock block = file.block(0);
      assertThat(block.shape()).isEqualTo(new Shape(1000, 100));
      read.set(0);

      NDArray rows = block.values(manager, 500, 10);

      assertThat(rows.size()).isEqualTo(1000);
      assertThat(read.get()).isLessThan(1000 * 8 + 1024);
    }
  }

  @Test
  void deflatedValuesAreInflatedOnceForAllOfTheirParts() throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(NUMPY.resolveSibling("numpy-deflated.npz")));
    AtomicLong read = new AtomicLong();
    try (MtsFile file =
        MtsFile.open(counting(ByteSource.wrap("numpy-deflated.npz", bytes), read))) {
      MtsBlock block = file.block(0);
      double[] first = block.values(manager, 0, 1).toDoubleArray();
      read.set(0);

      NDArray second = block.values(manager, 1, 1);

      assertThat(read.get()).isZero();
      double[] all = Mts.load(NUMPY, manager).block().values().toDoubleArray();
      assertThat(first).containsExactly(Arrays.copyOf(all, 12));
      assertThat(second.toDoubleArray()).containsExactly(Arrays.copyOfRange(all, 12, 24));
      assertThat(block.values(manager, new int[] {1}, new int[] {2}).toDoubleArray())
          .containsExactly(all[14]);
      assertThat(read.get()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.npz", "numpy-big-endian.npz", "numpy-deflated.npz"})
  void someValuesOfSomeSamplesAreReadInTheOrderAskedFor(String name) throws IOException {
    double[] all = Mts.load(NUMPY, manager).block().values().toDoubleArray();
    try (MtsFile file = MtsFile.open(NUMPY.resolveSibling(name));
        NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      MtsBlock block = file.block(0);
      int[] samples = {1, 0};
      int[] columns = {11, 3, 4, 5, 0};
      double[] expected = new double[10];
      for (int i = 0; i < 10; i++) {
        expected[i] = all[12 * samples[i / 5] + columns[i % 5]];
      }

      NDArray values = block.values(manager, samples, columns);
      assertThat(values.getShape()).isEqualTo(new Shape(2, 5));
      assertThat(values.toDoubleArray()).containsExactly(expected);
      assertThat(block.values(pyTorch, samples, columns).toDoubleArray()).containsExactly(expected);
      assertThat(block.values(manager, new int[0], columns).getShape()).isEqualTo(new Shape(0, 5));
      assertThat(block.values(manager, samples, new int[0]).getShape()).isEqualTo(new Shape(2, 0));
      assertThatThrownBy(() -> block.values(manager, new int[] {2}, columns))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> block.values(manager, samples, new int[] {12}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.npz", "numpy-big-endian.npz", "numpy-deflated.npz"})
  void allValuesOfSomeSamplesAreReadInTheOrderAskedFor(String name) throws IOException {
    double[] all = Mts.load(NUMPY, manager).block().values().toDoubleArray();
    double[] swapped = new double[24];
    System.arraycopy(all, 12, swapped, 0, 12);
    System.arraycopy(all, 0, swapped, 12, 12);
    try (MtsFile file = MtsFile.open(NUMPY.resolveSibling(name));
        NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      MtsBlock block = file.block(0);

      NDArray values = block.values(manager, new int[] {1, 0});

      assertThat(values.getShape()).isEqualTo(new Shape(2, 3, 4));
      assertThat(values.toDoubleArray()).containsExactly(swapped);
      assertThat(block.values(pyTorch, new int[] {1, 0}).toDoubleArray()).containsExactly(swapped);
      assertThat(block.values(manager, new int[] {0, 1}).toDoubleArray()).containsExactly(all);
      assertThat(block.values(manager, new int[0]).getShape()).isEqualTo(new Shape(0, 3, 4));
      assertThatThrownBy(() -> block.values(manager, new int[] {0, 2}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rangesOfAMappedFileAreTheirBytesOneBehindTheOther() throws IOException {
    Path path = directory.resolve("bytes");
    byte[] bytes = new byte[256];
    new Random(1).nextBytes(bytes);
    Files.write(path, bytes);
    ByteRanges.Builder ranges = new ByteRanges.Builder();
    ByteBuffer expected = ByteBuffer.allocate(1000);
    for (int length : new int[] {1, 8, 4, 0, 2, 16, 3, 4, 8}) {
      for (int offset : new int[] {200, 7, 256 - length}) {
        ranges.add(offset, length);
        expected.put(bytes, offset, length);
      }
    }

    try (ByteSource source = ByteSource.map(path)) {
      assertThat(source.read(ranges.build())).isEqualTo(expected.flip());
      assertThatThrownBy(() -> source.read(new ByteRanges.Builder().add(0, 4).add(253, 4).build()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void someValuesAreReadWithoutTheOthers() throws IOException {
    Path path = directory.resolve("map.mts");
    Mts.save(path, TestMaps.plain(manager, 1000, 100));
    AtomicLong read = new AtomicLong();
    try (MtsFile file = MtsFile.open(counting(ByteSource.map(path), read))) {
      MtsBlock block = file.block(0);
      double[] all = block.values(manager).toDoubleArray();
      read.set(0);

      NDArray values = block.values(manager, IntStream.range(0, 1000).toArray(), new int[] {7});

      double[] expected = IntStream.range(0, 1000).mapToDouble(row -> all[100 * row + 7]).toArray();
      assertThat(values.toDoubleArray()).containsExactly(expected);
      assertThat(read.get()).isLessThan(1000 * 8 + 1024);
    }
  }

  @Test
  void arraysOutliveTheFile() throws IOException {
    NDArray values;
    try (MtsFile file = MtsFile.open(FEATURES)) {
      values = file.block(120).values(manager);
    }

    assertThat(values.toDoubleArray()).hasSize(96);
  }

  @Test
  void aClosedFileIsReadNoMore() throws IOException {
    MtsFile file = MtsFile.open(FEATURES);
    file.close();

    assertThatIOException().isThrownBy(() -> file.block(0).samples());
  }

  @Test
  void theSourceIsClosedWhenItIsNoMap() {
    AtomicLong read = new AtomicLong();
    CountingSource source = counting(ByteSource.wrap("text", ByteBuffer.wrap(new byte[100])), read);

    assertThatThrownBy(() -> MtsFile.open(source)).isInstanceOf(MtsFormatException.class);

    assertThat(source.closed).isTrue();
  }

  @Test
  void unknownGradientsAndBlocksAreRefused() throws IOException {
    try (MtsFile file = MtsFile.open(NUMPY)) {
      assertThat(file.block(0).gradientsList()).containsExactly("positions");
      assertThatThrownBy(() -> file.block(0).gradient("cell"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "can not find gradients with respect to 'cell' in this block, which has [positions]");
      assertThatThrownBy(() -> file.block(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static void assertSameMetadata(MtsBlock actual, TensorBlock expected) throws IOException {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(actual.gradientsList()).isEqualTo(expected.gradientsList());
    for (String parameter : expected.gradientsList()) {
      assertSameMetadata(actual.gradient(parameter), expected.gradient(parameter));
    }
  }

  private static CountingSource counting(ByteSource source, AtomicLong read) {
    return new CountingSource(source, read);
  }

  /** Counts the bytes that are asked for, as a remote file would have to send them. */
  private static final class CountingSource implements ByteSource {
    private final ByteSource source;
    private final AtomicLong read;
    private boolean closed;

    CountingSource(ByteSource source, AtomicLong read) {
      this.source = source;
      this.read = read;
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
      read.addAndGet(length);
      return source.read(offset, length);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      source.close();
    }
  }
}

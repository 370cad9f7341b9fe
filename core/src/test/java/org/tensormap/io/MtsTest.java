package org.tensormap.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

class MtsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path FEATURES = RESOURCES.resolve("molecules/features");
  private static final Path NUMPY = RESOURCES.resolve("io/numpy.npz");

  @TempDir Path directory;

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-00000.mts", "part-00001.mts", "part-00002.mts", "part-00003.mts"})
  void filesOfTheReferenceAreSavedAgainByteForByte(String name) throws IOException {
    Path file = FEATURES.resolve(name);
    Path copy = directory.resolve(name);

    Mts.save(copy, Mts.load(file, manager));

    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void featuresHaveTheirKeysLabelsAndValues() throws IOException {
    TensorMap map = Mts.load(FEATURES.resolve("part-00000.mts"), manager);

    assertThat(map.keys().names()).containsExactly("center_type", "neighbor_type");
    assertThat(map.size()).isEqualTo(121);
    assertThat(map.sampleNames()).containsExactly("system", "atom");
    assertThat(map.dtype()).contains(DataType.FLOAT64);
    TensorBlock block = map.block(120);
    assertThat(block.shape()).isEqualTo(new Shape(8, 12));
    assertThat(block.values().toDoubleArray()).hasSize(96).contains(6.214049187460272e-4);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {
        "FLOAT16",
        "FLOAT32",
        "FLOAT64",
        "INT8",
        "INT16",
        "INT32",
        "INT64",
        "UINT8",
        "UINT16",
        "UINT32",
        "UINT64",
        "BOOLEAN",
        "COMPLEX64"
      })
  void mapsOfEveryTypeComeBackFromFilesStreamsAndBuffers(DataType dtype) throws IOException {
    TensorMap map = TestMaps.nested(manager, dtype);
    Path file = directory.resolve("map.mts");
    ByteArrayOutputStream stream = new ByteArrayOutputStream();

    Mts.save(file, map);
    Mts.save(stream, map);
    byte[] buffer = Mts.saveBuffer(map);

    assertThat(buffer).isEqualTo(stream.toByteArray()).isEqualTo(Files.readAllBytes(file));
    TestMaps.assertSame(Mts.load(file, manager), map);
    TestMaps.assertSame(Mts.load(new ByteArrayInputStream(buffer), manager), map);
    TestMaps.assertSame(Mts.loadBuffer(ByteBuffer.wrap(buffer), manager), map);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {
        "FLOAT16",
        "FLOAT32",
        "FLOAT64",
        "INT8",
        "INT32",
        "INT64",
        "UINT8",
        "BOOLEAN",
        "COMPLEX64"
      })
  void mapsOfEveryTypeOfPyTorchComeBackInItsMemory(DataType dtype) throws IOException {
    TensorMap map = TestMaps.nested(manager, dtype);
    byte[] bytes = Mts.saveBuffer(map);
    try (NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      TensorMap loaded = Mts.loadBuffer(ByteBuffer.wrap(bytes), pyTorch);

      assertThat(loaded.block(0).values().getManager()).isSameAs(pyTorch);
      TestMaps.assertSame(loaded, map);
      assertThat(Mts.saveBuffer(loaded)).isEqualTo(bytes);
    }
  }

  @Test
  void typesThatDjlCanNotPassToPyTorchAreRefusedBeforeItEndsTheProcess() throws IOException {
    byte[] bytes = Mts.saveBuffer(TestMaps.nested(manager, DataType.UINT16));
    try (NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      assertThatThrownBy(() -> Mts.loadBuffer(ByteBuffer.wrap(bytes), pyTorch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("buffer, blocks/0/values.npy: DJL has no PyTorch arrays of type")
          .hasMessageContaining("HostNDManager");
    }
  }

  @Test
  void valuesThatAreNotContiguousAreSavedInTheOrderOfTheirAxes() throws IOException {
    try (NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      NDArray transposed = pyTorch.arange(6f).reshape(2, 3).transpose();
      TensorMap map =
          new TensorMap(
              Labels.single(),
              List.of(
                  new TensorBlock(
                      transposed, Labels.range("s", 3), List.of(), Labels.range("p", 2))));

      TensorMap loaded = Mts.loadBuffer(ByteBuffer.wrap(Mts.saveBuffer(map)), manager);

      assertThat(loaded.block().values().toFloatArray()).containsExactly(0, 3, 1, 4, 2, 5);
    }
  }

  @Test
  void valuesOfAMappedFileAreSharedReadOnlyAndStayWhenTheFileIsReplaced() throws IOException {
    Path file = directory.resolve("map.mts");
    TensorMap first = TestMaps.plain(manager, 50, 3);
    Mts.save(file, first);

    TensorMap loaded = Mts.load(file, manager);
    Mts.save(file, TestMaps.plain(manager, 20, 4));

    assertThat(loaded.block().values().toByteBuffer(true).isReadOnly()).isTrue();
    TestMaps.assertSame(loaded, first);
    assertThat(Mts.load(file, manager).block().shape()).isEqualTo(new Shape(20, 4));
  }

  @Test
  void valuesInPyTorchCanBeChangedWithoutChangingTheFile() throws IOException {
    Path file = directory.resolve("map.mts");
    TensorMap map = TestMaps.plain(manager, 50, 3);
    Mts.save(file, map);
    try (NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      TensorMap loaded = Mts.load(file, pyTorch);
      loaded.block().values().subi(loaded.block().values());

      assertThat(loaded.block().values().toByteBuffer(true).getDouble(0)).isZero();
    }
    TestMaps.assertSame(Mts.load(file, manager), map);
  }

  @Test
  void labelsThatAreTheSameInSeveralBlocksAreOneInstance() throws IOException {
    TensorMap map = Mts.load(FEATURES.resolve("part-00000.mts"), manager);

    assertThat(map.block(1).properties()).isSameAs(map.block(0).properties());
    assertThat(map.block(1).samples()).isSameAs(map.block(0).samples());
    assertThat(map.block(120).samples()).isNotEqualTo(map.block(0).samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy-big-endian.npz", "numpy-deflated.npz"})
  void filesOfNumPyInOtherFormsHoldTheSame(String name) throws IOException {
    TensorMap expected = Mts.load(NUMPY, manager);

    TensorMap map = Mts.load(NUMPY.resolveSibling(name), manager);

    TestMaps.assertSame(map, expected);
    assertThat(map.block().samples())
        .isEqualTo(new Labels(List.of("system", "atom"), new int[][] {{0, 1}, {5, -3}}));
    assertThat(map.block().values().toDoubleArray()[23]).isEqualTo(23.0 / 3);
    assertThat(map.block().gradient("positions").values().toDoubleArray()[0]).isEqualTo(-7);
    try (NDManager pyTorch = NDManager.newBaseManager("PyTorch")) {
      TestMaps.assertSame(Mts.load(NUMPY.resolveSibling(name), pyTorch), expected);
    }
  }

  @Test
  void bigEndianValuesOfEverySizeAreSwapped() throws IOException {
    Map<String, DataType> types =
        Map.of(
            "f2",
            DataType.FLOAT16,
            "f4",
            DataType.FLOAT32,
            "f8",
            DataType.FLOAT64,
            "u2",
            DataType.UINT16,
            "i4",
            DataType.INT32,
            "i8",
            DataType.INT64,
            "c8",
            DataType.COMPLEX64);
    for (Map.Entry<String, DataType> type : types.entrySet()) {
      byte[] bytes = Mts.saveBuffer(TestMaps.nested(manager, type.getValue()));
      byte[] swapped = ChangedArchives.swapValues(bytes, type.getKey());

      TestMaps.assertSame(
          Mts.loadBuffer(ByteBuffer.wrap(swapped), manager),
          TestMaps.nested(manager, type.getValue()));
    }
  }

  @Test
  void truthValuesOtherThanOneAreTrue() throws IOException {
    NDArray values =
        manager.create(
            ByteBuffer.wrap(new byte[] {0, 1, 2, -1}), new Shape(2, 2), DataType.BOOLEAN);
    TensorBlock block =
        new TensorBlock(values, Labels.range("s", 2), List.of(), Labels.range("p", 2));
    byte[] bytes = Mts.saveBlockBuffer(block);

    TensorBlock loaded = Mts.loadBlockBuffer(ByteBuffer.wrap(bytes), manager);

    assertThat(TestMaps.bytes(loaded.values())).containsExactly(0, 1, 1, 1);
  }

  @Test
  void blocksAndLabelsComeBackFromFilesStreamsAndBuffers() throws IOException {
    TensorBlock block = TestMaps.block(manager, DataType.FLOAT32, 5);
    Path file = directory.resolve("block.mts");
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    Mts.saveBlock(file, block);
    Mts.saveBlock(stream, block);
    TestMaps.assertSame(Mts.loadBlock(file, manager), block);
    TestMaps.assertSame(
        Mts.loadBlock(new ByteArrayInputStream(stream.toByteArray()), manager), block);

    Labels labels = block.gradient("positions").samples();
    Path labelsFile = directory.resolve("labels.npy");
    ByteArrayOutputStream labelsStream = new ByteArrayOutputStream();
    Mts.saveLabels(labelsFile, labels);
    Mts.saveLabels(labelsStream, labels);
    assertThat(Mts.loadLabels(labelsFile)).isEqualTo(labels);
    assertThat(Mts.loadLabels(new ByteArrayInputStream(labelsStream.toByteArray())))
        .isEqualTo(labels);
    assertThat(Mts.loadLabelsBuffer(ByteBuffer.wrap(Mts.saveLabelsBuffer(labels))))
        .isEqualTo(labels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels-v1.npy", "labels-v2.npy", "labels-v3.npy"})
  void labelsAreReadFromEveryVersionOfTheHeader(String name) throws IOException {
    assertThat(Mts.loadLabels(NUMPY.resolveSibling(name)))
        .isEqualTo(new Labels(List.of("a", "b"), new int[][] {{1, 2}, {3, 4}, {-5, 6}}));
  }

  @Test
  void labelsWithMoreNamesThanAShortHeaderHoldsAreSavedWithALongOne() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      names.add("dimension_" + i);
    }
    Labels labels = new Labels(names, new int[1][5000]);

    byte[] bytes = Mts.saveLabelsBuffer(labels);

    assertThat(bytes[6]).isEqualTo((byte) 2);
    assertThat(Mts.loadLabelsBuffer(ByteBuffer.wrap(bytes))).isEqualTo(labels);
  }

  @Test
  void emptyMapsAndLabelsComeBack() throws IOException {
    TensorMap map = new TensorMap(Labels.empty(List.of("key")), List.of());
    Labels labels = Labels.empty(List.of());

    TestMaps.assertSame(Mts.loadBuffer(ByteBuffer.wrap(Mts.saveBuffer(map)), manager), map);
    assertThat(Mts.loadLabelsBuffer(ByteBuffer.wrap(Mts.saveLabelsBuffer(labels))))
        .isEqualTo(labels);
  }

  @Test
  void theWrongKindOfFileIsRefusedWithTheCallThatReadsIt() throws IOException {
    Path map = FEATURES.resolve("part-00000.mts");
    Path block = directory.resolve("block.mts");
    Path labels = NUMPY.resolveSibling("labels-v1.npy");
    Mts.saveBlock(block, TestMaps.block(manager, DataType.FLOAT32, 5));

    assertThatThrownBy(() -> Mts.load(block, manager)).hasMessageEndingWith("use loadBlock");
    assertThatThrownBy(() -> Mts.load(labels, manager)).hasMessageEndingWith("with loadLabels");
    assertThatThrownBy(() -> Mts.loadBlock(map, manager)).hasMessageEndingWith("map: use load");
    assertThatThrownBy(() -> Mts.loadBlock(labels, manager))
        .hasMessageEndingWith("with loadLabels");
    assertThatThrownBy(() -> Mts.loadLabels(map)).hasMessageEndingWith("use load or loadBlock");
  }

  @Test
  void missingFilesAndDirectoriesAreNamed() {
    Path missing = directory.resolve("missing.mts");

    assertThatThrownBy(() -> Mts.load(missing, manager))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> Mts.load(directory, manager))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory + " is a directory");
    assertThatThrownBy(() -> Mts.save(directory, TestMaps.plain(manager, 1, 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory + " is a directory");
  }

  @Test
  void aSaveThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = directory.resolve("map.mts");
    Mts.save(file, TestMaps.plain(manager, 5, 5));
    byte[] before = Files.readAllBytes(file);
    TensorMap closed = TestMaps.plain(manager, 50, 5);
    closed.close();

    assertThatThrownBy(() -> Mts.save(file, closed)).isInstanceOf(IllegalStateException.class);

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(filesIn(directory)).containsExactly(file);
  }

  @Test
  void aSaveThroughASymbolicLinkReplacesTheFileItPointsTo() throws IOException {
    Path file = directory.resolve("map.mts");
    Path link = directory.resolve("link.mts");
    Mts.save(file, TestMaps.plain(manager, 5, 5));
    Files.createSymbolicLink(link, file);

    Mts.save(link, TestMaps.plain(manager, 6, 2));

    assertThat(link).isSymbolicLink();
    assertThat(Mts.load(file, manager).block().shape()).isEqualTo(new Shape(6, 2));
  }

  @Test
  void aStreamThatFailsHasNoDirectoryOfTheArchive() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            written.write(value);
            if (written.size() > 100_000) {
              throw new IOException("no space left");
            }
          }
        };

    assertThatThrownBy(() -> Mts.save(failing, TestMaps.plain(manager, 1000, 100)))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
    assertThatThrownBy(() -> Mts.loadBuffer(ByteBuffer.wrap(written.toByteArray()), manager))
        .hasMessageContaining("truncated");
  }

  @Test
  void namesAndTypesThatTheFormatCanNotHoldAreRefused() {
    TensorBlock block = TestMaps.block(manager, DataType.FLOAT32, 2);
    TensorBlock gradient =
        new TensorBlock(
            TestMaps.random(manager, DataType.FLOAT32, 2, 3, 4),
            Labels.range("sample", 2),
            block.components(),
            block.properties());
    block.addGradient("a/b", gradient);
    assertThatThrownBy(() -> Mts.saveBlockBuffer(block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b' can not be stored");

    NDArray values =
        manager.create(ByteBuffer.allocateDirect(2), new Shape(1, 1), DataType.BFLOAT16);
    TensorBlock other =
        new TensorBlock(values, Labels.range("s", 1), List.of(), Labels.range("p", 1));
    assertThatThrownBy(() -> Mts.saveBlockBuffer(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values of type bfloat16 can not be stored");
  }

  @Test
  void archivesAreToldByTheirFirstBytes() throws IOException {
    ByteBuffer map = ByteBuffer.wrap(Mts.saveBuffer(TestMaps.plain(manager, 1, 1)));

    assertThat(Mts.looksLikeMts(map)).isTrue();
    assertThat(map.position()).isZero();
    assertThat(Mts.looksLikeMts(map.slice(1, 100))).isFalse();
    assertThat(Mts.looksLikeMts(ByteBuffer.allocate(3))).isFalse();
    assertThat(Mts.looksLikeMts(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0}))).isFalse();
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

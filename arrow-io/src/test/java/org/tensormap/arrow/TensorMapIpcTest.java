package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
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
import org.tensormap.io.Mts;

class TensorMapIpcTest {
  private final NDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void mapsOfEveryTypeAreReadAsTheyWereWritten(ValueType type) {
    TensorMap map = Maps.everything(manager, type.dataType());
    Maps.assertEqual(TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager), map);
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-00000.mts", "part-00001.mts", "part-00002.mts", "part-00003.mts"})
  void featuresOfMoleculesAreReadAsTheyWereWrittenAndTakeLittleMoreThanTheirValues(String part)
      throws IOException {
    byte[] mts = Maps.moleculesMts(part);
    TensorMap map = Mts.loadBuffer(ByteBuffer.wrap(mts), manager);
    byte[] bytes = TensorMapIpc.toBytes(map);
    Maps.assertEqual(TensorMapIpc.fromBytes(bytes, manager), map);
    long values = map.blocks().stream().mapToLong(block -> 8 * block.shape().size()).sum();
    assertThat((long) bytes.length).isLessThan(values + values / 20);
  }

  @Test
  void mapsWithoutBlocksAreReadAsTheyWereWritten() {
    TensorMap map = new TensorMap(Labels.empty(List.of("a", "b")), List.of());
    map.setInfo("name", "nothing");
    TensorMap read = TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager);
    Maps.assertEqual(read, map);
    assertThat(read.dtype()).isEmpty();
  }

  @Test
  void labelsWithoutDimensionsAreReadAsTheyWereWritten() {
    Labels one = new Labels(List.of(), new int[1][0]);
    Labels none = new Labels(List.of(), new int[0][0]);
    TensorMap map =
        new TensorMap(one, List.of(Maps.block(manager, DataType.FLOAT32, none, List.of(), one, 0)));
    Maps.assertEqual(TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager), map);
  }

  @Test
  void labelsThatBlocksShareAreTheSameInstanceAgain() {
    TensorMap map = Maps.everything(manager, DataType.FLOAT64);
    TensorMap read = TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager);
    assertThat(read.block(1).properties()).isSameAs(read.block(0).properties());
    assertThat(read.block(1).gradient("positions").components().get(1))
        .isSameAs(read.block(1).components().get(0));
  }

  @Test
  void anOpenMapShowsWhatItsBlocksAre() {
    TensorMap map = Maps.everything(manager, DataType.FLOAT64);
    IpcMap open = TensorMapIpc.open(TensorMapIpc.toBytes(map), manager);

    assertThat(open.keys()).isEqualTo(map.keys());
    assertThat(open.info()).isEqualTo(map.info());
    assertThat(open.blocks()).hasSameSizeAs(map.blocks());
    for (int i = 0; i < map.size(); i++) {
      IpcBlock block = open.blocks().get(i);
      assertThat(block.shape()).isEqualTo(map.block(i).shape());
      assertThat(block.dtype()).isEqualTo(map.block(i).dtype());
      assertThat(block.samples()).isEqualTo(map.block(i).samples());
      assertThat(block.components()).isEqualTo(map.block(i).components());
      assertThat(block.properties()).isEqualTo(map.block(i).properties());
      assertThat(block.gradientsList()).isEqualTo(map.block(i).gradientsList());
      assertThat(block.samples()).isSameAs(block.load().samples());
    }
    Maps.assertEqual(open.load(), map);
  }

  @Test
  void labelsOfAnOpenMapAreNotLookedAtBeforeTheyAreAskedFor() {
    Labels twice = Labels.assumeUnique(List.of("atom"), new int[] {3, 3});
    Labels sound = Labels.range("atom", 2);
    List<Labels> none = List.of();
    TensorMap map =
        new TensorMap(
            Labels.range("key", 2),
            List.of(
                Maps.block(manager, DataType.INT8, twice, none, Labels.single(), 1),
                Maps.block(manager, DataType.INT8, sound, none, Labels.single(), 2)));
    byte[] bytes = TensorMapIpc.toBytes(map);

    IpcMap open = TensorMapIpc.open(bytes, manager);

    assertThat(open.keys()).isEqualTo(map.keys());
    assertThat(open.blocks().get(0).shape()).isEqualTo(new Shape(2, 1));
    assertThat(open.blocks().get(0).properties()).isEqualTo(Labels.single());
    assertThat(open.blocks().get(1).load().samples()).isEqualTo(sound);
    assertThatThrownBy(() -> open.blocks().get(0).samples())
        .isInstanceOf(IpcFormatException.class)
        .hasMessageContaining("in the row for key [0] of [key]")
        .hasMessageContaining("[3] is already present");
    assertThatThrownBy(() -> open.blocks().get(0).load()).hasMessageContaining("already present");
    assertThatThrownBy(open::load).hasMessageContaining("already present");
    assertThatThrownBy(() -> TensorMapIpc.fromBytes(bytes, manager))
        .hasMessageContaining("already present");
  }

  @Test
  void labelsThatAreEqualAreStoredOnce() {
    Labels samples = Labels.range("atom", 1000);
    TensorBlock first = Maps.block(manager, DataType.INT8, samples, List.of(), Labels.single(), 1);
    TensorBlock second =
        Maps.block(
            manager, DataType.INT8, Labels.range("atom", 1000), List.of(), Labels.single(), 2);
    TensorMap map = new TensorMap(Labels.range("key", 2), List.of(first, second));
    assertThat(TensorMapIpc.toBytes(map)).hasSizeLessThan(2 * 1000 + 4 * 1000 + 4000);
  }

  @Test
  void labelsThatDifferInNamesOnlyStayDifferent() {
    Labels samples = Labels.range("n", 4);
    TensorMap map =
        new TensorMap(
            Labels.range("n", 1),
            List.of(
                Maps.block(
                    manager, DataType.INT8, samples, List.of(Labels.range("m", 4)), samples, 1)));
    TensorMap read = TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager);
    Maps.assertEqual(read, map);
    assertThat(read.block().samples()).isSameAs(read.block().properties());
  }

  @Test
  void equalMapsGiveEqualBytes() {
    assertThat(TensorMapIpc.toBytes(Maps.everything(manager, DataType.FLOAT32)))
        .isEqualTo(TensorMapIpc.toBytes(Maps.everything(manager, DataType.FLOAT32)));
  }

  @Test
  void largeMapsAreWrittenInSeveralBatches() {
    TensorMap map = Maps.everything(manager, DataType.FLOAT64);
    byte[] one = TensorMapIpc.toBytes(map);
    byte[] several = TensorMapEncoder.encode(map, 500).toBytes();
    assertThat(several).hasSizeGreaterThan(one.length + 1000);
    Maps.assertEqual(TensorMapIpc.fromBytes(several, manager), map);
  }

  @Test
  void arraysShareTheMemoryOfADirectBuffer() {
    TensorMap map = Maps.features(manager, 3, 4, 5);
    byte[] bytes = TensorMapIpc.toBytes(map);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 16);
    direct.position(8).put(bytes).flip().position(8);
    TensorMap read = TensorMapIpc.fromBuffer(direct, manager);
    Maps.assertEqual(read, map);
    byte changed = (byte) ~read.block(0).values().toByteBuffer(true).get(0);
    for (int i = 0; i < direct.limit(); i++) {
      direct.put(i, changed);
    }
    assertThat(read.block(0).values().toByteBuffer(true).get(0)).isEqualTo(changed);
    assertThat(direct.position()).isEqualTo(8);
  }

  @Test
  void readOnlyBuffersAreRead() {
    TensorMap map = Maps.features(manager, 3, 4, 5);
    ByteBuffer heap = ByteBuffer.wrap(TensorMapIpc.toBytes(map)).asReadOnlyBuffer();
    Maps.assertEqual(TensorMapIpc.fromBuffer(heap, manager), map);
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining()).put(heap).flip();
    TensorMap read = TensorMapIpc.fromBuffer(direct.asReadOnlyBuffer(), manager);
    Maps.assertEqual(read, map);
    assertThat(read.block(0).values().toByteBuffer(true).isReadOnly()).isTrue();
  }

  @Test
  void bytesAreSharedAndCanNotBeChangedThroughArrays() {
    TensorMap map = Maps.features(manager, 3, 4, 5);
    byte[] bytes = TensorMapIpc.toBytes(map);
    TensorMap read = TensorMapIpc.fromBytes(bytes, manager);
    assertThat(read.block(0).values().toByteBuffer(true).isReadOnly()).isTrue();
    assertThatThrownBy(() -> read.block(0).values().set(new double[20]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("can not be changed: change a copy");
    byte first = read.block(0).values().toByteBuffer(true).get(0);
    Arrays.fill(bytes, (byte) ~first);
    assertThat(read.block(0).values().toByteBuffer(true).get(0)).isEqualTo((byte) ~first);
  }

  @Test
  void arraysOverBytesAreComputedWith() {
    TensorMap map = Maps.features(manager, 1, 2, 2);
    map.block(0).values().set(new double[] {1, 2, 3, 4});
    TensorMap read = TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager);
    assertThat(read.block().values().mul(2).toDoubleArray()).containsExactly(2, 4, 6, 8);
    assertThat(read.block().values().toDoubleArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void filesAndPipesAreReadUpToTheEndOfTheStream(@TempDir Path directory) throws IOException {
    TensorMap map = Maps.features(manager, 100, 30, 70);
    Path file = directory.resolve("map.arrows");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      TensorMapIpc.write(map, channel);
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      Maps.assertEqual(TensorMapIpc.read(channel, manager), map);
      assertThat(channel.size() - channel.position()).isEqualTo(3);
    }
    try (var stream = Files.newInputStream(file)) {
      Maps.assertEqual(TensorMapIpc.read(Channels.newChannel(stream), manager), map);
    }
  }

  @Test
  void channelsGetTheSameBytesAsArrays() throws IOException {
    TensorMap map = Maps.everything(manager, DataType.COMPLEX64);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WritableByteChannel channel = Channels.newChannel(bytes)) {
      TensorMapIpc.write(map, channel);
    }
    assertThat(bytes.toByteArray()).isEqualTo(TensorMapIpc.toBytes(map));
  }

  @Test
  void aChannelThatEndsEarlyIsAnErrorAndTakesNoMoreMemoryThanItHas() {
    byte[] bytes = TensorMapIpc.toBytes(Maps.features(manager, 3, 4, 5));
    int cut = bytes.length - 100;
    assertThatThrownBy(
            () ->
                TensorMapIpc.read(
                    Channels.newChannel(new ByteArrayInputStream(bytes, 0, cut)), manager))
        .isInstanceOf(IpcFormatException.class)
        .hasMessageContaining("the stream is cut short");
  }

  @Test
  void streamsAreToldApartByTheirFirstBytes() {
    assertThat(TensorMapIpc.isIpc(TensorMapIpc.toBytes(Maps.features(manager, 1, 1, 1)))).isTrue();
    assertThat(TensorMapIpc.isIpc(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0})).isFalse();
    assertThat(TensorMapIpc.isIpc(new byte[0])).isFalse();
  }

  @Test
  void parametersThatPathsCanNotHoldAreRejected() {
    Labels samples = Labels.range("sample", 1);
    TensorBlock block = Maps.block(manager, DataType.INT8, samples, List.of(), Labels.single(), 1);
    block.addGradient(
        "a/b", Maps.block(manager, DataType.INT8, samples, List.of(), Labels.single(), 1));
    TensorMap map = new TensorMap(Labels.single(), List.of(block));
    assertThatThrownBy(() -> TensorMapIpc.toBytes(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a gradient with respect to 'a/b' can not be stored");
  }

  @Test
  void arraysOfAFailedReadAreClosed() {
    byte[] bytes = TensorMapIpc.toBytes(Maps.features(manager, 3, 4, 5));
    try (NDManager owner = HostNDManager.newManager()) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length - 4);
      assertThatThrownBy(() -> TensorMapIpc.fromBytes(cut, owner))
          .isInstanceOf(IpcFormatException.class);
      assertThat(owner.getManagedArrays()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void pyTorchArraysAreReadAndWrittenIfThereAreAnyOfTheType(ValueType type) {
    TensorMap map = Maps.everything(manager, type.dataType());
    byte[] bytes = TensorMapIpc.toBytes(map);
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      if (HostNDManager.hasPyTorchArrays(type.dataType())) {
        TensorMap read = TensorMapIpc.fromBytes(bytes, torch);
        assertThat(read.block(0).values().getManager()).isSameAs(torch);
        Maps.assertEqual(read, map);
        assertThat(TensorMapIpc.toBytes(read)).isEqualTo(bytes);
      } else {
        assertThatThrownBy(() -> TensorMapIpc.fromBytes(bytes, torch))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("DJL has no PyTorch arrays of type " + type.dataType());
      }
    }
  }

  @Test
  void pyTorchArraysDoNotShareMemoryThatIsReadOnly() {
    TensorMap map = Maps.features(manager, 2, 3, 4);
    byte[] bytes = TensorMapIpc.toBytes(map);
    ByteBuffer readOnly =
        ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorMap copied = TensorMapIpc.fromBuffer(readOnly, torch);
      copied.block(0).values().muli(0);
      Maps.assertEqual(TensorMapIpc.fromBuffer(readOnly, manager), map);
    }
  }

  @Test
  void blocksOfTwoGibibytesOrMoreAreRejected() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorBlock block =
          new TensorBlock(
              torch.zeros(new Shape(1, 1), DataType.FLOAT64).broadcast(new Shape(20_000, 20_000)),
              Labels.range("s", 20_000),
              List.of(),
              Labels.range("p", 20_000));
      TensorMap map = new TensorMap(Labels.single(), List.of(block));
      assertThatThrownBy(() -> TensorMapIpc.toBytes(map))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the block for (_=0) has values of shape (20000, 20000)")
          .hasMessageContaining("2 GiB or more: split it along the samples");
    }
  }

  @Test
  void transposedPyTorchArraysAreWrittenInTheOrderOfTheirAxes() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorBlock block =
          new TensorBlock(
              torch.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)).transpose(),
              Labels.range("s", 3),
              List.of(),
              Labels.range("p", 2));
      TensorMap map = new TensorMap(Labels.single(), List.of(block));
      assertThat(
              TensorMapIpc.fromBytes(TensorMapIpc.toBytes(map), manager)
                  .block()
                  .values()
                  .toFloatArray())
          .containsExactly(1, 4, 2, 5, 3, 6);
    }
  }
}

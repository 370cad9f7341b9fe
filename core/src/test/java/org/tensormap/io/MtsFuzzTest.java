package org.tensormap.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;

/**
 * Changes valid files in every layer, and looks at what reading them does: it gives the right
 * content, or an {@link MtsFormatException} that names the file, and allocates no more than the
 * file can explain.
 *
 * <p>By default each layer is changed 1,000 times, in the same way in every run. To look for longer
 * and elsewhere, for example for two hours (the time is shared by the layers):
 *
 * <pre>{@code
 * mvn -pl core test -Dtest=MtsFuzzTest -Dtensormap.fuzz.minutes=120 -Dtensormap.fuzz.seed=42
 * }</pre>
 *
 * <p>A failure tells the layer and the seed of the case; {@code -Dtensormap.fuzz.case=SEED} runs
 * that one alone.
 */
class MtsFuzzTest {
  private static final String NAME = "fuzz.mts";
  private static final int DEFAULT_CASES = 1000;

  /** What reading allocates on the heap for a valid file is far below. */
  private static final long HEAP_ALLOWANCE = 1 << 20;

  private static final long HEAP_RATIO = 64;

  /** What is put into fields: the values where arithmetic goes wrong. */
  private static final long[] INTERESTING = {
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2
  };

  private static final String INTERESTING_TEXT = "()[]{}',:<>|=\"\\ \n\0-90f8b1c16TrueFalse\u00e9";

  /** Where a file is changed. */
  private enum Layer {
    ANY_BYTE(true),
    END_OF_FILE(true),
    DIRECTORY(true),
    LOCAL_HEADERS(true),
    FIELDS(true),
    PIECES(true),
    ENTRIES(false),
    NPY_HEADERS(false),
    LABELS(false),
    VALUES(false),
    JSON(false);

    /** Whether checksums are as they were, so that what is read must be what was written. */
    final boolean keepsChecksums;

    Layer(boolean keepsChecksums) {
      this.keepsChecksums = keepsChecksums;
    }
  }

  private final List<byte[]> originals = new ArrayList<>();

  MtsFuzzTest() throws IOException {
    try (HostNDManager manager = HostNDManager.newManager()) {
      originals.add(Mts.saveBuffer(TestMaps.nested(manager, DataType.FLOAT32)));
      originals.add(Mts.saveBuffer(TestMaps.nested(manager, DataType.BOOLEAN)));
      originals.add(Mts.saveBuffer(TestMaps.plain(manager, 3, 2)));
    }
    Path resources = Path.of("src/test/resources/io");
    originals.add(Files.readAllBytes(resources.resolve("numpy-big-endian.npz")));
    originals.add(Files.readAllBytes(resources.resolve("numpy-deflated.npz")));
  }

  @ParameterizedTest
  @EnumSource
  void changedFilesGiveTheRightContentOrAFormatException(Layer layer) {
    Long single = Long.getLong("tensormap.fuzz.case");
    if (single != null) {
      checkWithoutHanging(layer, single);
      return;
    }
    Random seeds = new Random(Long.getLong("tensormap.fuzz.seed", 1) + layer.name().hashCode());
    long minutes = Long.getLong("tensormap.fuzz.minutes", 0);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes) / Layer.values().length;
    for (int i = 0; i < DEFAULT_CASES || (minutes > 0 && System.nanoTime() < end); i++) {
      checkWithoutHanging(layer, seeds.nextLong());
    }
  }

  private void checkWithoutHanging(Layer layer, long seed) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> check(layer, seed),
        () -> "layer " + layer + ", -Dtensormap.fuzz.case=" + seed);
  }

  private void check(Layer layer, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] original = originals.get(random.nextInt(originals.size()));
    byte[] changed = change(layer, original, random);
    try (HostNDManager manager = HostNDManager.newManager()) {
      long most = HEAP_ALLOWANCE + HEAP_RATIO * changed.length;
      long before = allocated();
      TensorMap map = load(changed, manager);
      if (allocated() - before > most) {
        // The first time, classes may have been loaded.
        before = allocated();
        map = load(changed, manager);
        assertThat(allocated() - before).isLessThanOrEqualTo(most);
      }
      if (map != null) {
        TensorMap expected =
            layer.keepsChecksums
                ? Mts.load(source(original), manager)
                : Mts.load(source(Mts.saveBuffer(map)), manager);
        TestMaps.assertSame(map, expected);
      }
      readLazily(changed, manager);
    } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("layer " + layer + ", -Dtensormap.fuzz.case=" + seed, e);
    }
  }

  /** The map, or null if it is refused as it should be. */
  private static TensorMap load(byte[] bytes, HostNDManager manager) throws IOException {
    try {
      return Mts.load(source(bytes), manager);
    } catch (MtsFormatException e) {
      assertThat(e).hasMessageStartingWith(NAME);
      return null;
    }
  }

  /** Parts of values are read without a checksum: anything may be in them. */
  private static void readLazily(byte[] bytes, HostNDManager manager) throws IOException {
    try (MtsFile file = MtsFile.open(source(bytes))) {
      for (MtsBlock block : file.blocks()) {
        readLazily(block, manager);
      }
      assertThat(file.info()).isNotNull();
    } catch (MtsFormatException e) {
      assertThat(e).hasMessageStartingWith(NAME);
    }
  }

  private static void readLazily(MtsBlock block, HostNDManager manager) throws IOException {
    assertThat(block.samples().size()).isEqualTo((int) block.shape().get(0));
    assertThat(block.components()).hasSize(block.shape().dimension() - 2);
    assertThat(block.properties().names()).isNotNull();
    long samples = block.shape().get(0);
    try (NDArray rows = block.values(manager, samples / 2, samples - samples / 2)) {
      assertThat(rows.getDataType()).isEqualTo(block.dtype());
    }
    for (String parameter : block.gradientsList()) {
      readLazily(block.gradient(parameter), manager);
    }
  }

  private static byte[] change(Layer layer, byte[] original, Random random) throws IOException {
    return switch (layer) {
      case ANY_BYTE -> changeBytes(original, 0, original.length, random);
      case END_OF_FILE -> changeBytes(original, original.length - 22, original.length, random);
      case DIRECTORY -> changeBytes(original, directory(original), original.length, random);
      case LOCAL_HEADERS -> {
        int header = header(original, random);
        yield changeBytes(original, header, header + 50, random);
      }
      case FIELDS -> changeField(original, random);
      case PIECES -> changePieces(original, random);
      case ENTRIES -> changeEntries(original, random);
      case NPY_HEADERS -> changeEntry(original, ".npy", random, MtsFuzzTest::changeHeader);
      case LABELS -> changeEntry(original, "s.npy", random, MtsFuzzTest::changeAnywhere);
      case VALUES -> changeEntry(original, "values.npy", random, MtsFuzzTest::changeAnywhere);
      case JSON -> changeEntry(original, ".json", random, MtsFuzzTest::changeText);
    };
  }

  private static byte[] changeBytes(byte[] original, int from, int to, Random random) {
    byte[] changed = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = from + random.nextInt(to - from);
      changed[at] =
          (byte)
              (random.nextBoolean()
                  ? changed[at] ^ 1 << random.nextInt(8)
                  : INTERESTING[random.nextInt(INTERESTING.length)]);
    }
    return changed;
  }

  /** Overwrites two, four or eight bytes of a header or the directory. */
  private static byte[] changeField(byte[] original, Random random) {
    ByteBuffer changed = ByteBuffer.wrap(original.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int directory = directory(original);
    int at =
        random.nextInt(3) == 0
            ? header(original, random) + random.nextInt(42)
            : directory + random.nextInt(original.length - directory - 8);
    long value = INTERESTING[random.nextInt(INTERESTING.length)];
    if (random.nextInt(4) == 0) {
      value = random.nextInt(2 * original.length);
    }
    switch (random.nextInt(3)) {
      case 0 -> changed.putShort(at, (short) value);
      case 1 -> changed.putInt(at, (int) value);
      default -> changed.putLong(at, value);
    }
    return changed.array();
  }

  /** Removes, repeats or moves a piece of the file. */
  private static byte[] changePieces(byte[] original, Random random) {
    int first = random.nextInt(original.length);
    int second = random.nextInt(original.length);
    int from = Math.min(first, second);
    int to = Math.max(first, second);
    byte[] start = Arrays.copyOf(original, from);
    byte[] middle = Arrays.copyOfRange(original, from, to);
    byte[] end = Arrays.copyOfRange(original, to, original.length);
    return switch (random.nextInt(5)) {
      case 0 -> start;
      case 1 -> end;
      case 2 -> joined(start, end);
      case 3 -> joined(start, middle, middle, end);
      default -> joined(middle, start, end);
    };
  }

  /** Removes, renames or exchanges entries. */
  private static byte[] changeEntries(byte[] original, Random random) throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(original);
    List<String> names = new ArrayList<>(entries.keySet());
    String name = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> entries.remove(name);
      case 1 -> entries.put(name, entries.get(other));
      case 2 -> {
        byte[] bytes = entries.remove(name);
        String changed = new String(changeText(name.getBytes(ISO_8859_1), random), ISO_8859_1);
        entries.put(changed, bytes);
      }
      default -> entries.put("blocks/0/gradients/" + other, entries.get(name));
    }
    return ChangedArchives.archive(entries);
  }

  private interface Change {
    byte[] apply(byte[] bytes, Random random);
  }

  private static byte[] changeEntry(byte[] original, String suffix, Random random, Change change)
      throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(original);
    List<String> names = entries.keySet().stream().filter(name -> name.endsWith(suffix)).toList();
    if (!names.isEmpty()) {
      String name = names.get(random.nextInt(names.size()));
      entries.put(name, change.apply(entries.get(name), random));
    }
    return ChangedArchives.archive(entries);
  }

  private static byte[] changeHeader(byte[] bytes, Random random) {
    byte[] header = Arrays.copyOf(bytes, 128);
    byte[] data = Arrays.copyOfRange(bytes, 128, Math.max(128, bytes.length));
    return joined(
        random.nextBoolean() ? changeText(header, random) : changeBytes(header, 0, 128, random),
        data);
  }

  private static byte[] changeAnywhere(byte[] bytes, Random random) {
    return random.nextInt(4) == 0
        ? changePieces(bytes, random)
        : changeBytes(bytes, 0, bytes.length, random);
  }

  /** Replaces, inserts or removes a character that means something in a header, path or JSON. */
  private static byte[] changeText(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte[] character = {(byte) INTERESTING_TEXT.charAt(random.nextInt(INTERESTING_TEXT.length()))};
    byte[] start = Arrays.copyOf(bytes, at);
    byte[] end = Arrays.copyOfRange(bytes, at + 1, bytes.length);
    return switch (random.nextInt(3)) {
      case 0 -> joined(start, character, end);
      case 1 -> joined(start, character, Arrays.copyOfRange(bytes, at, bytes.length));
      default -> joined(start, end);
    };
  }

  private static int directory(byte[] archive) {
    return ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(archive.length - 6);
  }

  /** The offset of one of the local headers. */
  private static int header(byte[] archive, Random random) {
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> headers = new ArrayList<>();
    for (int at = 0; at < directory(archive); at++) {
      if (bytes.getInt(at) == ZipFormat.LOCAL_HEADER) {
        headers.add(at);
      }
    }
    return headers.get(random.nextInt(headers.size()));
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer joined =
        ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static ByteSource source(byte[] bytes) {
    return ByteSource.wrap(NAME, ByteBuffer.wrap(bytes));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}

package org.tensormap.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipArchiveTest {
  private static final Path FEATURES = Path.of("src/test/resources/molecules/features");

  @TempDir Path directory;

  @Test
  void entriesOfAMappedFileAreReadWithTheirBytes() throws IOException {
    byte[] large = randomBytes(3_000_000);
    Path file = directory.resolve("some.zip");
    Files.write(
        file,
        written(
            writer -> add(writer, "small", "text".getBytes(UTF_8)),
            writer -> add(writer, "nested/large", large)));

    try (ByteSource source = ByteSource.map(file)) {
      ZipArchive archive = ZipArchive.open(source);

      assertThat(archive.entries())
          .extracting(ZipArchive.Entry::name)
          .containsExactly("small", "nested/large");
      assertThat(bytesOf(archive, "small")).isEqualTo("text".getBytes(UTF_8));
      assertThat(bytesOf(archive, "nested/large")).isEqualTo(large);
      assertThat(archive.find("absent")).isEmpty();
      ZipArchive.Entry entry = archive.find("nested/large").orElseThrow();
      assertThat(bytes(archive.read(entry, 17, 100))).isEqualTo(Arrays.copyOfRange(large, 17, 117));
    }
  }

  @Test
  void namesAreAnyUnicodeAndNothingElse() throws IOException {
    byte[] content = {1};
    byte[] archive = written(writer -> add(writer, "größe/\uFFFD/値", content));
    assertThat(bytesOf(ZipArchive.open(source(archive)), "größe/\uFFFD/値")).isEqualTo(content);

    byte[] damaged = new String(archive, ISO_8859_1).replace("Ã¶", "Ã(").getBytes(ISO_8859_1);
    assertThat(damaged).isNotEqualTo(archive);
    assertRefused(damaged, "the name of the entry is not valid UTF-8");
  }

  @Test
  void buffersStayValidWhenTheMappedFileIsClosed() throws IOException {
    Path file = directory.resolve("some.zip");
    Files.write(file, written(writer -> add(writer, "entry", "still here".getBytes(UTF_8))));

    ByteSource source = ByteSource.map(file);
    ZipArchive archive = ZipArchive.open(source);
    ByteBuffer buffer = archive.read(archive.find("entry").orElseThrow());
    source.close();

    assertThatIOException().isThrownBy(() -> source.read(0, 1));
    assertThat(bytes(buffer)).isEqualTo("still here".getBytes(UTF_8));
    assertThat(buffer.isReadOnly()).isTrue();
    assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void deflatedEntriesWithSizesBehindThemAreInflated() throws IOException {
    byte[] text = "abc ".repeat(20_000).getBytes(UTF_8);

    ZipArchive archive = ZipArchive.open(source(deflated("text", text)));

    ZipArchive.Entry entry = archive.find("text").orElseThrow();
    assertThat(entry.method()).isEqualTo(8);
    assertThat(entry.compressedSize()).isLessThan(entry.size());
    assertThat(bytes(archive.read(entry))).isEqualTo(text);
    assertThatThrownBy(() -> archive.read(entry, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'text'");
  }

  @Test
  void theEndOfDeflatedBytesMayLieInAPieceOfItsOwn() throws IOException {
    byte[] random = randomBytes(1 << 18);
    int pieces = 0;
    for (int length = random.length - 120; length < random.length; length++) {
      byte[] bytes = Arrays.copyOf(random, length);
      byte[] compressed = deflatedWithEmptyLastBlock(bytes);
      pieces += compressed.length > 1 << 18 && compressed.length <= (1 << 18) + 7 ? 1 : 0;

      ZipArchive archive = ZipArchive.open(source(asDeflatedEntry(compressed, bytes)));

      assertThat(bytesOf(archive, "entry")).isEqualTo(bytes);
    }
    assertThat(pieces).isPositive();
  }

  @Test
  void archivesOfTheReferenceAreWrittenAgainByteForByte() throws IOException {
    for (Path file : listed(FEATURES)) {
      try (ByteSource source = ByteSource.map(file)) {
        ZipArchive archive = ZipArchive.open(source);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (ZipArchiveWriter writer = new ZipArchiveWriter(copy)) {
          for (ZipArchive.Entry entry : archive.entries()) {
            writer.add(entry.name(), archive.read(entry));
          }
        }
        assertThat(copy.toByteArray()).as(file.toString()).isEqualTo(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void moreEntriesThanFitTheClassicDirectoryAreWrittenAndRead() throws IOException {
    int count = 70_000;
    byte[] bytes =
        written(
            writer -> {
              for (int i = 0; i < count; i++) {
                add(writer, "entry/" + i, new byte[] {(byte) i});
              }
            });

    ZipArchive archive = ZipArchive.open(source(bytes));

    assertThat(archive.entries()).hasSize(count);
    assertThat(bytesOf(archive, "entry/69999")).containsExactly((byte) 69_999);
  }

  @Test
  void aChangedByteIsNoticedByTheChecksum() throws IOException {
    byte[] bytes = written(writer -> add(writer, "entry", "text".getBytes(UTF_8)));
    bytes[30 + 5 + 20] ^= 1;
    ZipArchive archive = ZipArchive.open(source(bytes));

    assertThatThrownBy(() -> bytesOf(archive, "entry"))
        .isInstanceOf(MtsFormatException.class)
        .hasMessageStartingWith("test.zip, entry: the CRC-32 of its bytes is ")
        .hasMessageEndingWith("the file is damaged");
  }

  @Test
  void truncatedAndOtherFilesAreRefused() throws IOException {
    byte[] bytes = written(writer -> add(writer, "entry", randomBytes(1000)));

    assertRefused(new byte[0], "test.zip: this is not a ZIP archive: it has only 0 bytes");
    assertRefused(Arrays.copyOf(bytes, bytes.length - 1), "not a ZIP archive, or it is truncated");
    assertRefused(Arrays.copyOfRange(bytes, 1, bytes.length), "the archive's directory");
    assertRefused(randomBytes(100_000), "not a ZIP archive, or it is truncated");
  }

  @Test
  void repeatedNamesAreRefusedWithTheName() throws IOException {
    byte[] bytes =
        written(
            writer -> add(writer, "first", new byte[3]),
            writer -> add(writer, "other", new byte[3]));
    replaceAll(bytes, "other", "first");

    assertRefused(bytes, "test.zip, first: the archive has several entries with this name");
  }

  @Test
  void namesThatLeaveTheArchiveAreRefused() throws IOException {
    for (String name : new String[] {"/etc/passwd", "a/../../b", "..", "a\\b", "a\0b"}) {
      byte[] bytes = written(writer -> add(writer, name, new byte[3]));

      assertRefused(bytes, name + ": the name of the entry is not a path within the archive");
    }
  }

  @Test
  void overlappingEntriesAreRefused() throws IOException {
    byte[] bytes =
        written(
            writer -> add(writer, "first", new byte[300]),
            writer -> add(writer, "other", new byte[300]));
    int second = bytes.length - 22 - 51;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(second + 42, 0);

    assertRefused(bytes, "it overlaps the entry");
  }

  @Test
  void sizesThatDeflateCanNotReachAreRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] bytes = deflated("text", "abc".getBytes(UTF_8));
    int header = bytes.length - 22 - 46 - 4;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 24, 2_000_000_000);

    assertRefused(bytes, "test.zip, text: it should have 2000000000 bytes, which its 5 bytes");
  }

  @Test
  void archivesThatInflateWithoutMeasureAreRefused() throws IOException {
    byte[] bytes = deflated("zeros", new byte[100 << 20]);

    assertRefused(bytes, "would inflate to 104857600, which looks like an attack on memory");
  }

  @Test
  void anEntryThatInflatesToAnotherSizeIsRefused() throws IOException {
    byte[] text = "abc ".repeat(100).getBytes(UTF_8);
    byte[] bytes = deflated("text", text);
    int header = bytes.length - 22 - 46 - 4;
    ByteBuffer changed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    changed.putInt(header + 24, 399);
    ZipArchive shorter = ZipArchive.open(source(bytes));
    assertThatThrownBy(() -> bytesOf(shorter, "text"))
        .hasMessage("test.zip, text: it inflates to more than its 399 bytes");
    changed.putInt(header + 24, 401);
    ZipArchive longer = ZipArchive.open(source(bytes));
    assertThatThrownBy(() -> bytesOf(longer, "text"))
        .hasMessage("test.zip, text: its compressed bytes end before its 401 bytes");
  }

  @Test
  void encryptedEntriesAndUnknownCompressionAreRefused() throws IOException {
    byte[] bytes = written(writer -> add(writer, "entry", new byte[3]));
    int header = bytes.length - 22 - 51;
    byte[] encrypted = bytes.clone();
    encrypted[header + 8] |= 1;
    assertRefused(encrypted, "test.zip, entry: the entry is encrypted");

    byte[] other = bytes.clone();
    other[header + 10] = 12;
    other[8] = 12;
    ZipArchive archive = ZipArchive.open(source(other));
    assertThatThrownBy(() -> bytesOf(archive, "entry"))
        .hasMessage(
            "test.zip, entry: it is compressed with method 12, expected 0 (stored) or 8"
                + " (deflated)");
  }

  @Test
  void aFailedEntryLeavesNoDirectoryThatWouldMakeTheArchiveLookWhole() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveWriter writer =
        new ZipArchiveWriter(
            new ByteArrayOutputStream() {
              private boolean failed;

              @Override
              public synchronized void write(byte[] from, int offset, int length) {
                if (!failed) {
                  failed = true;
                  throw new IllegalStateException("disk full");
                }
                bytes.write(from, offset, length);
              }
            })) {
      assertThatThrownBy(() -> writer.add("entry", ByteBuffer.allocateDirect(1 << 20)))
          .hasMessage("disk full");
    }
    assertThat(bytes.size()).isZero();
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> ZipArchive.open(source(bytes)))
        .isInstanceOf(MtsFormatException.class)
        .hasMessageContaining(message);
  }

  private static ByteSource source(byte[] bytes) {
    return ByteSource.wrap("test.zip", ByteBuffer.wrap(bytes));
  }

  private static byte[] bytesOf(ZipArchive archive, String name) throws IOException {
    return bytes(archive.read(archive.find(name).orElseThrow()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void add(ZipArchiveWriter writer, String name, byte[] bytes) {
    try {
      writer.add(name, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SafeVarargs
  private static byte[] written(Consumer<ZipArchiveWriter>... steps) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveWriter writer = new ZipArchiveWriter(bytes)) {
      for (Consumer<ZipArchiveWriter> step : steps) {
        step.accept(writer);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] deflated(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  /** A flush in front of the end makes an empty last block, which gives no bytes. */
  private static byte[] deflatedWithEmptyLastBlock(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (DeflaterOutputStream stream = new DeflaterOutputStream(bytes, deflater, 512, true)) {
      stream.write(content);
      stream.flush();
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /** An archive whose only entry is made of bytes that were deflated elsewhere. */
  private static byte[] asDeflatedEntry(byte[] compressed, byte[] content) throws IOException {
    byte[] bytes = written(writer -> add(writer, "entry", compressed));
    CRC32 crc = new CRC32();
    crc.update(content);
    int header = bytes.length - 22 - 51;
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(8, (short) 8)
        .putShort(header + 10, (short) 8)
        .putInt(header + 16, (int) crc.getValue())
        .putInt(header + 24, content.length);
    return bytes;
  }

  private static void replaceAll(byte[] bytes, String from, String to) {
    byte[] wanted = from.getBytes(UTF_8);
    byte[] replacement = to.getBytes(UTF_8);
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        System.arraycopy(replacement, 0, bytes, at, replacement.length);
      }
    }
  }
}

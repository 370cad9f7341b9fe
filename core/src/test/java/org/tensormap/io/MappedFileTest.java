package org.tensormap.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  @TempDir Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsOpenedTwiceIsMappedOnce() throws IOException {
    Path file = write("file", "words");
    try (ByteSource first = ByteSource.map(file);
        ByteSource second = ByteSource.map(file)) {
      assertThat(text(first)).isEqualTo("words");
      assertThat(text(second)).isEqualTo("words");
      assertThat(mappings(file)).isEqualTo(1);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMappingThatNobodyUsesGoesAway() throws Exception {
    Path file = write("file", "words");
    try (ByteSource source = ByteSource.map(file)) {
      assertThat(text(source)).isEqualTo("words");
    }
    for (int tries = 0; mappings(file) > 0 && tries < 100; tries++) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(mappings(file)).isZero();
  }

  @Test
  void aFileThatTookThePlaceOfAnotherIsReadInstead() throws IOException {
    Path file = write("file", "words");
    FileTime time = Files.getLastModifiedTime(file);
    try (ByteSource before = ByteSource.map(file)) {
      assertThat(text(before)).isEqualTo("words");
      Path other = write("other", "WORDS");
      Files.setLastModifiedTime(other, time);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      try (ByteSource after = ByteSource.map(file)) {
        assertThat(text(after)).isEqualTo("WORDS");
      }
      assertThat(text(before)).isEqualTo("words");
    }
  }

  @Test
  void aFileThatGrewIsReadToItsNewEnd() throws IOException {
    Path file = write("file", "words");
    try (ByteSource before = ByteSource.map(file)) {
      assertThat(text(before)).isEqualTo("words");
      write("file", "words and more");
      try (ByteSource after = ByteSource.map(file)) {
        assertThat(text(after)).isEqualTo("words and more");
      }
    }
  }

  @Test
  void closingASourceLeavesTheFileToOthers() throws IOException {
    Path file = write("file", "words");
    ByteSource closed = ByteSource.map(file);
    try (ByteSource open = ByteSource.map(file)) {
      assertThat(text(closed)).isEqualTo("words");
      closed.close();
      assertThat(text(open)).isEqualTo("words");
      assertThatThrownBy(() -> text(closed)).isInstanceOf(ClosedChannelException.class);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text, US_ASCII);
  }

  private static String text(ByteSource source) throws IOException {
    return US_ASCII.decode(source.read(0, Math.toIntExact(source.size()))).toString();
  }

  private static long mappings(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.endsWith(file.toString())).count();
    }
  }
}

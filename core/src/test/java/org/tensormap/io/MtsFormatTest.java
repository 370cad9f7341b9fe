package org.tensormap.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;

/** What is said about files that are not what they should be. */
class MtsFormatTest {
  private static final String VALUES = "blocks/0/values.npy";
  private static final String SAMPLES = "blocks/0/samples.npy";

  private final HostNDManager manager = HostNDManager.newManager();
  private byte[] valid;

  @BeforeEach
  void saveAMap() throws IOException {
    valid = Mts.saveBuffer(TestMaps.nested(manager, DataType.FLOAT32));
  }

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void theExceptionHasFileEntryAndProblem() throws IOException {
    byte[] changed = without(SAMPLES);

    assertThatThrownBy(() -> load(changed))
        .isInstanceOfSatisfying(
            MtsFormatException.class,
            e -> {
              assertThat(e.file()).isEqualTo("test.mts");
              assertThat(e.entry()).contains(SAMPLES);
              assertThat(e.problem()).isEqualTo("there is no such entry in the archive");
              assertThat(e)
                  .hasMessage(
                      "test.mts, blocks/0/samples.npy: there is no such entry in the archive");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "keys.npy",
    "blocks/1/values.npy",
    "blocks/0/components/0.npy",
    "blocks/0/properties.npy",
    "blocks/0/gradients/positions/values.npy",
    "blocks/0/gradients/positions/components/1.npy"
  })
  void missingEntriesAreNamed(String name) throws IOException {
    assertRefused(without(name), "test.mts, " + name + ": there is no such entry in the archive");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() {
    assertRefused("{}".repeat(1000).getBytes(UTF_8), "test.mts: this is not a ZIP archive");
    assertRefused(new byte[0], "test.mts: this is not a ZIP archive: it has only 0 bytes");
  }

  @Test
  void filesCutOffAnywhereAreRefused() {
    for (int length = 0; length < valid.length; length += 97) {
      assertRefused(Arrays.copyOf(valid, length), "test.mts: this is not a ZIP archive");
    }
  }

  @Test
  void filesOfEquistoreAreRefusedWithTheScriptThatConvertsThem() throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(valid);
    entries.put("blocks/0/values/data.npy", entries.remove(VALUES));

    assertRefused(
        ChangedArchives.archive(entries),
        "convert it with python/scripts/convert-metatensor-npz.py");
  }

  @Test
  void valuesInFortranOrderAreRefused() throws IOException {
    assertRefused(
        withHeader(VALUES, header -> header.replace("False", "True")),
        "test.mts, blocks/0/values.npy: its values are in Fortran order");
  }

  @Test
  void complexValuesOfDoublesAreRefusedWithTheTypeThatCanBeRead() throws IOException {
    assertRefused(
        withHeader(VALUES, header -> header.replace("<f4", "<c16")),
        "complex128, which DJL does not have: convert them to complex64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<f4|<f16|its values are of type '<f16', which the format does not have",
        "<f4|<U7|its values are of type '<U7', which the format does not have",
        "<f4|?f4|the byte order of its values is unknown: '?f4'",
        "<f4|`|f4`|`its values '|f4' need a byte order`",
        "<f4|f|its values are of type 'f'",
        "<f4|``|its values are of type ''",
        "'<f4'|[('a', '<f4')]|it holds rows of named values"
      })
  void typesThatValuesCanNotHaveAreRefused(String from, String to, String message)
      throws IOException {
    assertRefused(withHeader(VALUES, header -> header.replace(from, to)), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(3, 3, 4, )|(3, 3, 5, )|take 180 bytes, but 144 bytes follow the header",
        "(3, 3, 4, )|(3, 4)|take 48 bytes, but 144 bytes follow the header",
        "(3, 3, 4, )|(9, 4)|test.mts, blocks/0/samples.npy: there are 3 entries, but the values have 9",
        "(3, 3, 4, )|(36,)|values should have an axis for samples and one for properties",
        "(3, 3, 4, )|(9223372036854775807, 3, 4)|has too many values",
        "(3, 3, 4, )|(4294967296, 4294967296)|has too many values",
        "(3, 3, 4, )|(92233720368547758080, 3, 4)|expected the length of an axis",
        "(3, 3, 4, )|(-3, 3, 4)|expected the length of an axis",
        "(3, 3, 4, )|3|expected '(' at character"
      })
  void shapesThatDoNotFitAreRefused(String from, String to, String message) throws IOException {
    assertRefused(withHeader(VALUES, header -> header.replace(from, to)), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'shape'|'shap'|the key 'shap' is unknown or repeated",
        "'shape'|'descr'|the key 'descr' is unknown or repeated",
        "'descr': '<f4',|``|'descr', 'fortran_order' or 'shape' is missing",
        "False|Fals|expected True or False",
        "{|[|expected '{' at character 0",
        "}|``|expected ',' or '}' at character",
        "}|} x|there is something behind the dictionary",
        "'descr'|'descr|expected ':' at character"
      })
  void headersThatAreNoDictionaryAreRefused(String from, String to, String message)
      throws IOException {
    assertRefused(
        withHeader(VALUES, header -> header.replace(from.strip(), to)),
        "test.mts, blocks/0/values.npy: ",
        message);
  }

  @Test
  void headersThatEndElsewhereAreRefused() throws IOException {
    assertRefused(
        withBytes(VALUES, bytes -> changed(bytes, 0, 'X')),
        "this is not an array in NumPy's .npy format");
    assertRefused(
        withBytes(VALUES, bytes -> changed(bytes, 6, 4)),
        "its .npy version is 4.0, expected 1.0, 2.0 or 3.0");
    assertRefused(
        withBytes(VALUES, bytes -> changed(bytes, 9, 200)),
        "its .npy header should have 51328 bytes, but there are only");
    assertRefused(
        withBytes(VALUES, bytes -> changed(bytes, 8, 100)),
        "its .npy header does not end with a new line");
    assertRefused(
        withBytes(VALUES, bytes -> Arrays.copyOf(bytes, 11)),
        "this is not an array in NumPy's .npy format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(3, )|(4, )|4 entries with the dimensions [system] take 4 bytes for each value, but 12",
        "(3, )|(2, )|2 entries with the dimensions [system]",
        "(3, )|(9223372036854775807, )|9223372036854775807 entries",
        "(3, )|(3, 1)|labels should have one axis, got the shape (3, 1)",
        "<i4|<i8|labels should be 32-bit integers, all '<i4' or all '>i4'",
        "system|1system|its labels are not valid: '1system' is not a valid label dimension",
        "[('system', '<i4'), ]|'<i4'|labels should be rows of named 32-bit integers",
        "[('system', '<i4'), ]|[]|3 entries with the dimensions []",
        "[('system', '<i4'), ]|[('a', '<i4'), ('b', '>i4')]|all '<i4' or all '>i4'"
      })
  void labelsThatCanNotBeAreRefused(String from, String to, String message) throws IOException {
    assertRefused(
        withHeader(SAMPLES, header -> header.replace(from, to)),
        "test.mts, blocks/0/samples.npy: ",
        message);
  }

  @Test
  void repeatedLabelsAreRefusedWithTheEntry() throws IOException {
    assertRefused(
        withBytes(SAMPLES, bytes -> changed(bytes, bytes.length - 4, 1)),
        "test.mts, blocks/0/samples.npy: its labels are not valid: can not have the same label"
            + " entry multiple times: [1]");
  }

  @Test
  void gradientsThatDoNotFitTheirBlockAreRefused() throws IOException {
    assertRefused(
        withBytes(
            "blocks/0/gradients/positions/samples.npy",
            bytes -> changed(bytes, bytes.length - 8, 77)),
        "invalid value for the 'sample' dimension in gradient samples: we got 77");
  }

  @Test
  void blocksThatDoNotFitTogetherAreRefused() throws IOException {
    assertRefused(
        withHeader("blocks/1/samples.npy", header -> header.replace("system", "other")),
        "test.mts: all blocks must have the same sample dimensions");
  }

  @Test
  void gradientsNestedWithoutEndAreRefused() throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(valid);
    entries.put("blocks/0/" + "gradients/p/".repeat(65) + "samples.npy", new byte[3]);

    assertRefused(ChangedArchives.archive(entries), "gradients are nested more than 64 times");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|it should be a JSON object",
        "{\"a\": 1}|the value of 'a' should be a string",
        "{\"a\": {\"b\": \"c\"}}|the value of 'a' should be a string",
        "{\"a\": \"b\", \"a\": \"c\"}|it is not valid JSON: Duplicate field 'a'",
        "{\"a\": \"b\"} {}|there is something behind the JSON object",
        "{\"a\": |it is not valid JSON",
        "``|it should be a JSON object"
      })
  void metadataThatIsNoObjectOfStringsIsRefused(String json, String message) throws IOException {
    assertRefused(
        withBytes("info.json", bytes -> json.getBytes(UTF_8)), "test.mts, info.json: " + message);
  }

  @Test
  void entriesHiddenByADamagedDirectoryAreNoticed() throws IOException {
    byte[] changed = valid.clone();
    String archive = new String(changed, ISO_8859_1);
    changed[archive.lastIndexOf("info.json")] = 'j';

    assertRefused(changed, "test.mts, jnfo.json: its local header has another name, 'info.json'");
  }

  @Test
  void otherEntriesAreLeftAlone() throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(valid);
    entries.put("README.txt", "nothing to see".getBytes(UTF_8));

    TestMaps.assertSame(load(ChangedArchives.archive(entries)), load(valid));
  }

  @Test
  void arraysThatWereReadBeforeAnErrorAreReleased() throws IOException {
    byte[] changed = without("blocks/1/values.npy");
    try (HostNDManager scope = HostNDManager.newManager()) {
      assertThatThrownBy(() -> Mts.load(source(changed), scope))
          .isInstanceOf(MtsFormatException.class);
      assertThat(scope.getManagedArrays()).isEmpty();
    }
  }

  private void assertRefused(byte[] bytes, String... messages) {
    assertThatThrownBy(() -> load(bytes))
        .isInstanceOf(MtsFormatException.class)
        .message()
        .startsWith("test.mts")
        .contains(messages);
  }

  private TensorMap load(byte[] bytes) throws IOException {
    return Mts.load(source(bytes), manager);
  }

  private static ByteSource source(byte[] bytes) {
    return ByteSource.wrap("test.mts", ByteBuffer.wrap(bytes));
  }

  private byte[] without(String name) throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(valid);
    entries.remove(name);
    return ChangedArchives.archive(entries);
  }

  private byte[] withHeader(String name, UnaryOperator<String> change) throws IOException {
    return ChangedArchives.withHeader(valid, name, change);
  }

  private byte[] withBytes(String name, UnaryOperator<byte[]> change) throws IOException {
    Map<String, byte[]> entries = ChangedArchives.entries(valid);
    entries.computeIfPresent(name, (key, bytes) -> change.apply(bytes));
    return ChangedArchives.archive(entries);
  }

  private static byte[] changed(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }
}

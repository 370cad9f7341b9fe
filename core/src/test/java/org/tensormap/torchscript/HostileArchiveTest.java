package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.torchscript.TestArchive.pickle;
import static org.tensormap.torchscript.TestArchive.text;

import ai.djl.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;

/** Archives that are damaged, hostile, or of models that can not work. */
class HostileArchiveTest {
  private static final String HEAD = "\u0080\u0002";
  private static final String MODEL = "c__torch__\nModel\n)\u0081}(" + text("training") + "\u0089";
  private static final String FORWARD =
      """
      def forward(self: __torch__.Model, x: int) -> int:
        return x
      """;

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> TorchScriptModel.load(Path.of("no-such-model.pt"), Device.cpu()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no-such-model.pt");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() {
    assertRefused(new byte[0]).hasMessageContaining("'model.pt'");
    assertRefused("not a model".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 22, 100, 1000, 5000, 12000})
  void aTruncatedArchiveIsRefused(int missing) throws IOException {
    byte[] archive = Files.readAllBytes(Molecules.file("featurizer.pt"));
    assertRefused(Arrays.copyOf(archive, archive.length - missing));
  }

  @Test
  void anArchiveOfSomethingElseIsRefused() throws IOException {
    assertRefused(Files.readAllBytes(Molecules.file("features/part-00000.mts")))
        .hasMessageContaining("without the folder");
  }

  @Test
  void anEntryOutsideOfTheFolderIsRefused() throws IOException {
    assertRefused(
            TestArchive.ofMethods(FORWARD).withEntry("other/data.pkl", new byte[] {1}).toBytes())
        .hasMessageContaining("'other/data.pkl'")
        .hasMessageContaining("'model/'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.pkl", "constants.pkl", "code/__torch__.py", "version"})
  void aMissingEntryIsNamed(String path) throws IOException {
    assertRefused(TestArchive.ofMethods(FORWARD).without(path).toBytes())
        .hasMessageContaining(path);
  }

  @Test
  void bigEndianArchivesAreRefused() throws IOException {
    assertRefused(TestArchive.ofMethods(FORWARD).with("byteorder", "big").toBytes())
        .hasMessageContaining("'big'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"i", "o", "d", "l", "s", "a", "\u0082", "\u0095", "V", "I", "\u00ff"})
  void opcodesThatTorchScriptDoesNotWriteAreRefused(String opcode) throws IOException {
    assertPickleRefused(HEAD + MODEL + opcode + "ub.")
        .hasMessageContaining(String.format("opcode 0x%02x", (int) opcode.charAt(0)))
        .hasMessageContaining("data.pkl");
  }

  @Test
  void functionsThatTorchScriptDoesNotWriteAreRefused() throws IOException {
    assertPickleRefused(HEAD + MODEL + text("x") + "cos\nsystem\n(" + text("true") + "tRub.")
        .hasMessageContaining("'os.system'");
    assertPickleRefused(HEAD + MODEL + text("x") + "ctorch\nload\n)Rub.")
        .hasMessageContaining("'torch.load'");
  }

  @Test
  void memoryForWhatIsRememberedIsLimited() throws IOException {
    assertPickleRefused(HEAD + MODEL + "r\u00ff\u00ff\u00ff\u00ffub.")
        .hasMessageContaining("number 4294967295");
    assertPickleRefused(HEAD + MODEL + text("x") + "h\u0007ub.").hasMessageContaining("number 7");
  }

  @Test
  void aTextThatIsLongerThanThePickleIsRefused() throws IOException {
    assertPickleRefused(HEAD + "X\u00ff\u00ff\u00ff\u007fab")
        .hasMessageContaining("2147483647 bytes");
  }

  @Test
  void valuesThatAreNotThereAreRefused() throws IOException {
    assertPickleRefused(HEAD + "0.");
    assertPickleRefused(HEAD + "u.").hasMessageContaining("mark");
    assertPickleRefused(HEAD + "b.").hasMessageContaining("missing");
    assertPickleRefused(HEAD + "(\u0087.").hasMessageContaining("missing");
    assertPickleRefused(HEAD + "K\u0001b.");
    assertPickleRefused(HEAD + "K\u0001)R.");
    assertPickleRefused(HEAD + "}(" + text("a") + "u.");
    assertPickleRefused(HEAD + "N.").hasMessageContaining("no module");
    assertPickleRefused(HEAD + MODEL + "ub").hasMessageContaining("ends");
  }

  @Test
  void valuesThatAreNestedAbsurdlyAreRefused() throws IOException {
    assertPickleRefused(HEAD + MODEL + text("x") + "N" + "\u0085".repeat(100_000) + "ub.")
        .hasMessageContaining("nested");
    String lists = "](".repeat(100_000) + "e".repeat(100_000);
    assertPickleRefused(HEAD + MODEL + text("x") + lists + "ub.").hasMessageContaining("nested");
  }

  @Test
  void listsThatGrowAfterTheyWereUsedAreRefused() throws IOException {
    String inner = "]q\u0001";
    assertPickleRefused(HEAD + MODEL + text("x") + "]q\u0000(" + inner + "e(h\u0001(Neub.")
        .hasMessageContaining("filled after it was used");
    assertPickleRefused(HEAD + MODEL + text("x") + "]q\u0000(h\u0000eub.")
        .hasMessageContaining("filled after it was used");
  }

  @Test
  void namesOfClassesWhoseLastPartHasADotAreRefused() throws IOException {
    assertPickleRefused(
            HEAD + MODEL + text("x") + "c__torch__.torch\nclasses.metatensor.Labels\n)\u0081ub.")
        .hasMessageContainingAll("'classes.metatensor.Labels'", "'__torch__.torch'", "dot");
  }

  @Test
  void aTensorThatReachesOutsideItsStorageIsRefused() throws IOException {
    assertTensorRefused("K\u0004", "K\u0000", "K\u0005", "K\u0001").hasMessageContaining("outside");
    assertTensorRefused("K\u0004", "K\u0001", "K\u0004", "K\u0001").hasMessageContaining("outside");
    assertTensorRefused("K\u0004", "K\u0000", "K\u0002", "K\u0004").hasMessageContaining("outside");
    assertTensorRefused("K\u0004", "J\u00ff\u00ff\u00ff\u00ff", "K\u0001", "K\u0001")
        .hasMessageContaining("outside");
    assertTensorRefused(
            "K\u0004",
            "K\u0000",
            "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
            "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f")
        .hasMessageContaining("outside");
    assertTensorRefused("K\u0005", "K\u0000", "K\u0001", "K\u0001")
        .hasMessageContaining("should hold 5 values of 8 bytes")
        .hasMessageContaining("32 bytes");
  }

  @Test
  void aTensorWithinItsStorageIsLoaded() throws IOException {
    byte[] archive = withTensor("K\u0004", "K\u0001", "K\u0003", "K\u0001").toBytes();
    assertThatCode(() -> TorchScriptModel.load("model.pt", archive, Device.cpu()).close())
        .doesNotThrowAnyException();
  }

  @Test
  void aTensorWithoutValuesNeedsNoStorage() throws IOException {
    byte[] archive =
        withTensor("meta", "K\u0004", "K\u0001", "K\u0003", "K\u0001")
            .with("data/0", new byte[0])
            .toBytes();
    assertThatCode(() -> TorchScriptModel.load("model.pt", archive, Device.cpu()).close())
        .doesNotThrowAnyException();
    assertRefused(withTensor("meta", "K\u0004", "K\u0001", "K\u0004", "K\u0001").toBytes())
        .hasMessageContaining("outside");
  }

  @Test
  void aDamagedStorageIsRefused() throws IOException {
    String values = "thirty-two bytes of eight values";
    byte[] archive =
        withTensor("K\u0004", "K\u0000", "K\u0004", "K\u0001").with("data/0", values).toBytes();
    archive[new String(archive, StandardCharsets.ISO_8859_1).indexOf(values)]++;
    assertRefused(archive).hasMessageContaining("data/0").hasMessageContaining("CRC-32");
  }

  @Test
  void aStorageThatIsMissingIsNamed() throws IOException {
    byte[] archive =
        withTensor("K\u0004", "K\u0000", "K\u0004", "K\u0001").without("data/0").toBytes();
    assertRefused(archive).hasMessageContaining("'0'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(...)",
        "[...]",
        "torch.neg(...)",
        "not ...",
        "-...",
        "x + ...",
        "x ** ...",
        "x[...]",
        "x if True else ...",
        "x.T....",
      })
  void codeThatIsNestedAbsurdlyIsRefused(String nesting) throws IOException {
    int dots = nesting.indexOf("...");
    String code =
        nesting.substring(0, dots).repeat(50_000)
            + "x"
            + nesting.substring(dots + 3).repeat(50_000);
    assertRefused(TestArchive.ofMethods(FORWARD.replace("return x", "return " + code)).toBytes())
        .hasMessageContaining("nested")
        .hasMessageContaining("line");
  }

  @Test
  void blocksThatAreNestedAbsurdlyAreRefused() throws IOException {
    StringBuilder ifs = new StringBuilder("def forward(self: __torch__.Model, x: int) -> int:\n");
    for (int i = 1; i < 1000; i++) {
      ifs.append("  ".repeat(i)).append("if True:\n");
    }
    ifs.append("  ".repeat(1000)).append("return x\n");
    assertRefused(TestArchive.ofMethods(ifs.toString()).toBytes()).hasMessageContaining("nested");
    String elifs =
        "def forward(self: __torch__.Model, x: int) -> int:\n  if True:\n    x = x\n"
            + "  elif True:\n    x = x\n".repeat(10_000)
            + "  return x\n";
    assertRefused(TestArchive.ofMethods(elifs).toBytes()).hasMessageContaining("nested");
  }

  @Test
  void aLongChainOfFunctionsIsCompiled() throws IOException {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      code.append("def f%d(x: int) -> int:\n  return __torch__.f%d(x)\n".formatted(i, i + 1));
    }
    code.append(
        """
        def f2000(x: int) -> int:
          return x
        class Model(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Model, x: int) -> int:
            return __torch__.f0(x)
        """);
    byte[] archive = TestArchive.ofCode(code.toString()).toBytes();
    try (TorchScriptModel model = TorchScriptModel.load("model.pt", archive, Device.cpu());
        HostNDManager manager = HostNDManager.newManager()) {
      assertThat(model.forward(manager, 3)).isEqualTo(3L);
    }
  }

  @Test
  void codeThatIsNoTorchScriptIsRefused() throws IOException {
    assertRefused(TestArchive.ofCode("class Model(Module):\n  def forward(self").toBytes());
    assertRefused(TestArchive.ofCode("\"").toBytes()).hasMessageContaining("string");
    assertRefused(TestArchive.ofCode("class Other(Module):\n  pass\n").toBytes())
        .hasMessageContaining("'Model'");
    assertRefused(TestArchive.ofMethods(FORWARD.replace("return x", "return y")).toBytes())
        .hasMessageContaining("undefined value y");
  }

  @Test
  void anUnknownClassOrOperatorOfAKnownNamespaceIsNamed() throws IOException {
    assertRefused(
            TestArchive.ofMethods(
                    """
                    def forward(self: __torch__.Model, x: int) -> int:
                      y = ops.metatensor.levitate(x)
                      z = __torch__.torch.classes.equistore.Wand.__new__(__torch__.torch.classes.equistore.Wand)
                      return x
                    """)
                .toBytes())
        .hasMessageContaining("ops.metatensor.levitate")
        .hasMessageContaining("torch.classes.equistore.Wand");
  }

  @Test
  void anUnknownNamespaceOfClassesIsNamed() throws IOException {
    assertRefused(
            TestArchive.ofMethods(
                    """
                    def forward(self: __torch__.Model, x: __torch__.torch.classes.metatomic.System) -> int:
                      return 1
                    """)
                .toBytes())
        .hasMessageContaining("'torch.classes.metatomic.System'")
        .hasMessageContaining("metatensor and equistore");
  }

  @Test
  void anUnknownClassInThePickleIsNamed() throws IOException {
    byte[] archive =
        TestArchive.ofCode(
                """
                class Model(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  x : __torch__.torch.classes.metatensor.Wand
                """)
            .with(
                "data.pkl",
                pickle(
                    HEAD,
                    MODEL,
                    text("x"),
                    "c__torch__.torch.classes.metatensor\nWand\n)\u0081Nbub."))
            .toBytes();
    assertRefused(archive).hasMessageContaining("torch.classes.metatensor.Wand");
  }

  @Test
  void anOperatorThatIsNewerThanLibtorchIsNamed() throws IOException {
    assertRefused(
            TestArchive.ofMethods(
                    """
                    def forward(self: __torch__.Model, x: Tensor) -> Tensor:
                      return torch.levitate(x, 3)
                    """)
                .toBytes())
        .hasMessageContaining("'aten::levitate'");
  }

  @Test
  void aGpuThatIsNotThereIsRefusedWithTheReason() {
    assertThatThrownBy(() -> TorchScriptModel.load(Molecules.file("energy.pt"), Device.gpu(99)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gpu(99)")
        .hasMessageContaining("CUDA");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertTensorRefused(
      String count, String offset, String length, String stride) throws IOException {
    return assertRefused(withTensor(count, offset, length, stride).toBytes());
  }

  /** A model with a tensor of 8-byte values in a storage of 32 bytes. */
  private static TestArchive withTensor(String count, String offset, String length, String stride) {
    return withTensor("cpu", count, offset, length, stride);
  }

  private static TestArchive withTensor(
      String device, String count, String offset, String length, String stride) {
    return TestArchive.ofCode(
            """
            class Model(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              x : Tensor
            """)
        .with("data/0", new byte[32])
        .with(
            "data.pkl",
            pickle(
                HEAD,
                MODEL,
                text("x"),
                "ctorch._utils\n_rebuild_tensor_v2\n((",
                text("storage"),
                "ctorch\nDoubleStorage\n",
                text("0"),
                text(device),
                count,
                "tQ",
                offset,
                "(",
                length,
                "t(",
                stride,
                "t\u0089ccollections\nOrderedDict\n)RtRub."));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertPickleRefused(
      String instructions) throws IOException {
    return assertRefused(
        TestArchive.ofMethods(FORWARD).with("data.pkl", pickle(instructions)).toBytes());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] archive) {
    return assertThatThrownBy(() -> TorchScriptModel.load("model.pt", archive, Device.cpu()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.pt");
  }
}

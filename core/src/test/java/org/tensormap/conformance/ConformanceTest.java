package org.tensormap.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensormap.HostNDManager;
import org.tensormap.torchscript.ModelArgument;
import org.tensormap.torchscript.ModelSignature;
import org.tensormap.torchscript.TorchScriptModel;

/** Replays every case below a folder; see the package documentation. */
class ConformanceTest {
  @TestFactory
  Stream<DynamicTest> replayed() throws IOException, URISyntaxException {
    String folder = System.getProperty("conformance");
    Path root =
        folder == null
            ? Path.of(ConformanceTest.class.getResource("/conformance").toURI())
            : Path.of(folder);
    List<Path> cases;
    try (Stream<Path> files = Files.walk(root)) {
      cases =
          files
              .filter(file -> file.endsWith("case.json"))
              .map(file -> file.toAbsolutePath().getParent())
              .sorted()
              .toList();
    }
    assertThat(cases).as("cases below %s", root).isNotEmpty();
    return cases.stream().map(ConformanceTest::test);
  }

  private static DynamicTest test(Path folder) {
    String name = folder.getParent().getFileName() + "/" + folder.getFileName();
    return DynamicTest.dynamicTest(
        name, folder.toUri(), () -> replay(ConformanceCase.read(folder)));
  }

  private static void replay(ConformanceCase recorded) throws Exception {
    try (NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        HostNDManager host = HostNDManager.newManager()) {
      if (recorded.isModel()) {
        compare(recorded, () -> callModel(recorded, results, host), host);
        return;
      }
      LibraryCall call =
          LibraryCall.find(recorded.call())
              .orElseThrow(() -> new AssertionError("not mapped: " + recorded.call()));
      compare(recorded, () -> call.replay(recorded.inputs(host), recorded.named(host), host), host);
    }
  }

  private static Object callModel(ConformanceCase recorded, NDManager results, NDManager host)
      throws IOException {
    try (TorchScriptModel model = TorchScriptModel.load(recorded.model(), Device.cpu())) {
      List<Object> arguments = new ArrayList<>(recorded.inputs(host));
      Map<String, Object> named = recorded.named(host);
      ModelSignature signature = model.signature(recorded.method());
      for (ModelArgument argument :
          signature.arguments().subList(arguments.size(), signature.arguments().size())) {
        arguments.add(named.getOrDefault(argument.name(), argument.defaultValue()));
      }
      return model.call(results, recorded.method(), arguments);
    }
  }

  private static void compare(ConformanceCase recorded, Callable<Object> call, NDManager manager)
      throws Exception {
    if (recorded.expected().get("type").asText().equals("error")) {
      Exception failure = catchException(call::call);
      assertThat(failure).as("%s should fail", recorded.name()).isNotNull();
      Comparison.assertNamesTheSame(
          failure.getMessage(), recorded.expected().get("message").asText());
      return;
    }
    Comparison.assertSame("result", call.call(), recorded.value(recorded.expected(), manager));
  }
}

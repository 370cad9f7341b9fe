package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TensorMapException;
import org.tensormap.torchscript.TorchScriptModel;

class ModelCacheTest {
  private final ModelCache cache = new ModelCache(1, 1);

  @TempDir Path directory;

  @Test
  void callersThatComeTogetherGetOneInstanceLoadedOnce() throws Exception {
    ModelFile file = file("map_identity");
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    Set<TorchScriptModel> seen =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        calls.add(
            executor.submit(
                () -> {
                  together.await();
                  return cache.with(file, Device.cpu(), seen::add);
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(seen).hasSize(1);
    assertThat(cache.loads()).isEqualTo(1);
  }

  @Test
  void aModelIsKeptForTheNextCall() {
    ModelFile file = file("map_identity");

    TorchScriptModel first = cache.with(file, Device.cpu(), model -> model);
    TorchScriptModel second = cache.with(file, Device.cpu(), model -> model);

    assertThat(second).isSameAs(first);
  }

  @Test
  void theModelUsedLeastRecentlyIsClosedWhenThereIsNoRoom() {
    TorchScriptModel first = cache.with(file("map_identity"), Device.cpu(), model -> model);
    cache.with(file("map_info"), Device.cpu(), model -> model);

    try (HostNDManager manager = HostNDManager.newManager()) {
      assertThatThrownBy(() -> first.forward(manager))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    cache.with(file("map_identity"), Device.cpu(), model -> model);
    assertThat(cache.loads()).isEqualTo(3);
  }

  @Test
  void aModelInUseIsNotClosedThoughThereIsNoRoom() {
    ModelFile used = file("map_identity");

    String signature =
        cache.with(
            used,
            Device.cpu(),
            model -> {
              cache.with(file("map_info"), Device.cpu(), other -> other);
              cache.with(file("map_accessors"), Device.cpu(), other -> other);
              return cache.with(used, Device.cpu(), same -> same == model ? "same" : "other");
            });

    assertThat(signature).isEqualTo("same");
    assertThat(cache.loads()).isEqualTo(3);
  }

  @Test
  void afterAFailureTheNextCallLoadsAgain() throws IOException {
    Path path = Files.writeString(directory.resolve("model.pt"), "not a model");
    ModelFile broken = file(path);
    assertThatThrownBy(() -> cache.with(broken, Device.cpu(), model -> model))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_INVALID]");
    ModelFile moved = file("map_identity", path);
    Files.delete(path);
    assertThatThrownBy(() -> cache.with(moved, Device.cpu(), model -> model))
        .hasMessageStartingWith("[TENSORMAP_MODEL_UNREADABLE]");

    Files.copy(Fixtures.recorded("map_identity", "model.pt"), path);

    String signature = cache.with(moved, Device.cpu(), model -> model.signature().toString());
    assertThat(signature).isEqualTo("forward(x: TensorMap) -> TensorMap");
  }

  @Test
  void bytesThatTheDriverDidNotSeeAreRefused() throws IOException {
    Path path = directory.resolve("model.pt");
    ModelFile planned = file("map_identity", path);
    Files.write(path, Files.readAllBytes(Fixtures.recorded("map_info", "model.pt")));

    assertThatThrownBy(() -> cache.with(planned, Device.cpu(), model -> model))
        .hasMessageStartingWith("[TENSORMAP_MODEL_CHANGED]");
  }

  /** The file of a recorded model, copied to a path. */
  private static ModelFile file(String testCase, Path path) throws IOException {
    Files.write(path, Files.readAllBytes(Fixtures.recorded(testCase, "model.pt")));
    return file(path);
  }

  private static ModelFile file(String testCase) {
    return file(Fixtures.recorded(testCase, "model.pt"));
  }

  private static ModelFile file(Path path) {
    Configuration configuration = new Configuration();
    ModelLocation location = ModelLocation.find(path.toString(), configuration);
    try {
      return new ModelFile(
          location, ModelFile.checksum(location.read(configuration)), configuration);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

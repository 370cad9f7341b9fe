package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Changes entries of valid archives, with checksums that fit, and loads them: the model is loaded
 * or refused, and the process lives on.
 *
 * <p>By default 40 archives are changed, in the same way in every run. To look for longer and
 * elsewhere, for example for two hours:
 *
 * <pre>{@code
 * mvn -pl core test -Dtest=ModelFuzzTest -Dtensormap.fuzz.minutes=120 -Dtensormap.fuzz.seed=42
 * }</pre>
 *
 * <p>The name of the model in a failure, or in the crash report of the process, is the seed of the
 * case; {@code -Dtensormap.fuzz.case=SEED} runs that one alone.
 */
class ModelFuzzTest {
  private static final int DEFAULT_CASES = 40;
  private static final String[] MODELS = {"featurizer.pt", "energy.pt"};

  @Test
  void changedArchivesAreLoadedOrRefused() throws IOException {
    Long single = Long.getLong("tensormap.fuzz.case");
    if (single != null) {
      check(single);
      return;
    }
    Random seeds = new Random(Long.getLong("tensormap.fuzz.seed", 1));
    long end =
        System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("tensormap.fuzz.minutes", 0));
    for (int i = 0; i < DEFAULT_CASES || System.nanoTime() < end; i++) {
      check(seeds.nextLong());
    }
  }

  private static void check(long seed) throws IOException {
    String name = Long.toString(seed);
    try {
      TorchScriptModel.load(name, changed(new Random(seed)), Device.cpu()).close();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(ModelFormatException.class).hasMessageContaining(name);
    }
  }

  /** An archive with one entry in which a few bytes are others, or are missing. */
  private static byte[] changed(Random random) throws IOException {
    byte[] original = Files.readAllBytes(Molecules.file(MODELS[random.nextInt(MODELS.length)]));
    TestArchive archive = TestArchive.of(original);
    String[] names = archive.entries().keySet().toArray(String[]::new);
    String changed = names[random.nextInt(names.length)];
    byte[] bytes = archive.entry(changed);
    if (bytes.length > 0 && random.nextInt(8) == 0) {
      archive.withEntry(changed, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    } else if (bytes.length > 0) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
    }
    return archive.toBytes();
  }
}

package org.tensormap.io;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * A file of more than 4 GiB, with blocks of more than 2 GiB: beyond what a ZIP archive holds in its
 * first form, and what a buffer of the JVM holds. Needs 5 GB on disk and 9 GB of memory:
 *
 * <pre>{@code
 * mvn -pl core test -Dtest=LargeFileTest -Dtensormap.large=true
 * }</pre>
 */
@EnabledIfSystemProperty(named = "tensormap.large", matches = "true")
class LargeFileTest {
  private static final int SAMPLES = 2049;
  private static final int PROPERTIES = 1 << 20;

  @TempDir Path directory;

  private final NDManager pyTorch = NDManager.newBaseManager("PyTorch");
  private final HostNDManager host = HostNDManager.newManager();
  private Path path;

  @BeforeEach
  void saveTwoBlocks() throws IOException {
    path = directory.resolve("large.mts");
    try (NDArray values = pyTorch.zeros(new Shape(SAMPLES, PROPERTIES), DataType.INT8)) {
      values.set(new NDIndex("0"), 1);
      values.set(new NDIndex("2048"), 2);
      Labels samples = Labels.range("s", SAMPLES);
      Labels properties = Labels.range("p", PROPERTIES);
      TensorBlock block = new TensorBlock(values, samples, List.of(), properties);
      Mts.save(path, new TensorMap(Labels.range("key", 2), List.of(block, block)));
    }
  }

  @AfterEach
  void closeArrays() {
    pyTorch.close();
    host.close();
  }

  @Test
  void mapsBeyondTheLimitsOfArchivesAndBuffersComeBack() throws IOException {
    assertThat(Files.size(path)).isGreaterThan(1L << 32);
    for (NDManager manager : List.of(pyTorch, host)) {
      try (TensorMap map = Mts.load(path, manager)) {
        NDArray values = map.block(1).values();
        assertThat(values.getShape()).isEqualTo(new Shape(SAMPLES, PROPERTIES));
        assertThat(values.get(0).toByteArray()).containsOnly(1);
        assertThat(values.get(1024).toByteArray()).containsOnly(0);
        assertThat(values.get(2048).toByteArray()).containsOnly(2);
      }
    }
    try (MtsFile file = MtsFile.open(path)) {
      assertThat(file.block(1).values(host, 2048, 1).toByteArray()).containsOnly(2);
    }
  }
}

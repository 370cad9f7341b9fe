package org.tensormap.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ExtensionTypeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedShapeTensorTypeTest {
  private static final FixedShapeTensorType PLAIN =
      new FixedShapeTensorType(new TensorLayout(List.of(2, 5)));
  private static final FixedShapeTensorType IMAGE =
      new FixedShapeTensorType(
          new TensorLayout(
              List.of(100, 200, 500),
              Optional.of(List.of("C", "H", "W")),
              Optional.of(List.of(2, 0, 1))));

  /** The parameters are the examples of the specification. */
  @Test
  void parametersAreWrittenAsSpecified() {
    assertThat(PLAIN.serialize()).isEqualTo("{\"shape\":[2,5]}");
    assertThat(IMAGE.serialize())
        .isEqualTo(
            "{\"shape\":[100,200,500],\"dim_names\":[\"C\",\"H\",\"W\"],\"permutation\":[2,0,1]}");
  }

  @Test
  void parametersAreReadAsSpecified() {
    FixedShapeTensorType image =
        PLAIN.deserialize(
            new ArrowType.FixedSizeList(10_000_000),
            "{ \"shape\": [100, 200, 500], \"dim_names\": [\"C\", \"H\", \"W\"],"
                + " \"permutation\": [2, 0, 1]}");
    assertThat(image).isEqualTo(IMAGE);
    assertThat(image.layout().shape()).containsExactly(100, 200, 500);
    assertThat(image.layout().dimensionNames()).contains(List.of("C", "H", "W"));
    assertThat(image.layout().permutation()).contains(List.of(2, 0, 1));
    assertThat(PLAIN.deserialize(new ArrowType.FixedSizeList(10), "{\"shape\":[2,5]}"))
        .isEqualTo(PLAIN)
        .isNotEqualTo(IMAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[2, 5; are not JSON",
        "{\"dim_names\":[\"a\",\"b\"]}; have no 'shape'",
        "{\"shape\":[2.5, 4]}; the parameter 'shape' of a tensor type can not be [2.5,4]",
        "{\"shape\":[-2,-5]}; can not hold tensors of shape [-2, -5]",
        "{\"shape\":[2,6]}; are stored as FixedSizeList(12), got FixedSizeList(10)",
        "{\"shape\":[65536,65536]}; can not hold tensors of shape [65536, 65536]",
        "{\"shape\":[2,5],\"dim_names\":[\"a\"]}; can not have the dimension names [a]",
        "{\"shape\":[2,5],\"permutation\":[1,1]}; can not have the permutation [1, 1]",
        "{\"shape\":[2,5],\"permutation\":[0]}; can not have the permutation [0]"
      })
  void parametersThatAreWrongAreRejected(String parameters, String problem) {
    assertThatThrownBy(() -> PLAIN.deserialize(new ArrowType.FixedSizeList(10), parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void arrowKnowsTheTypeOnceItIsRegistered() {
    FixedShapeTensorType.register();
    assertThat(ExtensionTypeRegistry.lookup("arrow.fixed_shape_tensor"))
        .isInstanceOf(FixedShapeTensorType.class);
  }
}

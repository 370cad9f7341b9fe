package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FunctionErrorsTest {
  @Test
  void whatFailsInNativeCodeIsToldWithTheNameOfTheFunction() {
    TensorMapFunction function =
        TensorMapFunction.named("tm_fails")
            .returns(
                Result.TEXT,
                arguments -> {
                  throw new EngineException("out of memory");
                });
    Binding binding = Binding.of(function, List.of(), new StructType());

    assertThatThrownBy(() -> function.call(binding, new GenericInternalRow(new Object[0])))
        .hasMessageStartingWith("[TENSORMAP_FUNCTION_FAILED] tm_fails: out of memory");
    assertThatThrownBy(
            () ->
                FunctionErrors.named(
                    "tm_join",
                    () -> {
                      throw new IndexOutOfBoundsException("row 7");
                    }))
        .hasMessageStartingWith("[TENSORMAP_FUNCTION_FAILED] tm_join: row 7");
  }
}

package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
  @Test
  void everyHalfComesBackAsItWas() {
    for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
      short half = (short) bits;
      assertThat(HalfFloat.fromFloat(HalfFloat.toFloat(half))).isEqualTo(half);
    }
  }

  /** Halfway between two halves is the even one of them; 65520 is halfway to one too many. */
  @ParameterizedTest
  @CsvSource({
    "0x1.002p0, 0x3c00",
    "0x1.002002p0, 0x3c01",
    "0x1.006p0, 0x3c02",
    "-0x1.006p0, 0xbc02",
    "65519.996, 0x7bff",
    "65520, 0x7c00",
    "-1e30, 0xfc00",
    "0x1p-25, 0x0000",
    "0x1.000002p-25, 0x0001",
    "0x1.8p-24, 0x0002",
    "0x1.ffep-15, 0x0400",
    "1e-30, 0x0000",
    "-1e-30, 0x8000"
  })
  void otherFloatsAreRoundedToTheNearest(String value, String half) {
    assertThat(HalfFloat.fromFloat(Float.parseFloat(value)))
        .isEqualTo((short) Integer.decode(half).intValue());
  }
}

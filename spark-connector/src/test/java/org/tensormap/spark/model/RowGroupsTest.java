package org.tensormap.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.TensorMapException;

class RowGroupsTest {
  private static final List<DataType> COLUMNS = List.of(DataTypes.LongType);

  @Test
  void rowsThatFollowEachOtherMakeGroups() {
    RowGroups groups = new RowGroups(rows(5), COLUMNS, 2, Long.MAX_VALUE);

    assertThat(groups.next().getArray(0).toLongArray()).containsExactly(0, 1);
    assertThat(groups.next().getArray(0).toLongArray()).containsExactly(2, 3);
    assertThat(groups.next().getArray(0).toLongArray()).containsExactly(4);
    assertThat(groups.hasNext()).isFalse();
  }

  @Test
  void anAbsurdSizeTakesNoMemory() {
    RowGroups groups = new RowGroups(rows(3), COLUMNS, Integer.MAX_VALUE, Long.MAX_VALUE);

    assertThat(groups.next().getArray(0).numElements()).isEqualTo(3);
    assertThat(groups.hasNext()).isFalse();
  }

  @Test
  void aGroupForWhichThereIsNoRoomIsRefused() {
    RowGroups groups = new RowGroups(rows(1000), COLUMNS, 500, 1600);

    assertThatThrownBy(groups::next)
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_GROUP_TOO_LARGE]")
        .hasMessageContaining("1616 bytes after 101 of up to 500 rows")
        .hasMessageContaining("room for 1600");
  }

  /** As in Spark, all rows are the same object. */
  private static Iterator<InternalRow> rows(int count) {
    UnsafeProjection projection = UnsafeProjection.create(COLUMNS.toArray(DataType[]::new));
    return IntStream.range(0, count)
        .<InternalRow>mapToObj(
            i -> projection.apply(new GenericInternalRow(new Object[] {(long) i})))
        .iterator();
  }
}

package org.tensormap.spark.cli;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** Prints a block as the reference does, and an excerpt of its values with their labels. */
final class BlockText {
  private static final int ROWS = 8;
  private static final int COLUMNS = 6;

  /** What has no type in Java. */
  private static final Set<DataType> NOT_SHOWN = Set.of(DataType.BFLOAT16, DataType.COMPLEX64);

  private static final MathContext DIGITS = new MathContext(6);

  private final TensorBlock block;

  /** How many values a sample has. */
  private final int width;

  BlockText(TensorBlock block) {
    this.block = block;
    this.width =
        block.components().stream().mapToInt(Labels::size).reduce(1, Math::multiplyExact)
            * block.properties().size();
  }

  void print(PrintWriter out) {
    out.println(block);
    printValues(out, ROWS);
  }

  /** Prints the values of the first samples. */
  void printValues(PrintWriter out, int rows) {
    Labels samples = block.samples();
    int shownRows = Math.min(rows, samples.size());
    int shownColumns = Math.min(COLUMNS, width);
    if (shownRows == 0 || shownColumns == 0) {
      return;
    }
    if (NOT_SHOWN.contains(block.dtype())) {
      out.println("(values of type " + block.dtype() + " are not shown)");
      return;
    }
    List<String> header = new ArrayList<>(samples.names());
    IntStream.range(0, shownColumns).mapToObj(this::columnName).forEach(header::add);
    boolean cut = shownColumns < width;
    if (cut) {
      header.add("… " + (width - shownColumns) + " more");
    }
    TextTable table = new TextTable(header, header.stream().map(name -> true).toList());
    Number[] values = firstRows(shownRows);
    for (int row = 0; row < shownRows; row++) {
      List<String> cells = new ArrayList<>();
      for (int dimension = 0; dimension < samples.dimensions(); dimension++) {
        cells.add(Integer.toString(samples.get(row, dimension)));
      }
      for (int column = 0; column < shownColumns; column++) {
        cells.add(number(values[row * width + column]));
      }
      if (cut) {
        cells.add("…");
      }
      table.add(cells);
    }
    table.print(out);
    if (shownRows < samples.size()) {
      out.println("… " + (samples.size() - shownRows) + " more samples");
    }
  }

  private Number[] firstRows(int rows) {
    int bytes = Math.toIntExact((long) rows * width * block.dtype().getNumOfBytes());
    ByteBuffer all = block.values().toByteBuffer(true);
    try (HostNDManager manager = HostNDManager.newManager()) {
      ByteBuffer first = all.slice(all.position(), bytes).order(all.order());
      return manager.create(first, new Shape(rows, width), block.dtype()).toArray();
    }
  }

  /** The components and the property of one value, for example {@code xyz=0 n=2}. */
  private String columnName(int column) {
    List<String> parts = new ArrayList<>();
    int properties = block.properties().size();
    int rest = column / properties;
    for (int axis = block.components().size() - 1; axis >= 0; axis--) {
      Labels component = block.components().get(axis);
      parts.add(0, component.names().get(0) + "=" + component.get(rest % component.size(), 0));
      rest /= component.size();
    }
    for (int dimension = 0; dimension < block.properties().dimensions(); dimension++) {
      String name = block.properties().names().get(dimension);
      parts.add(name + "=" + block.properties().get(column % properties, dimension));
    }
    return String.join(" ", parts);
  }

  private static String number(Number value) {
    double real = value.doubleValue();
    boolean whole = !(value instanceof Double || value instanceof Float);
    if (whole || real == 0 || !Double.isFinite(real)) {
      return value.toString();
    }
    BigDecimal rounded = new BigDecimal(real).round(DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(real) >= 1e-4 && Math.abs(real) < 1e9;
    return plain ? rounded.toPlainString() : rounded.toString();
  }
}

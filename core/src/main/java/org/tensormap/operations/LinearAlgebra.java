package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Products of maps with matrices, and linear systems, block by block. */
public final class LinearAlgebra {
  /** The drivers of LAPACK that libtorch knows; the position is what the function takes. */
  private static final List<String> DRIVERS = List.of("gels", "gelsy", "gelsd", "gelss");

  private LinearAlgebra() {}

  /**
   * Multiplies each block with the transpose of another: {@code A B^T}, over the properties.
   *
   * @param first the first factor, which may have components and gradients
   * @param second the second factor, with the same keys and properties, without components and
   *     gradients
   * @return a new map with the samples and components of the first one, whose properties are the
   *     samples of the second one
   * @throws NotEqualException if the keys differ
   * @throws IllegalArgumentException if the properties differ, or the second map has components or
   *     gradients
   */
  public static TensorMap dot(TensorMap first, TensorMap second) {
    return MapOperation.onPairs(first, second, "dot", LinearAlgebra::dotBlock);
  }

  /**
   * Solves a linear system for each block: {@code X w = Y} for {@code w}.
   *
   * @param x the matrices: blocks with as many samples as properties and without components
   * @param y the right-hand sides, with the same keys, samples and gradients
   * @return a new map whose samples are the properties of {@code y}, and whose properties are those
   *     of {@code x}: the values are the transpose of {@code w}
   * @throws NotEqualException if the keys or gradients differ
   * @throws IllegalArgumentException if a matrix is not square, or the samples differ
   */
  public static TensorMap solve(TensorMap x, TensorMap y) {
    for (TensorBlock block : x.blocks()) {
      if (block.shape().dimension() != 2 || block.shape().get(0) != block.shape().get(1)) {
        throw new IllegalArgumentException(
            "the values in each block of X should be a square 2D array, got one of shape "
                + block.shape());
      }
    }
    return MapOperation.onPairs(
        x,
        y,
        "solve",
        (first, second) -> {
          if (!first.samples().equals(second.samples())) {
            throw new IllegalArgumentException(
                "X and Y blocks in `solve` should have the same samples in the same order");
          }
          return solved(
              first,
              second,
              "solve",
              Axis.OF_BLOCKS,
              (left, right) -> Operators.call("solve", left, right));
        });
  }

  /**
   * Finds the {@code w} with the least squares of {@code X w - Y} for each block, with the cut-off
   * that libtorch chooses.
   *
   * @param x the matrices
   * @param y the right-hand sides
   * @return a new map; see {@link #lstsq(TensorMap, TensorMap, double)}
   */
  public static TensorMap lstsq(TensorMap x, TensorMap y) {
    return lstsq(x, y, Double.NaN, -1);
  }

  /**
   * Finds the {@code w} with the least squares of {@code X w - Y} for each block.
   *
   * <p>Samples, components and the samples of gradients are all equations. The method is the one
   * that libtorch chooses; that of NumPy is {@code gelsd}, which gives something else where a
   * matrix has not full rank.
   *
   * @param x the matrices
   * @param y the right-hand sides, with the same keys, samples, components and gradients
   * @param rcond singular values below this part of the largest one count as zero
   * @return a new map whose samples are the properties of {@code y}, and whose properties are those
   *     of {@code x}: the values are the transpose of {@code w}
   * @throws NotEqualException if keys, samples, components or gradients differ
   */
  public static TensorMap lstsq(TensorMap x, TensorMap y, double rcond) {
    return lstsq(x, y, rcond, -1);
  }

  /**
   * Finds the {@code w} with the least squares of {@code X w - Y} for each block, by a given
   * method.
   *
   * @param x the matrices
   * @param y the right-hand sides
   * @param rcond singular values below this part of the largest one count as zero
   * @param driver the function of LAPACK: {@code gels}, {@code gelsy}, {@code gelsd} or {@code
   *     gelss}; on a GPU only the first one
   * @return a new map; see {@link #lstsq(TensorMap, TensorMap, double)}
   * @throws IllegalArgumentException if there is no such driver
   */
  public static TensorMap lstsq(TensorMap x, TensorMap y, double rcond, String driver) {
    int number = DRIVERS.indexOf(Objects.requireNonNull(driver, "driver"));
    if (number < 0) {
      throw new IllegalArgumentException(
          "there is no driver '" + driver + "' for least squares: use one of " + DRIVERS);
    }
    return lstsq(x, y, rcond, number);
  }

  private static TensorMap lstsq(TensorMap x, TensorMap y, double rcond, int driver) {
    List<Axis> axes = List.of(Axis.SAMPLES, Axis.COMPONENTS);
    return MapOperation.onPairs(
        x,
        y,
        "lstsq",
        (first, second) -> {
          MetadataDifference.ofBlocks(first, second, "lstsq", axes).throwIfAny();
          return solved(
              first,
              second,
              "lstsq",
              axes,
              (left, right) ->
                  Operators.call(
                      "lstsq",
                      left,
                      right,
                      Operators.number(rcond, left),
                      Operators.number((long) driver, left)));
        });
  }

  private static TensorBlock dotBlock(TensorBlock first, TensorBlock second) {
    if (!first.properties().equals(second.properties())) {
      throw new IllegalArgumentException("TensorBlocks in `dot` should have the same properties");
    }
    if (!second.components().isEmpty()) {
      throw new IllegalArgumentException(
          "the second TensorMap in `dot` should not have components");
    }
    if (!second.gradientsList().isEmpty()) {
      throw new IllegalArgumentException("the second TensorMap in `dot` should not have gradients");
    }
    return MapOperation.compute(
        () -> {
          NDArray rows = Operators.values(second);
          TensorBlock result = dotRows(first, rows, second);
          first
              .gradients()
              .forEach(
                  (parameter, gradient) ->
                      result.addGradient(
                          parameter,
                          dotRows(MapOperation.withoutGradients(gradient), rows, second)));
          return result;
        });
  }

  private static TensorBlock dotRows(TensorBlock block, NDArray rows, TensorBlock second) {
    return new TensorBlock(
        Operators.call("dot", block.values(), rows),
        block.samples(),
        block.components(),
        second.samples());
  }

  private interface Solver {
    NDArray solve(NDArray left, NDArray right);
  }

  private static TensorBlock solved(
      TensorBlock x, TensorBlock y, String name, Collection<Axis> gradientAxes, Solver solver) {
    MetadataDifference.ofGradients(x, y, name, gradientAxes).throwIfAny();
    return MapOperation.compute(
        () -> {
          NDArray left = Operators.call("lines", x.values());
          NDArray right = Operators.call("lines", y.values());
          for (String parameter : x.gradientsList()) {
            left = behind(left, x.gradient(parameter));
            right = behind(right, y.gradient(parameter));
          }
          return new TensorBlock(
              solver.solve(left, right), y.properties(), List.of(), x.properties());
        });
  }

  private static NDArray behind(NDArray lines, TensorBlock gradient) {
    return Operators.call("behind", lines, Operators.call("lines", gradient.values()));
  }
}

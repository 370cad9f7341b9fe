package org.tensormap.operations;

import java.util.Collection;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Whether two maps or blocks are the same: labels in the same order, keys in any order.
 *
 * <p>The methods whose names end in {@code Raise} throw {@link NotEqualException}, which says where
 * the first difference is.
 */
public final class Comparisons {
  private static final double RELATIVE = 1e-13;
  private static final double ABSOLUTE = 1e-12;

  private Comparisons() {}

  /**
   * Tells whether two maps have the same labels, values and gradients.
   *
   * @param first a map
   * @param second another
   * @return whether they are the same; NaN differs from NaN
   */
  public static boolean equal(TensorMap first, TensorMap second) {
    return Difference.ofMaps(first, second, Difference.EXACT).isNone();
  }

  /**
   * Throws if two maps do not have the same labels, values and gradients.
   *
   * @param first a map
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void equalRaise(TensorMap first, TensorMap second) {
    Difference.ofMaps(first, second, Difference.EXACT).throwIfAny();
  }

  /**
   * Tells whether two blocks have the same labels, values and gradients.
   *
   * @param first a block
   * @param second another
   * @return whether they are the same; NaN differs from NaN
   */
  public static boolean equalBlock(TensorBlock first, TensorBlock second) {
    return Difference.ofBlocks(first, second, Difference.EXACT).isNone();
  }

  /**
   * Throws if two blocks do not have the same labels, values and gradients.
   *
   * @param first a block
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void equalBlockRaise(TensorBlock first, TensorBlock second) {
    Difference.ofBlocks(first, second, Difference.EXACT).throwIfAny();
  }

  /**
   * Tells whether two maps have the same labels, and values and gradients within 1e-12 + 1e-13 of
   * the second ones.
   *
   * @param first a map
   * @param second another
   * @return whether they are close
   */
  public static boolean allclose(TensorMap first, TensorMap second) {
    return allclose(first, second, RELATIVE, ABSOLUTE, false);
  }

  /**
   * Tells whether two maps have the same labels, and values and gradients with {@code |a - b| <=
   * atol + rtol |b|}.
   *
   * @param first a map
   * @param second another
   * @param rtol the relative tolerance
   * @param atol the absolute tolerance
   * @param equalNan whether NaN is close to NaN
   * @return whether they are close
   */
  public static boolean allclose(
      TensorMap first, TensorMap second, double rtol, double atol, boolean equalNan) {
    return Difference.ofMaps(first, second, Difference.close(rtol, atol, equalNan)).isNone();
  }

  /**
   * Throws if two maps are not as {@link #allclose(TensorMap, TensorMap)} wants them.
   *
   * @param first a map
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void allcloseRaise(TensorMap first, TensorMap second) {
    allcloseRaise(first, second, RELATIVE, ABSOLUTE, false);
  }

  /**
   * Throws if two maps are not as {@link #allclose(TensorMap, TensorMap, double, double, boolean)}
   * wants them.
   *
   * @param first a map
   * @param second another
   * @param rtol the relative tolerance
   * @param atol the absolute tolerance
   * @param equalNan whether NaN is close to NaN
   * @throws NotEqualException if they differ
   */
  public static void allcloseRaise(
      TensorMap first, TensorMap second, double rtol, double atol, boolean equalNan) {
    Difference.ofMaps(first, second, Difference.close(rtol, atol, equalNan)).throwIfAny();
  }

  /**
   * Tells whether two blocks have the same labels, and values and gradients within 1e-12 + 1e-13 of
   * the second ones.
   *
   * @param first a block
   * @param second another
   * @return whether they are close
   */
  public static boolean allcloseBlock(TensorBlock first, TensorBlock second) {
    return allcloseBlock(first, second, RELATIVE, ABSOLUTE, false);
  }

  /**
   * Tells whether two blocks have the same labels, and values and gradients with {@code |a - b| <=
   * atol + rtol |b|}.
   *
   * @param first a block
   * @param second another
   * @param rtol the relative tolerance
   * @param atol the absolute tolerance
   * @param equalNan whether NaN is close to NaN
   * @return whether they are close
   */
  public static boolean allcloseBlock(
      TensorBlock first, TensorBlock second, double rtol, double atol, boolean equalNan) {
    return Difference.ofBlocks(first, second, Difference.close(rtol, atol, equalNan)).isNone();
  }

  /**
   * Throws if two blocks are not as {@link #allcloseBlock(TensorBlock, TensorBlock)} wants them.
   *
   * @param first a block
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void allcloseBlockRaise(TensorBlock first, TensorBlock second) {
    allcloseBlockRaise(first, second, RELATIVE, ABSOLUTE, false);
  }

  /**
   * Throws if two blocks are not as {@link #allcloseBlock(TensorBlock, TensorBlock, double, double,
   * boolean)} wants them.
   *
   * @param first a block
   * @param second another
   * @param rtol the relative tolerance
   * @param atol the absolute tolerance
   * @param equalNan whether NaN is close to NaN
   * @throws NotEqualException if they differ
   */
  public static void allcloseBlockRaise(
      TensorBlock first, TensorBlock second, double rtol, double atol, boolean equalNan) {
    Difference.ofBlocks(first, second, Difference.close(rtol, atol, equalNan)).throwIfAny();
  }

  /**
   * Tells whether two maps have the same keys and labels, also in gradients.
   *
   * @param first a map
   * @param second another
   * @return whether they have
   */
  public static boolean equalMetadata(TensorMap first, TensorMap second) {
    return equalMetadata(first, second, Axis.OF_BLOCKS, true);
  }

  /**
   * Tells whether two maps have the same keys, and the same labels along some axes.
   *
   * @param first a map
   * @param second another
   * @param check the axes to compare: samples, components or properties
   * @param checkGradients whether to compare gradients too
   * @return whether they have
   */
  public static boolean equalMetadata(
      TensorMap first, TensorMap second, Collection<Axis> check, boolean checkGradients) {
    return Difference.ofMetadata(first, second, check, checkGradients).isNone();
  }

  /**
   * Throws if two maps do not have the same keys and labels, also in gradients.
   *
   * @param first a map
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void equalMetadataRaise(TensorMap first, TensorMap second) {
    equalMetadataRaise(first, second, Axis.OF_BLOCKS, true);
  }

  /**
   * Throws if two maps do not have the same keys, and the same labels along some axes.
   *
   * @param first a map
   * @param second another
   * @param check the axes to compare: samples, components or properties
   * @param checkGradients whether to compare gradients too
   * @throws NotEqualException if they differ
   */
  public static void equalMetadataRaise(
      TensorMap first, TensorMap second, Collection<Axis> check, boolean checkGradients) {
    Difference.ofMetadata(first, second, check, checkGradients).throwIfAny();
  }

  /**
   * Tells whether two blocks have the same labels, also in gradients.
   *
   * @param first a block
   * @param second another
   * @return whether they have
   */
  public static boolean equalMetadataBlock(TensorBlock first, TensorBlock second) {
    return equalMetadataBlock(first, second, Axis.OF_BLOCKS, true);
  }

  /**
   * Tells whether two blocks have the same labels along some axes.
   *
   * @param first a block
   * @param second another
   * @param check the axes to compare: samples, components or properties
   * @param checkGradients whether to compare gradients too
   * @return whether they have
   */
  public static boolean equalMetadataBlock(
      TensorBlock first, TensorBlock second, Collection<Axis> check, boolean checkGradients) {
    return Difference.ofBlockMetadata(first, second, check, checkGradients).isNone();
  }

  /**
   * Throws if two blocks do not have the same labels, also in gradients.
   *
   * @param first a block
   * @param second another
   * @throws NotEqualException if they differ
   */
  public static void equalMetadataBlockRaise(TensorBlock first, TensorBlock second) {
    equalMetadataBlockRaise(first, second, Axis.OF_BLOCKS, true);
  }

  /**
   * Throws if two blocks do not have the same labels along some axes.
   *
   * @param first a block
   * @param second another
   * @param check the axes to compare: samples, components or properties
   * @param checkGradients whether to compare gradients too
   * @throws NotEqualException if they differ
   */
  public static void equalMetadataBlockRaise(
      TensorBlock first, TensorBlock second, Collection<Axis> check, boolean checkGradients) {
    Difference.ofBlockMetadata(first, second, check, checkGradients).throwIfAny();
  }
}

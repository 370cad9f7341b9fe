package org.tensormap;

import java.nio.IntBuffer;

/**
 * The entries of some labels that are not among others, and where they were.
 *
 * @param labels the entries that are left, in their order
 * @param first for each entry of the first labels, its position in the new ones, or -1 if it was
 *     removed
 */
public record LabelsDifference(Labels labels, IntBuffer first) {}

package org.tensormap;

import java.nio.IntBuffer;

/**
 * Labels made of two others, and where the entries of those ended up.
 *
 * @param labels the new labels
 * @param first for each entry of the first labels, its position in the new ones, or -1 if it is not
 *     among them
 * @param second for each entry of the second labels, its position in the new ones, or -1 if it is
 *     not among them
 */
public record LabelsMapping(Labels labels, IntBuffer first, IntBuffer second) {}

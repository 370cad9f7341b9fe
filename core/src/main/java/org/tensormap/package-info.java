/**
 * The data model: what a tensor map is, in Java.
 *
 * <p>A {@link org.tensormap.TensorMap} is a set of keys, each owning one {@link
 * org.tensormap.TensorBlock}; a block is a dense array whose axes are described by {@link
 * org.tensormap.Labels}, plus gradients with respect to named parameters, which are blocks
 * themselves. Names and rules are those of the Python library metatensor, in camelCase.
 *
 * <p>Values are DJL {@link ai.djl.ndarray.NDArray}s. {@link org.tensormap.HostNDManager} makes
 * arrays that live in direct buffers and need no native library until something is computed with
 * them.
 */
package org.tensormap;

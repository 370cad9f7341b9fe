/**
 * Tensor maps for people to look at: {@link org.tensormap.display.Html} makes HTML for notebooks
 * and files, {@link org.tensormap.display.BlockExcerpt} the first values of a block with their
 * labels, for tables of any kind.
 *
 * <p>What is shown is bounded, whatever the size of the tensor map.
 */
package org.tensormap.display;

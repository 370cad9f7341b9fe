/**
 * Operations on tensor maps: what the Python package {@code metatensor-operations} has, with its
 * names in camelCase.
 *
 * <table>
 * <caption>Where functions of {@code metatensor} are</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>{@code abs}, {@code add}, {@code subtract}, {@code multiply}, {@code divide}, {@code
 * pow}</td><td>{@link org.tensormap.operations.Arithmetic}</td></tr>
 * <tr><td>{@code dot}, {@code solve}, {@code lstsq}</td><td>{@link
 * org.tensormap.operations.LinearAlgebra}</td></tr>
 * <tr><td>{@code sum_over_samples}, {@code mean_over_samples}, {@code std_over_samples}, {@code
 * var_over_samples}, {@code sum_over_properties}, {@code mean_over_properties}, {@code
 * std_over_properties}, {@code var_over_properties}, and the same with {@code
 * _block}</td><td>{@link org.tensormap.operations.Reductions}</td></tr>
 * <tr><td>{@code join}, {@code join_blocks}</td><td>{@link
 * org.tensormap.operations.Joining}</td></tr>
 * <tr><td>{@code slice}, {@code slice_block}, {@code split}, {@code split_block}</td><td>{@link
 * org.tensormap.operations.Slicing}</td></tr>
 * <tr><td>{@code sort}, {@code sort_block}</td><td>{@link
 * org.tensormap.operations.Sorting}</td></tr>
 * <tr><td>{@code append_dimension}, {@code insert_dimension}, {@code permute_dimensions}, {@code
 * remove_dimension}, {@code rename_dimension}</td><td>{@link
 * org.tensormap.operations.Dimensions}</td></tr>
 * <tr><td>{@code drop_blocks}, {@code drop_empty_blocks}, {@code filter_blocks}</td><td>{@link
 * org.tensormap.operations.BlockSelection}</td></tr>
 * <tr><td>{@code unique_metadata}, {@code unique_metadata_block}, {@code one_hot}</td><td>{@link
 * org.tensormap.operations.Metadata}</td></tr>
 * <tr><td>{@code empty_like}, {@code zeros_like}, {@code ones_like}, {@code random_uniform_like},
 * the same with {@code _block}, {@code block_from_array}</td><td>{@link
 * org.tensormap.operations.Creation}</td></tr>
 * <tr><td>{@code equal}, {@code equal_raise}, {@code allclose}, {@code allclose_raise}, {@code
 * equal_metadata}, {@code equal_metadata_raise}, and the same with {@code _block}; {@code
 * NotEqualError}</td><td>{@link org.tensormap.operations.Comparisons}, {@link
 * org.tensormap.operations.NotEqualException}</td></tr>
 * <tr><td>{@code remove_gradients}, {@code detach}, {@code requires_grad}, and the same with {@code
 * _block}</td><td>{@link org.tensormap.operations.Gradients}</td></tr>
 * <tr><td>{@code is_contiguous}, {@code make_contiguous}, and the same with {@code
 * _block}</td><td>{@link org.tensormap.operations.Layout}</td></tr>
 * <tr><td>{@code checks_enabled}, {@code unsafe_enable_checks}, {@code
 * unsafe_disable_checks}</td><td>{@link org.tensormap.operations.Checks}</td></tr>
 * </table>
 *
 * <p>Nothing here changes its arguments. A new array belongs to the manager of the (first) array it
 * was made of, or, where that one makes host arrays, to the PyTorch manager that belongs to it;
 * closing the result releases it earlier. Values that do not change are shared, not copied, and
 * released when all blocks that share them are closed. No operation leaves other arrays behind.
 *
 * <p>Operations compute where the values are, and are recorded for automatic differentiation if the
 * calling thread's gradient mode is on. Explicit gradients of blocks are carried along by the rules
 * of differentiation; gradients of gradients are supported only where values do not change.
 */
package org.tensormap.operations;

/**
 * Operations on tensor maps: what the Python package {@code metatensor-operations} has, with its
 * names in camelCase.
 *
 * <p>Nothing here changes its arguments. A new array belongs to the manager of the (first) array it
 * was made of, or, where that one makes host arrays, to the PyTorch manager that belongs to it;
 * closing the result releases it earlier. Values that do not change are shared, not copied, and
 * released when all blocks that share them are closed. No operation leaves other arrays behind.
 *
 * <p>Operations compute where the values are, and are recorded for automatic differentiation if the
 * calling thread's gradient mode is on. Explicit gradients of blocks are carried along by the rules
 * of differentiation; gradients of gradients are supported only where values do not change, and
 * where labels are sorted, or samples joined or sliced.
 *
 * <table>
 * <caption>Functions of Python's {@code metatensor}</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>{@code abs}</td><td>{@link Arithmetic#abs}</td></tr>
 * <tr><td>{@code add}</td><td>{@link Arithmetic#add}</td></tr>
 * <tr><td>{@code subtract}</td><td>{@link Arithmetic#subtract}</td></tr>
 * <tr><td>{@code multiply}</td><td>{@link Arithmetic#multiply}</td></tr>
 * <tr><td>{@code divide}</td><td>{@link Arithmetic#divide}</td></tr>
 * <tr><td>{@code pow}</td><td>{@link Arithmetic#pow}</td></tr>
 * <tr><td>{@code dot}</td><td>{@link LinearAlgebra#dot}</td></tr>
 * <tr><td>{@code solve}</td><td>{@link LinearAlgebra#solve}</td></tr>
 * <tr><td>{@code lstsq}</td><td>{@link LinearAlgebra#lstsq}</td></tr>
 * <tr><td>{@code sum_over_samples}</td><td>{@link Reductions#sumOverSamples}</td></tr>
 * <tr><td>{@code sum_over_samples_block}</td><td>{@link Reductions#sumOverSamplesBlock}</td></tr>
 * <tr><td>{@code mean_over_samples}</td><td>{@link Reductions#meanOverSamples}</td></tr>
 * <tr><td>{@code mean_over_samples_block}</td><td>{@link Reductions#meanOverSamplesBlock}</td></tr>
 * <tr><td>{@code std_over_samples}</td><td>{@link Reductions#stdOverSamples}</td></tr>
 * <tr><td>{@code std_over_samples_block}</td><td>{@link Reductions#stdOverSamplesBlock}</td></tr>
 * <tr><td>{@code var_over_samples}</td><td>{@link Reductions#varOverSamples}</td></tr>
 * <tr><td>{@code var_over_samples_block}</td><td>{@link Reductions#varOverSamplesBlock}</td></tr>
 * <tr><td>{@code sum_over_properties}</td><td>{@link Reductions#sumOverProperties}</td></tr>
 * <tr><td>{@code sum_over_properties_block}</td><td>{@link Reductions#sumOverPropertiesBlock}</td></tr>
 * <tr><td>{@code mean_over_properties}</td><td>{@link Reductions#meanOverProperties}</td></tr>
 * <tr><td>{@code mean_over_properties_block}</td><td>{@link Reductions#meanOverPropertiesBlock}</td></tr>
 * <tr><td>{@code std_over_properties}</td><td>{@link Reductions#stdOverProperties}</td></tr>
 * <tr><td>{@code std_over_properties_block}</td><td>{@link Reductions#stdOverPropertiesBlock}</td></tr>
 * <tr><td>{@code var_over_properties}</td><td>{@link Reductions#varOverProperties}</td></tr>
 * <tr><td>{@code var_over_properties_block}</td><td>{@link Reductions#varOverPropertiesBlock}</td></tr>
 * <tr><td>{@code join}</td><td>{@link Joining#join}</td></tr>
 * <tr><td>{@code join_blocks}</td><td>{@link Joining#joinBlocks}</td></tr>
 * <tr><td>{@code slice}</td><td>{@link Slicing#slice}</td></tr>
 * <tr><td>{@code slice_block}</td><td>{@link Slicing#sliceBlock}</td></tr>
 * <tr><td>{@code split}</td><td>{@link Slicing#split}</td></tr>
 * <tr><td>{@code split_block}</td><td>{@link Slicing#splitBlock}</td></tr>
 * <tr><td>{@code sort}</td><td>{@link Sorting#sort}</td></tr>
 * <tr><td>{@code sort_block}</td><td>{@link Sorting#sortBlock}</td></tr>
 * <tr><td>{@code append_dimension}</td><td>{@link Dimensions#appendDimension}</td></tr>
 * <tr><td>{@code insert_dimension}</td><td>{@link Dimensions#insertDimension}</td></tr>
 * <tr><td>{@code permute_dimensions}</td><td>{@link Dimensions#permuteDimensions}</td></tr>
 * <tr><td>{@code remove_dimension}</td><td>{@link Dimensions#removeDimension}</td></tr>
 * <tr><td>{@code rename_dimension}</td><td>{@link Dimensions#renameDimension}</td></tr>
 * <tr><td>{@code drop_blocks}</td><td>{@link BlockSelection#dropBlocks}</td></tr>
 * <tr><td>{@code drop_empty_blocks}</td><td>{@link BlockSelection#dropEmptyBlocks}</td></tr>
 * <tr><td>{@code filter_blocks}</td><td>{@link BlockSelection#filterBlocks}</td></tr>
 * <tr><td>{@code unique_metadata}</td><td>{@link Metadata#uniqueMetadata}</td></tr>
 * <tr><td>{@code unique_metadata_block}</td><td>{@link Metadata#uniqueMetadataBlock}</td></tr>
 * <tr><td>{@code one_hot}</td><td>{@link Metadata#oneHot}</td></tr>
 * <tr><td>{@code empty_like}</td><td>{@link Creation#emptyLike}</td></tr>
 * <tr><td>{@code empty_like_block}</td><td>{@link Creation#emptyLikeBlock}</td></tr>
 * <tr><td>{@code zeros_like}</td><td>{@link Creation#zerosLike}</td></tr>
 * <tr><td>{@code zeros_like_block}</td><td>{@link Creation#zerosLikeBlock}</td></tr>
 * <tr><td>{@code ones_like}</td><td>{@link Creation#onesLike}</td></tr>
 * <tr><td>{@code ones_like_block}</td><td>{@link Creation#onesLikeBlock}</td></tr>
 * <tr><td>{@code random_uniform_like}</td><td>{@link Creation#randomUniformLike}</td></tr>
 * <tr><td>{@code random_uniform_like_block}</td><td>{@link Creation#randomUniformLikeBlock}</td></tr>
 * <tr><td>{@code block_from_array}</td><td>{@link Creation#blockFromArray}</td></tr>
 * <tr><td>{@code equal}</td><td>{@link Comparisons#equal}</td></tr>
 * <tr><td>{@code equal_raise}</td><td>{@link Comparisons#equalRaise}</td></tr>
 * <tr><td>{@code equal_block}</td><td>{@link Comparisons#equalBlock}</td></tr>
 * <tr><td>{@code equal_block_raise}</td><td>{@link Comparisons#equalBlockRaise}</td></tr>
 * <tr><td>{@code allclose}</td><td>{@link Comparisons#allclose}</td></tr>
 * <tr><td>{@code allclose_raise}</td><td>{@link Comparisons#allcloseRaise}</td></tr>
 * <tr><td>{@code allclose_block}</td><td>{@link Comparisons#allcloseBlock}</td></tr>
 * <tr><td>{@code allclose_block_raise}</td><td>{@link Comparisons#allcloseBlockRaise}</td></tr>
 * <tr><td>{@code equal_metadata}</td><td>{@link Comparisons#equalMetadata}</td></tr>
 * <tr><td>{@code equal_metadata_raise}</td><td>{@link Comparisons#equalMetadataRaise}</td></tr>
 * <tr><td>{@code equal_metadata_block}</td><td>{@link Comparisons#equalMetadataBlock}</td></tr>
 * <tr><td>{@code equal_metadata_block_raise}</td><td>{@link Comparisons#equalMetadataBlockRaise}</td></tr>
 * <tr><td>{@code remove_gradients}</td><td>{@link Gradients#removeGradients}</td></tr>
 * <tr><td>{@code remove_gradients_block}</td><td>{@link Gradients#removeGradientsBlock}</td></tr>
 * <tr><td>{@code detach}</td><td>{@link Gradients#detach}</td></tr>
 * <tr><td>{@code detach_block}</td><td>{@link Gradients#detachBlock}</td></tr>
 * <tr><td>{@code requires_grad}</td><td>{@link Gradients#requiresGrad}</td></tr>
 * <tr><td>{@code requires_grad_block}</td><td>{@link Gradients#requiresGradBlock}</td></tr>
 * <tr><td>{@code is_contiguous}</td><td>{@link Layout#isContiguous}</td></tr>
 * <tr><td>{@code is_contiguous_block}</td><td>{@link Layout#isContiguousBlock}</td></tr>
 * <tr><td>{@code make_contiguous}</td><td>{@link Layout#makeContiguous}</td></tr>
 * <tr><td>{@code make_contiguous_block}</td><td>{@link Layout#makeContiguousBlock}</td></tr>
 * <tr><td>{@code checks_enabled}</td><td>{@link Checks#checksEnabled}</td></tr>
 * <tr><td>{@code unsafe_enable_checks}</td><td>{@link Checks#unsafeEnableChecks}</td></tr>
 * <tr><td>{@code unsafe_disable_checks}</td><td>{@link Checks#unsafeDisableChecks}</td></tr>
 * <tr><td>{@code NotEqualError}</td><td>{@link NotEqualException}</td></tr>
 * </table>
 */
package org.tensormap.operations;

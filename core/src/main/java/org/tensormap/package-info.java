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
 *
 * <p>{@link org.tensormap.BlockValues} moves values around, {@link org.tensormap.LabelsGroups} and
 * {@link org.tensormap.LabelsOrder} compare entries of labels, and {@link
 * org.tensormap.TorchFunctions} calls what DJL has no method for.
 *
 * <p>What Python has for pointers of its C library ({@code unsafe_from_ptr}, {@code
 * as_mts_labels_t}, {@code release}, {@code is_view}, …) has no counterpart. Whether arrays are
 * made in host memory, by PyTorch, or on a device, is decided by the manager that the functions
 * that load are given, where Python has functions that end in {@code custom_array}.
 *
 * <table>
 * <caption>Classes of Python's {@code metatensor}</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>{@code Labels(names, values)}</td><td>{@link Labels#Labels(java.util.List, int[])}</td></tr>
 * <tr><td>{@code Labels(names, values, assume_unique=True)}</td><td>{@link Labels#assumeUnique(java.util.List, int[])}</td></tr>
 * <tr><td>{@code Labels.single}</td><td>{@link Labels#single}</td></tr>
 * <tr><td>{@code Labels.empty}</td><td>{@link Labels#empty}</td></tr>
 * <tr><td>{@code Labels.range}</td><td>{@link Labels#range}</td></tr>
 * <tr><td>{@code Labels.names}</td><td>{@link Labels#names}</td></tr>
 * <tr><td>{@code Labels.values}</td><td>{@link Labels#values}</td></tr>
 * <tr><td>{@code Labels.column}</td><td>{@link Labels#column}</td></tr>
 * <tr><td>{@code Labels.entry}</td><td>{@link Labels#entry}</td></tr>
 * <tr><td>{@code Labels.position}</td><td>{@link Labels#position}</td></tr>
 * <tr><td>{@code Labels.__contains__}</td><td>{@link Labels#contains}</td></tr>
 * <tr><td>{@code Labels.select}</td><td>{@link Labels#select}</td></tr>
 * <tr><td>{@code Labels.union}</td><td>{@link Labels#union}</td></tr>
 * <tr><td>{@code Labels.union_and_mapping}</td><td>{@link Labels#unionAndMapping}</td></tr>
 * <tr><td>{@code Labels.intersection}</td><td>{@link Labels#intersection}</td></tr>
 * <tr><td>{@code Labels.intersection_and_mapping}</td><td>{@link Labels#intersectionAndMapping}</td></tr>
 * <tr><td>{@code Labels.difference}</td><td>{@link Labels#difference}</td></tr>
 * <tr><td>{@code Labels.difference_and_mapping}</td><td>{@link Labels#differenceAndMapping}</td></tr>
 * <tr><td>{@code Labels.append}</td><td>{@link Labels#append}</td></tr>
 * <tr><td>{@code Labels.insert}</td><td>{@link Labels#insert}</td></tr>
 * <tr><td>{@code Labels.permute}</td><td>{@link Labels#permute}</td></tr>
 * <tr><td>{@code Labels.remove}</td><td>{@link Labels#remove}</td></tr>
 * <tr><td>{@code Labels.rename}</td><td>{@link Labels#rename}</td></tr>
 * <tr><td>{@code Labels.to}</td><td>{@link Labels#to}</td></tr>
 * <tr><td>{@code Labels.device}</td><td>{@link Labels#device}</td></tr>
 * <tr><td>{@code Labels.print}</td><td>{@link Labels#print}</td></tr>
 * <tr><td>{@code Labels.__len__}</td><td>{@link Labels#size}</td></tr>
 * <tr><td>{@code Labels.__iter__}</td><td>{@link Labels#iterator}</td></tr>
 * <tr><td>{@code Labels.__eq__}</td><td>{@link Labels#equals}</td></tr>
 * <tr><td>{@code Labels.__getitem__}</td><td>{@link Labels#entry}</td></tr>
 * <tr><td>{@code Labels.__str__}</td><td>{@link Labels#toString}</td></tr>
 * <tr><td>{@code Labels.__repr__}</td><td>{@link Labels#print}</td></tr>
 * <tr><td>{@code Labels.load}</td><td>{@link org.tensormap.io.Mts#loadLabels}</td></tr>
 * <tr><td>{@code Labels.load_buffer}</td><td>{@link org.tensormap.io.Mts#loadLabelsBuffer}</td></tr>
 * <tr><td>{@code Labels.save}</td><td>{@link org.tensormap.io.Mts#saveLabels}</td></tr>
 * <tr><td>{@code Labels.save_buffer}</td><td>{@link org.tensormap.io.Mts#saveLabelsBuffer}</td></tr>
 * <tr><td>{@code LabelsEntry.names}</td><td>{@link LabelsEntry#names}</td></tr>
 * <tr><td>{@code LabelsEntry.values}</td><td>{@link LabelsEntry#values}</td></tr>
 * <tr><td>{@code LabelsEntry.device}</td><td>{@link LabelsEntry#device}</td></tr>
 * <tr><td>{@code LabelsEntry.print}</td><td>{@link LabelsEntry#print}</td></tr>
 * <tr><td>{@code LabelsEntry.__getitem__}</td><td>{@link LabelsEntry#get}</td></tr>
 * <tr><td>{@code LabelsEntry.__len__}</td><td>{@link LabelsEntry#size}</td></tr>
 * <tr><td>{@code LabelsEntry.__eq__}</td><td>{@link LabelsEntry#equals}</td></tr>
 * <tr><td>{@code LabelsEntry.__repr__}</td><td>{@link LabelsEntry#toString}</td></tr>
 * <tr><td>{@code TensorBlock(values, samples, components, properties)}</td><td>{@link TensorBlock#TensorBlock}</td></tr>
 * <tr><td>{@code TensorBlock.values}</td><td>{@link TensorBlock#values}</td></tr>
 * <tr><td>{@code TensorBlock.samples}</td><td>{@link TensorBlock#samples}</td></tr>
 * <tr><td>{@code TensorBlock.components}</td><td>{@link TensorBlock#components}</td></tr>
 * <tr><td>{@code TensorBlock.properties}</td><td>{@link TensorBlock#properties}</td></tr>
 * <tr><td>{@code TensorBlock.shape}</td><td>{@link TensorBlock#shape}</td></tr>
 * <tr><td>{@code TensorBlock.dtype}</td><td>{@link TensorBlock#dtype}</td></tr>
 * <tr><td>{@code TensorBlock.device}</td><td>{@link TensorBlock#device}</td></tr>
 * <tr><td>{@code TensorBlock.copy}</td><td>{@link TensorBlock#copy}</td></tr>
 * <tr><td>{@code TensorBlock.to}</td><td>{@link TensorBlock#to}</td></tr>
 * <tr><td>{@code TensorBlock.add_gradient}</td><td>{@link TensorBlock#addGradient}</td></tr>
 * <tr><td>{@code TensorBlock.gradient}</td><td>{@link TensorBlock#gradient}</td></tr>
 * <tr><td>{@code TensorBlock.gradients}</td><td>{@link TensorBlock#gradients}</td></tr>
 * <tr><td>{@code TensorBlock.gradients_list}</td><td>{@link TensorBlock#gradientsList}</td></tr>
 * <tr><td>{@code TensorBlock.has_gradient}</td><td>{@link TensorBlock#hasGradient}</td></tr>
 * <tr><td>{@code TensorBlock.__len__}</td><td>{@link TensorBlock#size}</td></tr>
 * <tr><td>{@code TensorBlock.__eq__}</td><td>{@link org.tensormap.operations.Comparisons#equalBlock}</td></tr>
 * <tr><td>{@code TensorBlock.__repr__}</td><td>{@link TensorBlock#toString}</td></tr>
 * <tr><td>{@code TensorBlock.__copy__}</td><td>{@link TensorBlock#copy(boolean)}</td></tr>
 * <tr><td>{@code TensorBlock.__deepcopy__}</td><td>{@link TensorBlock#copy()}</td></tr>
 * <tr><td>{@code TensorBlock.load}</td><td>{@link org.tensormap.io.Mts#loadBlock}</td></tr>
 * <tr><td>{@code TensorBlock.load_buffer}</td><td>{@link org.tensormap.io.Mts#loadBlockBuffer}</td></tr>
 * <tr><td>{@code TensorBlock.save}</td><td>{@link org.tensormap.io.Mts#saveBlock}</td></tr>
 * <tr><td>{@code TensorBlock.save_buffer}</td><td>{@link org.tensormap.io.Mts#saveBlockBuffer}</td></tr>
 * <tr><td>{@code TensorMap(keys, blocks)}</td><td>{@link TensorMap#TensorMap}</td></tr>
 * <tr><td>{@code TensorMap.keys}</td><td>{@link TensorMap#keys}</td></tr>
 * <tr><td>{@code TensorMap.block}</td><td>{@link TensorMap#block}</td></tr>
 * <tr><td>{@code TensorMap.blocks}</td><td>{@link TensorMap#blocks}</td></tr>
 * <tr><td>{@code TensorMap.items}</td><td>{@link TensorMap#items}</td></tr>
 * <tr><td>{@code TensorMap.keys_to_samples}</td><td>{@link TensorMap#keysToSamples}</td></tr>
 * <tr><td>{@code TensorMap.keys_to_properties}</td><td>{@link TensorMap#keysToProperties}</td></tr>
 * <tr><td>{@code TensorMap.components_to_properties}</td><td>{@link TensorMap#componentsToProperties}</td></tr>
 * <tr><td>{@code TensorMap.sample_names}</td><td>{@link TensorMap#sampleNames}</td></tr>
 * <tr><td>{@code TensorMap.component_names}</td><td>{@link TensorMap#componentNames}</td></tr>
 * <tr><td>{@code TensorMap.property_names}</td><td>{@link TensorMap#propertyNames}</td></tr>
 * <tr><td>{@code TensorMap.print}</td><td>{@link TensorMap#print}</td></tr>
 * <tr><td>{@code TensorMap.device}</td><td>{@link TensorMap#device}</td></tr>
 * <tr><td>{@code TensorMap.dtype}</td><td>{@link TensorMap#dtype}</td></tr>
 * <tr><td>{@code TensorMap.copy}</td><td>{@link TensorMap#copy}</td></tr>
 * <tr><td>{@code TensorMap.to}</td><td>{@link TensorMap#to}</td></tr>
 * <tr><td>{@code TensorMap.info}</td><td>{@link TensorMap#info}</td></tr>
 * <tr><td>{@code TensorMap.get_info}</td><td>{@link TensorMap#getInfo}</td></tr>
 * <tr><td>{@code TensorMap.set_info}</td><td>{@link TensorMap#setInfo}</td></tr>
 * <tr><td>{@code TensorMap.block_by_id}</td><td>{@link TensorMap#block(int)}</td></tr>
 * <tr><td>{@code TensorMap.blocks_by_id}</td><td>{@link TensorMap#blocks(int...)}</td></tr>
 * <tr><td>{@code TensorMap.__len__}</td><td>{@link TensorMap#size}</td></tr>
 * <tr><td>{@code TensorMap.__getitem__}</td><td>{@link TensorMap#block}</td></tr>
 * <tr><td>{@code TensorMap.__eq__}</td><td>{@link org.tensormap.operations.Comparisons#equal}</td></tr>
 * <tr><td>{@code TensorMap.__str__}</td><td>{@link TensorMap#toString}</td></tr>
 * <tr><td>{@code TensorMap.__repr__}</td><td>{@link TensorMap#print}</td></tr>
 * <tr><td>{@code TensorMap.__copy__}</td><td>{@link TensorMap#copy(boolean)}</td></tr>
 * <tr><td>{@code TensorMap.__deepcopy__}</td><td>{@link TensorMap#copy()}</td></tr>
 * <tr><td>{@code TensorMap.__add__}</td><td>{@link org.tensormap.operations.Arithmetic#add}</td></tr>
 * <tr><td>{@code TensorMap.__sub__}</td><td>{@link org.tensormap.operations.Arithmetic#subtract}</td></tr>
 * <tr><td>{@code TensorMap.__mul__}</td><td>{@link org.tensormap.operations.Arithmetic#multiply}</td></tr>
 * <tr><td>{@code TensorMap.__truediv__}</td><td>{@link org.tensormap.operations.Arithmetic#divide}</td></tr>
 * <tr><td>{@code TensorMap.__pow__}</td><td>{@link org.tensormap.operations.Arithmetic#pow}</td></tr>
 * <tr><td>{@code TensorMap.__matmul__}</td><td>{@link org.tensormap.operations.LinearAlgebra#dot}</td></tr>
 * <tr><td>{@code TensorMap.__neg__}</td><td>{@link org.tensormap.operations.Arithmetic#multiply}</td></tr>
 * <tr><td>{@code TensorMap.load}</td><td>{@link org.tensormap.io.Mts#load}</td></tr>
 * <tr><td>{@code TensorMap.load_buffer}</td><td>{@link org.tensormap.io.Mts#loadBuffer}</td></tr>
 * <tr><td>{@code TensorMap.save}</td><td>{@link org.tensormap.io.Mts#save}</td></tr>
 * <tr><td>{@code TensorMap.save_buffer}</td><td>{@link org.tensormap.io.Mts#saveBuffer}</td></tr>
 * <tr><td>{@code load}</td><td>{@link org.tensormap.io.Mts#load}</td></tr>
 * <tr><td>{@code load_buffer}</td><td>{@link org.tensormap.io.Mts#loadBuffer}</td></tr>
 * <tr><td>{@code load_block}</td><td>{@link org.tensormap.io.Mts#loadBlock}</td></tr>
 * <tr><td>{@code load_block_buffer}</td><td>{@link org.tensormap.io.Mts#loadBlockBuffer}</td></tr>
 * <tr><td>{@code load_labels}</td><td>{@link org.tensormap.io.Mts#loadLabels}</td></tr>
 * <tr><td>{@code load_labels_buffer}</td><td>{@link org.tensormap.io.Mts#loadLabelsBuffer}</td></tr>
 * <tr><td>{@code load_custom_array}</td><td>{@link org.tensormap.io.Mts#load}</td></tr>
 * <tr><td>{@code load_buffer_custom_array}</td><td>{@link org.tensormap.io.Mts#loadBuffer}</td></tr>
 * <tr><td>{@code load_block_custom_array}</td><td>{@link org.tensormap.io.Mts#loadBlock}</td></tr>
 * <tr><td>{@code load_block_buffer_custom_array}</td><td>{@link org.tensormap.io.Mts#loadBlockBuffer}</td></tr>
 * <tr><td>{@code save}</td><td>{@link org.tensormap.io.Mts#save}</td></tr>
 * <tr><td>{@code save_buffer}</td><td>{@link org.tensormap.io.Mts#saveBuffer}</td></tr>
 * </table>
 */
package org.tensormap;

/**
 * Models exported from Python: load a {@code .pt} file with {@link
 * org.tensormap.torchscript.TorchScriptModel} and call it with tensor maps, with stock libtorch and
 * no native code of ours.
 *
 * <h2>How</h2>
 *
 * <p>A model that uses {@code metatensor.torch} refers to C++ classes and operators that stock
 * libtorch does not have. They are supplied as TorchScript source, the resources {@code
 * metatensor/*.py}: the archive is read and checked ({@code ModelArchive}, {@code PickleReader},
 * {@code ScriptLexer}), the names are replaced and the source is added ({@code ArchivePatcher},
 * {@code ClassNamespace}).
 *
 * <p>Objects can not be handed to another archive, so the patched archive also gets a module that
 * holds the model, the <em>bridge</em> ({@code BridgeSource}, and the resource {@code bridge.py}).
 * Its methods take and return lists of tensors alone: a <em>message</em> with the arguments, and
 * one with the result. One call of the model is one call of native code.
 *
 * <h2>The message with the arguments</h2>
 *
 * <p>{@code MessageWriter} writes it and the class {@code Reader} of {@code bridge.py} reads it. It
 * has three tensors, <em>numbers</em> (int64), <em>reals</em> (float64), <em>table</em> (int32),
 * and then the arrays. The numbers are, each list with its length in front:
 *
 * <ol>
 *   <li>strings: for each, its UTF-8 bytes;
 *   <li>lists of names of dimensions: for each, strings;
 *   <li>labels, grouped by their number of dimensions: for each group the number of dimensions, of
 *       all rows and of labels, the list of names of each, and the number of rows of each; their
 *       values follow each other in the table;
 *   <li>lists of components: for each, labels;
 *   <li>packs of arrays: the lengths of the arrays along the first axis, in which the tensor is
 *       cut; or -1 instead if it holds scalars. The tensors behind the packs are arrays as they
 *       are;
 *   <li>blocks: for all of them first the array with the values, then the samples, the list of
 *       components, the properties;
 *   <li>gradients: for each, the block that it belongs to, the string that names the parameter, and
 *       the block that it is;
 *   <li>the values of the arguments, without a length.
 * </ol>
 *
 * <p>Everything is referred to by its position in its list, from 0. The value of a {@code Tensor},
 * {@code Labels}, {@code TensorBlock} or {@code str} is such a reference; that of a {@code
 * TensorMap} are its keys, the first of its blocks, which follow each other, their number, and its
 * info as a list of pairs of strings. An {@code int} is itself, a {@code bool} 0 or 1, a {@code
 * float} the next of the reals. A {@code List} is its length and its elements, a {@code Dict} its
 * length and its keys and values, a {@code Tuple} its elements, an {@code Optional} a {@code bool}
 * and, if that is true, the value; {@code None} is nothing.
 *
 * <h2>The message with the result</h2>
 *
 * <p>The class {@code Writer} of {@code bridge.py} writes it and {@code MessageReader} reads it. It
 * is the same but for two things: labels are one list, not grouped (the names of each, then the
 * number of rows of each), and there are no packs, nor their number.
 */
package org.tensormap.torchscript;

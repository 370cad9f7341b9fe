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
 * <p>{@code MessageWriter} writes it and the class {@code Reader} of {@code bridge.py} reads it.
 * The first tensor, int64, has <em>numbers</em>, with everything referred to by its position in its
 * list, from 0, and more behind them that means nothing:
 *
 * <ol>
 *   <li>eleven numbers: of codes of the text, strings, lists of names, sources, groups of labels,
 *       labels, lists of components, and packs; 1 if the arrays are in order, else 0; and of blocks
 *       and gradients;
 *   <li>the text: the UTF-8 bytes of all strings, and of all names of dimensions, with 255 between
 *       two of them; for each list of names its length;
 *   <li>if there are labels: for each group of labels with as many dimensions their number, that of
 *       all their rows, the number of dimensions, and where the values start in the first source;
 *       then for each of the labels its list of names; then for each the number of its rows;
 *   <li>the lists of components, of which 0 is the empty one and is left out: for each its length,
 *       and labels;
 *   <li>the packs, each of which is cut into arrays along the first axis: for each the number of
 *       arrays, the source, where it starts in the source, its number of values and of axes, the
 *       length of each axis, and the lengths of the arrays along the first axis. If the source is
 *       -1, the pack is a tensor of its own, with no axes here. There are no lengths for a single
 *       array. If the number of arrays is negative, they are as many scalars;
 *   <li>if the arrays are not in order: for each array its position among those of all packs,
 *       followed by the tensors that are arrays themselves;
 *   <li>for all blocks, to which the first of the arrays belong, the samples; then for all the list
 *       of components; then for all the properties;
 *   <li>for each gradient the block that it belongs to, the string that names the parameter, and
 *       the block that it is;
 *   <li>the values of the arguments.
 * </ol>
 *
 * <p>The other tensors are the sources, which hold labels (int32, always the first) and small
 * arrays and are memory that is used again ({@code Staging}), so that the other side takes copies;
 * then the packs that are tensors of their own; then the arrays that are passed as they are.
 *
 * <p>The value of a {@code Tensor}, {@code Labels}, {@code TensorBlock} or {@code str} is a
 * position: that of a tensor among the arrays behind those of blocks. That of a {@code TensorMap}
 * are its keys, the first of its blocks, which follow each other, their number, the number of
 * entries of its info, and for each of these two strings. An {@code int} is itself, a {@code bool}
 * 0 or 1, a {@code float} two integers ({@code FloatFormat}). A {@code List} is its length and its
 * elements, a {@code Dict} its length and its keys and values, a {@code Tuple} its elements, an
 * {@code Optional} a {@code bool} and, if that is true, the value; {@code None} is nothing.
 *
 * <h2>The message with the result</h2>
 *
 * <p>The class {@code Writer} of {@code bridge.py} writes it and {@code MessageReader} reads it.
 * Labels and lists of names that came with the arguments keep their positions and are not sent
 * again: positions of new ones follow. The numbers are:
 *
 * <ol>
 *   <li>seven numbers: of characters of the text, strings, new lists of names, new labels, lists of
 *       components, blocks, and gradients;
 *   <li>the text and the lengths of the lists of names;
 *   <li>for each of the new labels its list of names and its number of rows;
 *   <li>the lists of components, the blocks, the gradients, and the value of the result, as above.
 * </ol>
 *
 * <p>The other tensors are the values of all new labels in one, if there are any; those of the
 * blocks; and those that are results themselves.
 */
package org.tensormap.torchscript;

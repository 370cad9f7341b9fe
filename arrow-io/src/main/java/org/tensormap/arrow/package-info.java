/**
 * Tensor maps as Arrow: the bytes that move between Spark executors, and vectors.
 *
 * <p>{@link org.tensormap.arrow.TensorMapIpc} writes a {@link org.tensormap.TensorMap} as an Arrow
 * IPC stream and reads it back, or a part of it. Any Arrow library opens such a stream, for example
 * {@code pyarrow.ipc.open_stream(data).read_all()} in Python. The rest of this page describes its
 * schema, for whoever reads or writes it with other software.
 *
 * <p>Inside, writing goes from {@code TensorMapEncoder}, which turns blocks into rows, through
 * {@code BatchWriter}, which lays out the columns of some rows, to {@code IpcStream}, which joins
 * the parts. Reading goes from {@code IpcMessages}, which cuts a stream into messages, through
 * {@code SchemaReader} and {@code BatchReader}, which believe nothing, to {@code RowBatch} and
 * {@code TensorMapDecoder}, which finds a block in every row, whose labels and arrays are made when
 * they are asked for. {@code MapSchema} is what both agree on.
 *
 * <p>{@link org.tensormap.arrow.BlockVectors} makes Arrow vectors of one block, with a tensor per
 * sample, for software that works on Arrow data in memory; their memory, unless it is shared with
 * the block, belongs to {@link org.tensormap.arrow.ArrowMemory}.
 *
 * <h2>Messages</h2>
 *
 * <p>A <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">stream</a>
 * in little-endian order, without compression: the schema, the dictionaries, any number of record
 * batches, and the end marker, which is required, so that a stream that was cut short is noticed.
 *
 * <h2>Rows</h2>
 *
 * <p>One per block, in the order of the keys. The rows of the gradients of a block follow it, each
 * gradient after what it is a gradient of. Rows may be split into record batches anywhere.
 *
 * <h2>Columns</h2>
 *
 * <p>In this order; no value is null. There are as many of the first kind as there are key
 * dimensions; should one of them be called like a later column, then both are there.
 *
 * <table>
 *   <caption>The columns of the schema</caption>
 *   <tr><th>name<th>type<th>what it holds
 *   <tr><td><i>key dimension</i><td>int32<td>the value of the key; for a gradient that of its block
 *   <tr><td>{@code gradient}<td>utf8<td>empty for a block; for a gradient its path: the parameters
 *       from the block to it, joined by '/', as in {@code positions/cell}
 *   <tr><td>{@code shape}<td>list&lt;int32&gt;<td>the shape of the values: the number of samples, of
 *       entries of each component, of properties
 *   <tr><td>{@code samples}<td>dictionary&lt;int32, list&lt;int32&gt;&gt;<td>the sample labels,
 *       row-major: the values of the first entry, then those of the second, …
 *   <tr><td>{@code components}<td>list&lt;dictionary&lt;int32, list&lt;int32&gt;&gt;&gt;<td>the
 *       labels of each component axis, which have one dimension
 *   <tr><td>{@code properties}<td>dictionary&lt;int32, list&lt;int32&gt;&gt;<td>the property labels,
 *       row-major
 *   <tr><td>{@code values}<td>list&lt;<i>value type</i>&gt;<td>the values, row-major
 * </table>
 *
 * <p>The indices of dictionaries are signed, and their lists have 32-bit offsets, as all others.
 * The three columns of labels may share a dictionary, and do when written here, under the number 0.
 * Labels that are the same are stored once, and are read as one {@link org.tensormap.Labels} that
 * blocks share; so all that refers to one entry of a dictionary must agree in the names of its
 * dimensions. Dictionaries may be replaced or extended between record batches.
 *
 * <h2>Value types</h2>
 *
 * <p>{@code float16}, {@code float32}, {@code float64}, {@code int8} to {@code int64} and {@code
 * uint8} to {@code uint64} are Arrow's types of the same name. Arrow has no counterpart of these:
 *
 * <ul>
 *   <li>{@code bool}: int8 with 0 or 1, marked as the canonical extension type {@code arrow.bool8};
 *   <li>{@code bfloat16}: fixed_size_binary[2], the upper half of a float32, little-endian;
 *   <li>{@code complex64}: fixed_size_list&lt;float32&gt;[2], the real and the imaginary part.
 * </ul>
 *
 * <h2>Metadata of the schema</h2>
 *
 * <p>Names of dimensions are ASCII identifiers, joined by ','; nothing stands for no names.
 *
 * <table>
 *   <caption>The metadata of the schema</caption>
 *   <tr><th>key<th>value
 *   <tr><td>{@code tensormap.version}<td>the version of this format: 1
 *   <tr><td>{@code tensormap.dtype}<td>the name of the value type, as above; {@code float64} if there
 *       are no rows
 *   <tr><td>{@code tensormap.keys}<td>the names of the key dimensions
 *   <tr><td>{@code tensormap.samples}<td>the names of the sample dimensions
 *   <tr><td>{@code tensormap.components}<td>the name of each component
 *   <tr><td>{@code tensormap.properties}<td>the names of the property dimensions
 *   <tr><td>{@code tensormap.samples/}<i>path</i>, {@code tensormap.components/}<i>path</i>, {@code
 *       tensormap.properties/}<i>path</i><td>the same for the gradients with this path
 *   <tr><td>{@code tensormap.info.}<i>name</i><td>global metadata of the map, as in {@code
 *       tensormap.info.unit}
 * </table>
 *
 * <p>Readers refuse a later version than they know, and ignore keys that they do not know.
 */
package org.tensormap.arrow;

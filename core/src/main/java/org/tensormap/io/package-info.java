/**
 * Files and buffers: how tensor maps, blocks and labels are stored, byte for byte as the Python
 * library metatensor does.
 *
 * <p>A tensor map is a ZIP archive ({@code .mts}, also {@code .npz}) of arrays in NumPy's {@code
 * .npy} format: {@code keys.npy} and, for every block, its values and labels. {@link
 * org.tensormap.io.Mts} loads and saves whole maps; {@link org.tensormap.io.MtsFile} reads what is
 * asked for. Bytes come from a {@link org.tensormap.io.ByteSource}, which is a mapped file, memory,
 * or ranges of something remote; {@link org.tensormap.io.ZipArchive} finds entries in them.
 *
 * <p>Nothing that is read is trusted: sizes are compared with what the file can hold before
 * anything is allocated, checksums are verified, and a file that is not what it should be gives a
 * {@link org.tensormap.io.MtsFormatException} with the file, the entry and the problem.
 */
package org.tensormap.io;

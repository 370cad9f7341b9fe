package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A set of named integer tuples: the metadata of one axis of a block, or the keys of a tensor map.
 *
 * <p>Every dimension (column) has a name, every entry (row) is unique. Immutable and safe to share
 * between threads; blocks of one map usually share the same instance where their metadata is the
 * same.
 *
 * <p>The values are in the heap, on a device, or both. Labels on one GPU are compared, combined and
 * selected there; whatever needs single values copies all of them to the heap, once.
 */
public final class Labels implements Iterable<LabelsEntry> {
  private final List<String> names;
  private final LabelsValues values;
  private int hash;

  /**
   * Creates labels from rows.
   *
   * @param names the names of the dimensions: ASCII identifiers, each used once
   * @param rows the entries, each with one value per dimension; copied
   * @throws IllegalArgumentException if a name is not valid, a row has another number of values
   *     than there are names, or an entry is repeated
   */
  public Labels(List<String> names, int[][] rows) {
    this(LabelNames.validated(names), LabelsValues.of(names, rows), true);
  }

  /**
   * Creates labels from row-major values.
   *
   * @param names the names of the dimensions: ASCII identifiers, each used once
   * @param values the values of the first entry, then those of the second, …; copied
   * @throws IllegalArgumentException if a name is not valid, the number of values is not a multiple
   *     of the number of names, or an entry is repeated
   */
  public Labels(List<String> names, int[] values) {
    this(LabelNames.validated(names), LabelsValues.of(names, values.clone()), true);
  }

  /**
   * Creates labels whose values are on a device.
   *
   * @param names the names of the dimensions: ASCII identifiers, each used once
   * @param values integers of shape {@code (entries, names)}; not copied if they are int32, and
   *     owned by their manager, which has to stay open as long as the labels are used on the device
   * @throws IllegalArgumentException if a name is not valid, the values have another shape or are
   *     not integers, or an entry is repeated
   */
  public Labels(List<String> names, NDArray values) {
    this(LabelNames.validated(names), LabelsValues.of(names, values), true);
  }

  private Labels(List<String> names, LabelsValues values, boolean checkUnique) {
    this.names = names;
    this.values = values;
    if (checkUnique) {
      values.checkUnique(names);
    }
  }

  /**
   * Creates labels without looking for repeated entries; with repeated entries, look-ups find one
   * of them and set operations are undefined.
   *
   * @param names the names of the dimensions: ASCII identifiers, each used once
   * @param values the values of the first entry, then those of the second, …; the array is taken
   *     over and must not be changed afterwards
   * @return the labels
   * @throws IllegalArgumentException if a name is not valid, or the number of values is not a
   *     multiple of the number of names
   */
  public static Labels assumeUnique(List<String> names, int[] values) {
    return new Labels(LabelNames.validated(names), LabelsValues.of(names, values), false);
  }

  /**
   * Creates labels whose values are on a device, without looking for repeated entries.
   *
   * @param names the names of the dimensions: ASCII identifiers, each used once
   * @param values integers of shape {@code (entries, names)}; not copied if they are int32, and
   *     owned by their manager, which has to stay open as long as the labels are used on the device
   * @return the labels
   * @throws IllegalArgumentException if a name is not valid, or the values have another shape or
   *     are not integers
   */
  public static Labels assumeUnique(List<String> names, NDArray values) {
    return new Labels(LabelNames.validated(names), LabelsValues.of(names, values), false);
  }

  /**
   * Creates labels with one dimension and the entries 0, 1, …, end - 1.
   *
   * @param name the name of the dimension
   * @param end the number of entries
   * @return the labels
   * @throws IllegalArgumentException if the name is not valid or {@code end} is negative
   */
  public static Labels range(String name, int end) {
    if (end < 0) {
      throw new IllegalArgumentException(
          "a range of labels can not end at " + end + ": use 0 or more");
    }
    return assumeUnique(List.of(name), IntStream.range(0, end).toArray());
  }

  /**
   * Creates labels with one dimension named {@code _} and one entry, 0: what the reference uses
   * where there is nothing to tell apart.
   *
   * @return the labels
   */
  public static Labels single() {
    return range("_", 1);
  }

  /**
   * Creates labels without entries.
   *
   * @param names the names of the dimensions
   * @return the labels
   * @throws IllegalArgumentException if a name is not valid
   */
  public static Labels empty(List<String> names) {
    return assumeUnique(names, new int[0]);
  }

  /**
   * Returns the names of the dimensions.
   *
   * @return the names, in order
   */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the number of entries: Python's {@code len(labels)}.
   *
   * @return the number of entries
   */
  public int size() {
    return values.size();
  }

  /**
   * Returns the number of dimensions of each entry.
   *
   * @return the number of names
   */
  public int dimensions() {
    return names.size();
  }

  /**
   * Returns all values, row-major: entry {@code i} starts at {@code i * dimensions()}.
   *
   * @return a new read-only view of the values, without a copy
   */
  public IntBuffer values() {
    return IntBuffer.wrap(hostValues()).asReadOnlyBuffer();
  }

  /**
   * Returns a new array of all values.
   *
   * @param manager the owner of the array
   * @return an int32 array of shape {@code (entries, names)} on the manager's device
   */
  public NDArray values(NDManager manager) {
    return values.newArray(manager.getDevice(), manager);
  }

  /**
   * Returns where the values are; they are copied to the heap when something there needs them.
   *
   * @return the device; the CPU for labels in the heap
   */
  public Device device() {
    return values.device();
  }

  /**
   * Returns the same labels with their values on a device.
   *
   * @param manager owns the values, which are on its device; it has to stay open as long as the
   *     labels are used there
   * @return the labels; these ones if they are there already
   */
  public Labels to(NDManager manager) {
    return on(manager.getDevice(), manager);
  }

  /**
   * Returns one value.
   *
   * @param entry the position of the entry, from 0
   * @param dimension the position of the dimension, from 0
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such entry or dimension
   */
  public int get(int entry, int dimension) {
    return values.get(values.checkEntry(entry), values.checkDimension(dimension, names));
  }

  /**
   * Returns the values of all entries along one dimension.
   *
   * @param name the name of the dimension
   * @return a new array with one value per entry
   * @throws IllegalArgumentException if there is no dimension with this name
   */
  public int[] column(String name) {
    int dimension = dimensionIndex(name);
    int[] column = new int[size()];
    int[] all = hostValues();
    for (int i = 0, at = dimension; i < column.length; i++, at += dimensions()) {
      column[i] = all[at];
    }
    return column;
  }

  /**
   * Returns a new array of the values of all entries along one dimension.
   *
   * @param name the name of the dimension
   * @param manager the owner of the array
   * @return an int32 array with one value per entry, on the manager's device
   * @throws IllegalArgumentException if there is no dimension with this name
   */
  public NDArray column(String name, NDManager manager) {
    int dimension = dimensionIndex(name);
    return device().isGpu()
        ? DeviceLabels.column(this, dimension, manager)
        : manager.create(column(name));
  }

  /**
   * Returns one entry.
   *
   * @param index the position of the entry, from 0
   * @return the entry
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public LabelsEntry entry(int index) {
    return new LabelsEntry(this, values.checkEntry(index));
  }

  /**
   * Returns some of the entries.
   *
   * @param positions the positions of the entries, each at most once, in their new order
   * @return the new labels, in the heap or on the same GPU
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public Labels entries(int... positions) {
    for (int position : positions) {
      values.checkEntry(position);
    }
    return owning(names, rows().at(positions).values).toDeviceOf(this);
  }

  /**
   * Finds an entry by its values.
   *
   * @param entry one value per dimension
   * @return the position of the entry, or empty if it is not among these labels
   * @throws IllegalArgumentException if the number of values is not the number of dimensions
   */
  public OptionalInt position(int... entry) {
    if (entry.length != dimensions()) {
      throw new IllegalArgumentException(
          "an entry of labels with dimensions "
              + names
              + " has "
              + dimensions()
              + " values, got "
              + entry.length
              + ": "
              + Arrays.toString(entry));
    }
    int row = index().find(new LabelsRows(entry, entry.length, 1))[0];
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }

  /**
   * Finds an entry of other labels among these.
   *
   * @param entry the entry, with the same names in the same order
   * @return the position of the entry, or empty if it is not among these labels
   * @throws IllegalArgumentException if the entry has other dimensions than these labels
   */
  public OptionalInt position(LabelsEntry entry) {
    if (!entry.names().equals(names)) {
      throw new IllegalArgumentException(
          "can not look for "
              + entry.print()
              + " in labels with dimensions "
              + names
              + ": names and order must be the same");
    }
    return position(entry.values());
  }

  /**
   * Tells whether an entry is among these labels.
   *
   * @param entry one value per dimension
   * @return whether {@link #position(int...)} finds it
   * @throws IllegalArgumentException if the number of values is not the number of dimensions
   */
  public boolean contains(int... entry) {
    return position(entry).isPresent();
  }

  /**
   * Tells whether an entry of other labels is among these.
   *
   * @param entry the entry, with the same names in the same order
   * @return whether {@link #position(LabelsEntry)} finds it
   * @throws IllegalArgumentException if the entry has other dimensions than these labels
   */
  public boolean contains(LabelsEntry entry) {
    return position(entry).isPresent();
  }

  /**
   * Selects the entries which match any entry of a selection, along the dimensions of the
   * selection.
   *
   * @param selection labels whose names are all among these names
   * @return the positions of the matching entries: in the order of the selection if it has exactly
   *     the same dimensions, else in the order of these labels
   * @throws IllegalArgumentException if a dimension of the selection is not among these labels,
   *     unless these are empty
   */
  public int[] select(Labels selection) {
    return LabelsSets.select(this, selection);
  }

  /**
   * Selects entries as {@link #select(Labels)} does, into an array.
   *
   * @param selection labels whose names are all among these names
   * @param manager the owner of the array
   * @return the positions of the matching entries, int64, on the manager's device; labels that are
   *     on one GPU are not copied to the heap for it
   * @throws IllegalArgumentException if a dimension of the selection is not among these labels
   */
  public NDArray select(Labels selection, NDManager manager) {
    return LabelsSets.select(this, selection, manager);
  }

  /**
   * Returns all entries of these labels and of others.
   *
   * @param other labels with the same names in the same order
   * @return the entries of these labels, followed by those of the others that are not among them
   * @throws IllegalArgumentException if the names differ
   */
  public Labels union(Labels other) {
    return unionAndMapping(other).labels();
  }

  /**
   * Returns all entries of these labels and of others, and where they ended up.
   *
   * @param other labels with the same names in the same order
   * @return the entries of these labels, followed by those of the others that are not among them,
   *     and the new positions of both
   * @throws IllegalArgumentException if the names differ
   */
  public LabelsMapping unionAndMapping(Labels other) {
    return LabelsSets.union(this, other);
  }

  /**
   * Returns the entries that are both in these labels and in others.
   *
   * @param other labels with the same names in the same order
   * @return the common entries, in the order of the labels that have fewer entries; of these ones
   *     if both have as many
   * @throws IllegalArgumentException if the names differ
   */
  public Labels intersection(Labels other) {
    return intersectionAndMapping(other).labels();
  }

  /**
   * Returns the entries that are both in these labels and in others, and where they ended up.
   *
   * @param other labels with the same names in the same order
   * @return the common entries, in the order of the labels that have fewer entries (of these ones
   *     if both have as many), and the new positions of both, -1 for what is not common
   * @throws IllegalArgumentException if the names differ
   */
  public LabelsMapping intersectionAndMapping(Labels other) {
    return LabelsSets.intersection(this, other);
  }

  /**
   * Returns the entries of these labels that are not in others.
   *
   * @param other labels with the same names in the same order
   * @return the entries that are left, in the order of these labels
   * @throws IllegalArgumentException if the names differ
   */
  public Labels difference(Labels other) {
    return differenceAndMapping(other).labels();
  }

  /**
   * Returns the entries of these labels that are not in others, and where they ended up.
   *
   * @param other labels with the same names in the same order
   * @return the entries that are left, in the order of these labels, and their new positions, -1
   *     for what was removed
   * @throws IllegalArgumentException if the names differ
   */
  public LabelsDifference differenceAndMapping(Labels other) {
    return LabelsSets.difference(this, other);
  }

  /**
   * Adds a dimension behind the others.
   *
   * @param name the name of the new dimension
   * @param values its value for each entry
   * @return the new labels
   * @throws IllegalArgumentException if the name is not valid or in use, or there are not as many
   *     values as entries
   */
  public Labels append(String name, int[] values) {
    return insert(dimensions(), name, values);
  }

  /**
   * Adds a dimension before another.
   *
   * @param index the position of the new dimension, from 0
   * @param name the name of the new dimension
   * @param values its value for each entry
   * @return the new labels
   * @throws IndexOutOfBoundsException if there is no such position
   * @throws IllegalArgumentException if the name is not valid or in use, or there are not as many
   *     values as entries
   */
  public Labels insert(int index, String name, int[] values) {
    return LabelsDimensions.insert(this, index, name, values);
  }

  /**
   * Puts the dimensions into another order.
   *
   * @param order for each new dimension, the position of the old one; negative positions count from
   *     the end
   * @return the new labels
   * @throws IndexOutOfBoundsException if there is no such dimension
   * @throws IllegalArgumentException if there are not as many positions as dimensions, or one is
   *     repeated
   */
  public Labels permute(int... order) {
    return LabelsDimensions.permute(this, order);
  }

  /**
   * Removes a dimension. Without the only one, no entries are left, as in the reference.
   *
   * @param name the name of the dimension
   * @return the new labels
   * @throws IllegalArgumentException if there is no dimension with this name, or two entries are
   *     equal without it
   */
  public Labels remove(String name) {
    return LabelsDimensions.remove(this, name);
  }

  /**
   * Gives a dimension another name.
   *
   * @param oldName the name of the dimension
   * @param newName the name it gets
   * @return the new labels
   * @throws IllegalArgumentException if there is no dimension with this name, or the new name is
   *     not valid or in use
   */
  public Labels rename(String oldName, String newName) {
    return new Labels(
        LabelNames.validated(LabelsDimensions.renamed(this, oldName, newName)), values, false);
  }

  /**
   * Prints the entries as a table, as the reference does.
   *
   * @param maxEntries at most how many entries to print, the first and last ones (never fewer than
   *     2 when the table is cut); all of them if negative
   * @param indent how many blanks to put before every line but the first
   * @return the lines, without a line end behind the last one
   */
  public String print(int maxEntries, int indent) {
    return LabelsPrinter.print(this, maxEntries, indent);
  }

  @Override
  public Iterator<LabelsEntry> iterator() {
    return IntStream.range(0, size()).mapToObj(this::entry).iterator();
  }

  /** Labels are equal if they have the same names and the same entries, in the same order. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Labels labels
            && names.equals(labels.names)
            && values.sameAs(labels.values));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = 31 * (31 * names.hashCode() + size()) + Arrays.hashCode(hostValues());
    }
    return hash;
  }

  /** Returns a table of at most four entries, as the reference's {@code str(labels)}. */
  @Override
  public String toString() {
    return "Labels\n   " + print(4, 3);
  }

  /** The position of a dimension, or an exception that lists the ones there are. */
  int dimensionIndex(String name) {
    int dimension = names.indexOf(name);
    if (dimension < 0) {
      throw new IllegalArgumentException(
          "'" + name + "' not found in the dimensions of these Labels, which are " + names);
    }
    return dimension;
  }

  /** The same labels on a device. */
  Labels on(Device device, NDManager owner) {
    return device().equals(device) ? this : new Labels(names, values.on(device, owner), false);
  }

  /**
   * Returns the same labels where other labels are.
   *
   * @param other the other labels; on a GPU, the manager of their values owns new ones
   * @return the labels; these ones if they are there already
   */
  public Labels toDeviceOf(Labels other) {
    return other.device().isGpu() ? on(other.device(), other.array().getManager()) : this;
  }

  /** Creates labels over an array that nobody else has, which is not copied. */
  static Labels owning(List<String> names, int[] values) {
    return new Labels(LabelNames.validated(names), LabelsValues.of(names, values), true);
  }

  /** All values in the heap, row-major; never changed by anybody. */
  int[] hostValues() {
    return values.host();
  }

  /** All values on a device, or null. */
  NDArray array() {
    return values.array();
  }

  /** All entries, to be looked up or indexed. */
  LabelsRows rows() {
    return values.rows();
  }

  /** Whether the table for look-ups exists already. */
  boolean isIndexed() {
    return values.isIndexed();
  }

  /** The table for look-ups, made on the first call. */
  LabelsIndex index() {
    return values.index();
  }
}

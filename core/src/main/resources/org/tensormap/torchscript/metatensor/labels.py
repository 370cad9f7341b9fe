# `Labels` and `LabelsEntry`, and rows of labels as integers.
#
# This is the first of the files that together are the classes and operators of the metatensor
# TorchScript extension, as TorchScript source. A model exported from Python with `metatensor.torch`
# refers to C++ classes `__torch__.torch.classes.metatensor.*` and to operators `ops.metatensor.*`,
# which stock libtorch does not have. The archive of such a model is patched when it is loaded:
# `torch.classes.` becomes `torch_classes.`, `ops.metatensor.f(` becomes a call of the function `f`
# of these files, and they join the archive, one after the other, as
# `code/__torch__/torch_classes/metatensor.py`. Before, `mts.` becomes the path of that module,
# `__torch__.torch_classes.metatensor.`, and the word `metatensor` the name of the namespace:
# `equistore`, the former name of metatensor, has the same classes.
#
# The language is the one that torch's SourceImporter reads (torch/csrc/jit/serialization/
# import_source.cpp): TorchScript, in which every class and function is named by its full path,
# types are explicit, an object is made by `x = T.__new__(T)` then `x.__init__(...)`, and `torch.f`
# is the operator `aten::f`. There are no module constants, no inheritance, no exceptions to catch,
# and a class can not name itself in the type of an attribute (so gradients are `_Gradient`s). dtypes
# are the integers of c10::ScalarType: 0 uint8, 1 int8, 2 int16, 3 int32, 4 int64, 5 float16, 6
# float32, 7 float64, 9 complex64, 10 complex128, 11 bool.
#
# Exported code calls the methods of classes, and functions whose names do not start with an
# underscore. A class compiles all its methods when it is first named, and a function can not be
# called while it is being compiled: so code outside these files has to name a class before it calls
# a function that starts with an underscore, the classes here name each other in one direction only
# (maps, blocks, labels, entries), and a function that names a class is not called by the classes
# that come before it.
#
# What makes it fast: the interpreter is slow and kernels are not, so nothing here loops over the
# rows of labels. Rows become single integers (`_pack`), and set operations, selections, and the
# merging of blocks are a handful of tensor operations on all rows of all blocks together. Objects
# that are valid by construction are made by `_labels_unchecked`, `_block_unchecked` and
# `_map_unchecked`. One model serves many threads, so an object never changes because it is read:
# there are no caches.


# One entry (row) of some `Labels`.
class LabelsEntry:
  _names : List[str]
  # all rows of the labels, and which one this is; it is selected when it is asked for
  _rows : Tensor
  _index : int
  # The row as integers, where it was read from the device together with all others; else None.
  _row : Optional[List[int]]

  def __init__(self, names: List[str], rows: Tensor, index: int, row: Optional[List[int]]) -> None:
    self._names = names
    self._rows = rows
    self._index = index
    self._row = row

  def __str__(self) -> str:
    return "LabelsEntry" + self.print()

  def __repr__(self) -> str:
    return "LabelsEntry" + self.print()

  def __len__(self) -> int:
    return self._rows.size(1)

  def __getitem__(self, index: Any) -> int:
    column = 0
    if isinstance(index, str):
      column = mts._find_name(self._names, index)
      if column < 0:
        mts._value_error("'{}' not found in the dimensions of this LabelsEntry".format(index))
    elif isinstance(index, int):
      column = index
      size = self._rows.size(1)
      if column < -size or column >= size:
        mts._index_error(
            "index {} is out of bounds for dimension 0 with size {}".format(column, size))
    else:
      mts._type_error(
          "LabelsEntry can only be indexed by int or str, got '{}' instead"
            .format(mts._type_name(index)))
    row = self._row
    if row is not None:
      return row[column]
    return int(self._rows[self._index, column])

  def __eq__(self, other: mts.LabelsEntry) -> bool:
    if self._names != other._names:
      return False
    return bool(torch.all(torch.eq(self.values_getter(), other.values_getter())))

  def __ne__(self, other: mts.LabelsEntry) -> bool:
    return not self.__eq__(other)

  def names_getter(self) -> List[str]:
    return list(self._names)

  def values_getter(self) -> Tensor:
    return torch.select(self._rows, 0, self._index)

  def device_getter(self) -> Device:
    return self._rows.device

  def print(self) -> str:
    values = annotate(List[int], self.values_getter().to(4).tolist())
    names = self._names
    parts = annotate(List[str], [])
    for i in range(len(names)):
      parts.append("{}={}".format(names[i], values[i]))
    return "(" + ", ".join(parts) + ")"


# A set of unique rows of int32, with a name for each column.
class Labels:
  _names : List[str]
  _values : Tensor
  # Where the bridge listed these labels among those of the arguments; only a hint, to be confirmed
  # by identity, since labels of the model itself say 0, and those that it kept from an earlier call
  # what they were then.
  _index : int

  def __init__(self, names: Any, values: Tensor, assume_unique: bool=False) -> None:
    checked_names = mts._string_list(names, "names")
    checked_values = mts._int32(values, 2, "Labels values")
    if checked_values.size(1) != len(checked_names):
      mts._value_error(
          "invalid Labels: the names must have an entry for each column of the array, got {} names "
          "and {} columns".format(len(checked_names), checked_values.size(1)))
    mts._check_names(checked_names)
    if not assume_unique:
      mts._check_unique(checked_values)
    self._names = checked_names
    self._values = checked_values
    self._index = 0

  def __str__(self) -> str:
    return "Labels\n   " + self.print(4, 3)

  def __repr__(self) -> str:
    return "Labels\n   " + self.print(-1, 3)

  def __len__(self) -> int:
    return self._values.size(0)

  def __contains__(self, entry: Any) -> bool:
    return self.position(entry) is not None

  def __eq__(self, other: mts.Labels) -> bool:
    return mts._same_labels(self, other)

  def __ne__(self, other: mts.Labels) -> bool:
    return not mts._same_labels(self, other)

  # `labels[3]` is an entry and `labels["name"]` a column, so the result can only be `Any`.
  def __getitem__(self, index: Any) -> Any:
    if isinstance(index, int):
      return self.entry(index)
    elif isinstance(index, str):
      return self.column(index)
    mts._type_error(
        "Labels can only be indexed by int or str, got '{}' instead".format(mts._type_name(index)))
    return None

  def save(self, file: str) -> None:
    mts._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return mts._save_labels(self)

  def entry(self, index: int) -> mts.LabelsEntry:
    sizes = self._values.size()
    if index < -sizes[0] or index >= sizes[0]:
      mts._index_error(
          "index {} is out of range for tensor of size {} at dimension 0".format(index, sizes))
    return mts._entry(self, index, None)

  def column(self, dimension: str) -> Tensor:
    return torch.select(self._values, 1, mts._dimension(self, dimension))

  def names_getter(self) -> List[str]:
    return list(self._names)

  def values_getter(self) -> Tensor:
    return self._values

  def append(self, name: str, values: Tensor) -> mts.Labels:
    return self.insert(len(self._names), name, values)

  def insert(self, index: int, name: str, values: Tensor) -> mts.Labels:
    if index < 0 or index > len(self._names):
      mts._index_error("index {} is out of bounds".format(index))
    if values.dim() != 1:
      mts._value_error("`values` must be a 1D tensor")
    if values.size(0) != self._values.size(0):
      mts._value_error(
          "the new `values` contains {} entries, but the Labels contains {}"
            .format(values.size(0), self._values.size(0)))
    names = list(self._names)
    names.insert(index, name)
    mts._check_names(names)
    column = mts._int32(values, 1, "Labels values").unsqueeze(1)
    # unique rows stay unique with one more column
    return mts._labels_unchecked(
        names, torch.cat([self._values[:, :index], column, self._values[:, index:]], 1))

  def permute(self, dimensions_indexes: List[int]) -> mts.Labels:
    size = len(self._names)
    if len(dimensions_indexes) != size:
      mts._value_error(
          "the length of `dimensions_indexes` ({}) does not match the number of dimensions in the "
          "Labels ({})".format(len(dimensions_indexes), size))
    names = annotate(List[str], [])
    columns = annotate(List[int], [])
    for index in dimensions_indexes:
      column = index
      if index < 0:
        column = index + size
      if column < 0 or column >= size:
        mts._index_error("out of range index {} for labels dimensions ({})".format(index, size))
      names.append(self._names[column])
      columns.append(column)
    # this refuses a dimension that is named twice, so all columns are there and rows stay unique
    mts._check_names(names)
    return mts._labels_unchecked(
        names,
        torch.index_select(
            self._values, 1, torch.tensor(columns, dtype=4, device=self._values.device)))

  def remove(self, name: str) -> mts.Labels:
    column = mts._dimension(self, name)
    names = list(self._names)
    names.pop(column)
    values = torch.cat([self._values[:, :column], self._values[:, column + 1:]], 1)
    mts._check_unique(values)
    return mts._labels_unchecked(names, values)

  def rename(self, old: str, new: str) -> mts.Labels:
    names = list(self._names)
    names[mts._dimension(self, old)] = new
    mts._check_names(names)
    return mts._labels_unchecked(names, self._values)

  def to(self, device: Any, non_blocking: bool=False) -> mts.Labels:
    target = self._values.device
    if isinstance(device, str):
      target = torch.device(device)
    elif isinstance(device, Device):
      target = device
    elif not isinstance(device, NoneType):
      mts._type_error(
          "'device' must be a string or a torch.device, got '{}' instead"
            .format(mts._type_name(device)))
    return mts._labels_to(self, target, non_blocking)

  def device_getter(self) -> Device:
    return self._values.device

  def position(self, entry: Any) -> Optional[int]:
    row = mts._entry_values(entry, self._values.device)
    if row.size(0) != self._values.size(1):
      mts._value_error(
          "invalid parameter: expected label of size {} in Labels.position, got size {}"
            .format(self._values.size(1), row.size(0)))
    found = torch.nonzero(torch.all(torch.eq(self._values, row), 1))
    if found.size(0) == 0:
      return None
    return int(found[0, 0])

  def print(self, max_entries: int, indent: int=0) -> str:
    return mts._print_labels(self, max_entries, indent)

  def union(self, other: mts.Labels) -> mts.Labels:
    return self.union_and_mapping(other)[0]

  # The entries of `self`, then those of `other` that are new, both in their order.
  def union_and_mapping(self, other: mts.Labels) -> Tuple[mts.Labels, Tensor, Tensor]:
    second = mts._other_values(self, other, "union")
    first = self._values
    count = first.size(0)
    position = mts._find_rows(first, second)
    is_new = torch.lt(position, 0)
    rank = torch.cumsum(is_new, 0)
    result = mts._labels_unchecked(
        self._names,
        torch.cat([first, torch.index(second, annotate(List[Optional[Tensor]], [is_new]))], 0))
    return (
        result, torch.arange(count, dtype=4, device=first.device),
        torch.where(is_new, rank + (count - 1), position))

  def intersection(self, other: mts.Labels) -> mts.Labels:
    return self.intersection_and_mapping(other)[0]

  # The common entries, in the order of the smaller set (of `self`, if both are of one size).
  def intersection_and_mapping(self, other: mts.Labels) -> Tuple[mts.Labels, Tensor, Tensor]:
    second = mts._other_values(self, other, "intersection")
    if self._values.size(0) <= second.size(0):
      values, own, others = mts._intersect(self._values, second)
      return (mts._labels_unchecked(self._names, values), own, others)
    values2, others2, own2 = mts._intersect(second, self._values)
    return (mts._labels_unchecked(self._names, values2), own2, others2)

  def difference(self, other: mts.Labels) -> mts.Labels:
    return self.difference_and_mapping(other)[0]

  # The entries of `self` that `other` does not have, in their order.
  def difference_and_mapping(self, other: mts.Labels) -> Tuple[mts.Labels, Tensor]:
    second = mts._other_values(self, other, "difference")
    kept = torch.lt(mts._find_rows(second, self._values), 0)
    values = torch.index(self._values, annotate(List[Optional[Tensor]], [kept]))
    mapping = torch.where(kept, torch.cumsum(kept, 0) - 1, -1)
    return (mts._labels_unchecked(self._names, values), mapping)

  # The positions of the entries that agree with an entry of `selection` on all its dimensions. With
  # the same dimensions on both sides they come in the order of `selection`, else in that of `self`.
  def select(self, selection: mts.Labels) -> Tensor:
    values = self._values
    if values.size(0) == 0:
      return torch.zeros([0], dtype=4, device=values.device)
    wanted = selection._values
    if wanted.size(0) > 0 and wanted.device != values.device:
      mts._value_error(
          "invalid parameter: can not select from Labels, the selection is on a different device "
          "({}) than the labels being selected ({})".format(
              mts._dlpack_device(wanted.device), mts._dlpack_device(values.device)))
    wanted = wanted.to(values.device)
    if selection._names == self._names:
      positions = mts._find_rows(values, wanted)
      return torch.index(positions, annotate(List[Optional[Tensor]], [torch.ge(positions, 0)]))
    columns = annotate(List[Tensor], [])
    for name in selection._names:
      column = mts._find_name(self._names, name)
      if column < 0:
        mts._value_error(
            "invalid parameter: '{}' in selection is not part of these Labels".format(name))
      columns.append(torch.select(values, 1, column))
    if len(columns) == 0:
      return torch.arange(values.size(0), dtype=4, device=values.device)
    matches = mts._find_rows(wanted, torch.stack(columns, 1))
    return torch.nonzero(torch.ge(matches, 0)).flatten()

  # Up to metatensor-torch 0.7, `view` gave some columns as labels that may hold an entry twice,
  # which other methods refused, and `to_owned` made proper labels of them. Here they are labels at
  # once.
  def view(self, names: Any) -> mts.Labels:
    selected = mts._string_list(names, "names")
    columns = annotate(List[int], [])
    for name in selected:
      columns.append(mts._dimension(self, name))
    return mts._labels_unchecked(
        selected,
        torch.index_select(
            self._values, 1, torch.tensor(columns, dtype=4, device=self._values.device)))

  def is_view(self) -> bool:
    return False

  def to_owned(self) -> mts.Labels:
    mts._check_unique(self._values)
    return self

  def __getstate__(self) -> Tensor:
    return mts._save_labels(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = mts._load_labels(buffer.cpu())
    self._names = loaded._names
    self._values = loaded._values.to(buffer.device)
    self._index = 0


def _labels_unchecked(names: List[str], values: Tensor) -> mts.Labels:
  labels = mts.Labels.__new__(mts.Labels)
  labels._names = names
  labels._values = values
  labels._index = 0
  return labels


def _entry(labels: mts.Labels, index: int, row: Optional[List[int]]) -> mts.LabelsEntry:
  entry = mts.LabelsEntry.__new__(mts.LabelsEntry)
  entry.__init__(labels._names, labels._values, index, row)
  return entry


# An entry of labels, given in one of the ways that `Labels.position` takes.
def _entry_values(entry: Any, device: Device) -> Tensor:
  if isinstance(entry, mts.LabelsEntry):
    return entry.values_getter().to(device)
  elif isinstance(entry, Tensor):
    return mts._int32(entry, 1, "entry passed to Labels::position").to(device)
  elif isinstance(entry, List[int]):
    return torch.tensor(entry, dtype=4, device=device)
  elif isinstance(entry, tuple):
    values = annotate(List[int], [])
    for element in mts._tuple_elements(entry):
      if mts._element_type(element) != "int":
        mts._type_error(
            "tuple parameter to Labels::positions must be a tuple of integers, got element with "
            "type '{}'".format(mts._type_name(entry)))
      values.append(int(element))
    return torch.tensor(values, dtype=4, device=device)
  elif isinstance(entry, List[Tensor]):
    if len(entry) == 0:
      return torch.zeros([0], dtype=4, device=device)
  if isinstance(entry, list):
    mts._type_error(
        "list parameter to Labels::positions must be list of integers, got element with type '{}'"
          .format(mts._type_name(entry)))
  mts._type_error(
      "parameter to Labels::positions must be a LabelsEntry, tensor, or list/tuple of integers, "
      "got '{}' instead".format(mts._type_name(entry)))
  return torch.zeros([0], dtype=4, device=device)


def _dimension(labels: mts.Labels, name: str) -> int:
  column = mts._find_name(labels._names, name)
  if column < 0:
    mts._value_error("'{}' not found in the dimensions of these Labels".format(name))
  return column


def _check_names(names: List[str]) -> None:
  for i in range(len(names)):
    name = names[i]
    # letters, digits and underscores, not starting with a digit
    if not name.replace("_", "a").isalnum() or name[0].isdigit():
      mts._value_error("invalid parameter: '{}' is not a valid label name".format(name))
  for i in range(len(names)):
    if names[i] in names[i + 1:]:
      mts._value_error(
          "invalid parameter: label dimensions must be unique, got '{}' multiple times"
            .format(names[i]))


def _check_unique(values: Tensor) -> None:
  # the meta device has no values, and without dimensions there is nothing to tell rows apart by
  if values.size(0) > 1 and values.size(1) > 0 and not values.is_meta:
    code = mts._pack(values)
    if not mts._is_increasing(code):
      mts._check_unique_codes(values, code)


def _check_unique_codes(values: Tensor, code: Tensor) -> None:
  ordered, order = torch.sort(code)
  repeated = torch.eq(ordered[1:], ordered[:-1])
  if bool(torch.any(repeated)):
    row = order[torch.nonzero(repeated)[0, 0]]
    # The reference reads the rows in order until two neighbors are equal, or are not sorted; only
    # then does it sort them. So of several entries that are repeated, it names this one:
    first = int(torch.nonzero(torch.ge(code[:-1], code[1:]))[0, 0])
    if bool(torch.eq(code[first], code[first + 1])):
      row = torch.tensor(first, device=values.device)
    entry = [str(value) for value in annotate(List[int], values[row].to(4).tolist())]
    mts._value_error(
        "invalid parameter: can not have the same label entry multiple times: [{}] is already "
        "present".format(", ".join(entry)))


def _same_labels(first: mts.Labels, second: mts.Labels) -> bool:
  if first is second:
    return True
  if first._names != second._names:
    return False
  return mts._same_values(first._values, second._values)


def _same_values(first: Tensor, second: Tensor) -> bool:
  if first is second:
    return True
  if first.size() != second.size() or first.device != second.device:
    return False
  if first.is_meta:
    return True
  return torch.equal(first, second)


# The values of `other`, for a set operation with `labels`.
def _other_values(labels: mts.Labels, other: mts.Labels, operation: str) -> Tensor:
  if labels._names != other._names:
    quoted = ['["{}"]'.format('", "'.join(names)) for names in [labels._names, other._names]]
    mts._value_error(
        "invalid parameter: can not take the {} of these Labels, they have different dimensions: "
        "{}, and {}".format(operation, quoted[0], quoted[1]))
  device = labels._values.device
  if other._values.device != device:
    if labels._values.size(0) > 0 and other._values.size(0) > 0:
      mts._value_error(
          "invalid parameter: can not take the {} of these Labels, they are on different devices: "
          "'{}', and '{}'".format(
              operation, mts._dlpack_device(device), mts._dlpack_device(other._values.device)))
    return other._values.to(device)
  return other._values


def _labels_to(labels: mts.Labels, device: Device, non_blocking: bool) -> mts.Labels:
  if labels._values.device == device:
    return labels
  return mts._labels_unchecked(labels._names, torch.to(labels._values, device, 3, non_blocking))


# Every entry of `outer` with every entry of `inner`, which varies fastest.
def _outer_labels(outer: mts.Labels, inner: mts.Labels) -> mts.Labels:
  names = outer._names + inner._names
  mts._check_names(names)
  n_outer = outer._values.size(0)
  n_inner = inner._values.size(0)
  left = outer._values.unsqueeze(1).expand([n_outer, n_inner, len(outer._names)])
  right = inner._values.unsqueeze(0).expand([n_outer, n_inner, len(inner._names)])
  return mts._labels_unchecked(
      names, torch.cat([left, right], 2).view([n_outer * n_inner, len(names)]))


# `values` as int32, with the given number of dimensions.
def _int32(values: Tensor, dimensions: int, context: str) -> Tensor:
  if values.numel() == 0:
    # an empty tensor may be of any kind
    values = torch.zeros(values.size(), dtype=3, device=values.device)
  if not torch.can_cast(values.dtype, 3):
    mts._value_error(context + " must be a Tensor of 32-bit integers")
  if values.dim() != dimensions:
    mts._value_error("{} must be a {}D Tensor".format(context, dimensions))
  if values.requires_grad:
    mts._value_error(context + " can not require gradients")
  return values.to(3)


# The lexicographic order of pairs as the order of single integers. `low` is in the range of int32,
# `high` too; the offset makes the low half non-negative, and without it the first pairs with
# `high = -2**31` would wrap around.
def _pack_pair(high: Tensor, low: Tensor) -> Tensor:
  return torch.add(torch.add(low, high.to(4), alpha=4294967296), 2147483648)


# A 1-D integer tensor with one code per row of `values` (2-D, in the range of int32): codes are
# equal where rows are, and ordered as rows are lexicographically.
#
# One column is its own code and two always fit into 64 bits. More columns become digits of a number
# in a mixed radix, given by the range of each column, if that fits; if not, a prefix of the columns
# is replaced by the ranks of its codes, which fit into 32 bits, and another column is added to
# that.
def _pack(values: Tensor) -> Tensor:
  count = values.size(0)
  columns = values.size(1)
  if columns == 0 or count == 0:
    return torch.zeros([count], dtype=4, device=values.device)
  if columns == 1:
    return torch.select(values, 1, 0)
  if columns == 2:
    return mts._pack_pair(torch.select(values, 1, 0), torch.select(values, 1, 1))
  low, high = torch.aminmax(values, dim=0)
  bounds = annotate(List[List[int]], torch.stack([low, high], 0).to(4).tolist())
  weights = annotate(List[int], [])
  weight = 1
  offset = 0
  fits = True
  for i in range(columns):
    column = columns - 1 - i
    weights.insert(0, weight)
    offset += bounds[0][column] * weight
    width = bounds[1][column] - bounds[0][column] + 1
    if weight > 9223372036854775807 // width:
      fits = False
      break
    weight *= width
  if fits:
    return torch.sum(values * torch.tensor(weights, dtype=4, device=values.device), 1) - offset
  code = mts._pack_pair(torch.select(values, 1, 0), torch.select(values, 1, 1))
  for column in range(2, columns):
    ranks = torch._unique2(code, True, True)[1]
    code = mts._pack_pair(ranks, torch.select(values, 1, column))
  return code


# Whether each code is larger than the one before it.
def _is_increasing(code: Tensor) -> bool:
  return bool(torch.all(torch.lt(code[:-1], code[1:])))


# For each row of `needles` its position in `rows` (whose rows are unique), or -1; int64.
def _find_rows(rows: Tensor, needles: Tensor) -> Tensor:
  count = rows.size(0)
  codes, inverse, _ = torch._unique2(mts._pack(torch.cat([rows, needles], 0)), True, True)
  position = torch.full([codes.size(0)], -1, dtype=4, device=rows.device)
  position.scatter_(0, inverse[:count], torch.arange(count, dtype=4, device=rows.device))
  return torch.index_select(position, 0, inverse[count:])


# The rows of `first` that are in `second` too, and for each row of both its position there, or -1.
def _intersect(first: Tensor, second: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  position = mts._find_rows(second, first)
  kept = torch.ge(position, 0)
  first_mapping = torch.where(kept, torch.cumsum(kept, 0) - 1, -1)
  values = torch.index(first, annotate(List[Optional[Tensor]], [kept]))
  second_mapping = torch.full([second.size(0)], -1, dtype=4, device=second.device)
  second_mapping.scatter_(
      0, torch.index(position, annotate(List[Optional[Tensor]], [kept])),
      torch.arange(values.size(0), dtype=4, device=values.device))
  return (values, first_mapping, second_mapping)

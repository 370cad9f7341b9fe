# The classes `Labels`, `LabelsEntry`, `TensorBlock`, `TensorMap` and the operators of the metatensor
# TorchScript extension, as TorchScript source.
#
# A model exported from Python with `metatensor.torch` refers to C++ classes
# `__torch__.torch.classes.metatensor.*` and to operators `ops.metatensor.*`, which stock libtorch
# does not have. The archive of such a model is patched when it is loaded: `torch.classes.` becomes
# `torch_classes.`, `ops.metatensor.f(` becomes a call of the function `f` of this file, and this file
# joins the archive as `code/__torch__/torch_classes/metatensor.py`. For another namespace with the
# same classes (`equistore`, the former name of metatensor), replace the word `metatensor` in this
# whole text by the namespace.
#
# The language is the one that torch's SourceImporter reads (torch/csrc/jit/serialization/
# import_source.cpp): TorchScript, in which every class and function is named by its full path, types
# are explicit, an object is made by `x = T.__new__(T)` then `x.__init__(...)`, and `torch.f` is the
# operator `aten::f`. There are no module constants, no inheritance, no exceptions to catch, and a
# class can not name itself in the type of an attribute (so gradients are `List[Any]`). Names that
# start with an underscore are not called by exported code. A class compiles its methods when it is first
# named, and a function can not be called while it is being compiled, so code outside this file names a
# class before it calls a function whose name starts with an underscore. dtypes are the integers of
# c10::ScalarType: 0 uint8, 1 int8, 2 int16, 3 int32, 4 int64, 5 float16, 6 float32, 7 float64,
# 9 complex64, 10 complex128, 11 bool.
#
# What makes it fast: the interpreter is slow and kernels are not, so nothing here loops over the rows
# of labels. Rows become single integers (`_pack`), and set operations, selections, and the merging
# of blocks are a handful of tensor operations over all rows of all blocks together. Objects that are
# valid by construction are made by `_labels_unchecked`, `_block_unchecked` and `_map_unchecked`.
# One model serves many threads, so an object never changes because it is read: there are no caches.


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
      column = __torch__.torch_classes.metatensor._find_name(self._names, index)
      if column < 0:
        ops.prim.RaiseException("'{}' not found in the dimensions of this LabelsEntry".format(index), "builtins.ValueError")
    elif isinstance(index, int):
      column = index
      size = self._rows.size(1)
      if column < -size or column >= size:
        ops.prim.RaiseException("index {} is out of bounds for dimension 0 with size {}".format(column, size), "builtins.IndexError")
    else:
      ops.prim.RaiseException("LabelsEntry can only be indexed by int or str, got '{}' instead".format(__torch__.torch_classes.metatensor._type_name(index)), "builtins.TypeError")
    row = self._row
    if row is not None:
      return row[column]
    return int(self._rows[self._index, column])

  def __eq__(self, other: __torch__.torch_classes.metatensor.LabelsEntry) -> bool:
    if self._names != other._names:
      return False
    return bool(torch.all(torch.eq(self.values_getter(), other.values_getter())))

  def __ne__(self, other: __torch__.torch_classes.metatensor.LabelsEntry) -> bool:
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

  def __init__(self, names: Any, values: Tensor, assume_unique: bool=False) -> None:
    checked_names = __torch__.torch_classes.metatensor._string_list(names, "names")
    checked_values = __torch__.torch_classes.metatensor._int32(values, 2, "Labels values")
    if checked_values.size(1) != len(checked_names):
      ops.prim.RaiseException("invalid Labels: the names must have an entry for each column of the array, got {} names and {} columns".format(len(checked_names), checked_values.size(1)), "builtins.ValueError")
    __torch__.torch_classes.metatensor._check_names(checked_names)
    if not assume_unique:
      __torch__.torch_classes.metatensor._check_unique(checked_values)
    self._names = checked_names
    self._values = checked_values

  def __str__(self) -> str:
    return "Labels\n   " + self.print(4, 3)

  def __repr__(self) -> str:
    return "Labels\n   " + self.print(-1, 3)

  def __len__(self) -> int:
    return self._values.size(0)

  def __contains__(self, entry: Any) -> bool:
    return self.position(entry) is not None

  def __eq__(self, other: __torch__.torch_classes.metatensor.Labels) -> bool:
    return __torch__.torch_classes.metatensor._same_labels(self, other)

  def __ne__(self, other: __torch__.torch_classes.metatensor.Labels) -> bool:
    return not __torch__.torch_classes.metatensor._same_labels(self, other)

  # `labels[3]` is an entry and `labels["name"]` a column, so the result can only be `Any`.
  def __getitem__(self, index: Any) -> Any:
    if isinstance(index, int):
      return self.entry(index)
    elif isinstance(index, str):
      return self.column(index)
    ops.prim.RaiseException("Labels can only be indexed by int or str, got '{}' instead".format(__torch__.torch_classes.metatensor._type_name(index)), "builtins.TypeError")
    return None

  def save(self, file: str) -> None:
    __torch__.torch_classes.metatensor._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_labels(self)

  def entry(self, index: int) -> __torch__.torch_classes.metatensor.LabelsEntry:
    sizes = self._values.size()
    if index < -sizes[0] or index >= sizes[0]:
      ops.prim.RaiseException("index {} is out of range for tensor of size {} at dimension 0".format(index, sizes), "builtins.IndexError")
    return __torch__.torch_classes.metatensor._entry(self, index, None)

  def column(self, dimension: str) -> Tensor:
    return torch.select(self._values, 1, __torch__.torch_classes.metatensor._dimension(self, dimension))

  def names_getter(self) -> List[str]:
    return list(self._names)

  def values_getter(self) -> Tensor:
    return self._values

  def append(self, name: str, values: Tensor) -> __torch__.torch_classes.metatensor.Labels:
    return self.insert(len(self._names), name, values)

  def insert(self, index: int, name: str, values: Tensor) -> __torch__.torch_classes.metatensor.Labels:
    if index < 0 or index > len(self._names):
      ops.prim.RaiseException("index {} is out of bounds".format(index), "builtins.IndexError")
    if values.dim() != 1:
      ops.prim.RaiseException("`values` must be a 1D tensor", "builtins.ValueError")
    if values.size(0) != self._values.size(0):
      ops.prim.RaiseException("the new `values` contains {} entries, but the Labels contains {}".format(values.size(0), self._values.size(0)), "builtins.ValueError")
    names = list(self._names)
    names.insert(index, name)
    __torch__.torch_classes.metatensor._check_names(names)
    column = __torch__.torch_classes.metatensor._int32(values, 1, "Labels values").unsqueeze(1)
    # unique rows stay unique with one more column
    return __torch__.torch_classes.metatensor._labels_unchecked(names, torch.cat([self._values[:, :index], column, self._values[:, index:]], 1))

  def permute(self, dimensions_indexes: List[int]) -> __torch__.torch_classes.metatensor.Labels:
    size = len(self._names)
    if len(dimensions_indexes) != size:
      ops.prim.RaiseException("the length of `dimensions_indexes` ({}) does not match the number of dimensions in the Labels ({})".format(len(dimensions_indexes), size), "builtins.ValueError")
    names = annotate(List[str], [])
    columns = annotate(List[int], [])
    for index in dimensions_indexes:
      column = index
      if index < 0:
        column = index + size
      if column < 0 or column >= size:
        ops.prim.RaiseException("out of range index {} for labels dimensions ({})".format(index, size), "builtins.IndexError")
      names.append(self._names[column])
      columns.append(column)
    # this refuses a dimension that is named twice, so all columns are there and rows stay unique
    __torch__.torch_classes.metatensor._check_names(names)
    return __torch__.torch_classes.metatensor._labels_unchecked(names, torch.index_select(self._values, 1, torch.tensor(columns, dtype=4, device=self._values.device)))

  def remove(self, name: str) -> __torch__.torch_classes.metatensor.Labels:
    column = __torch__.torch_classes.metatensor._dimension(self, name)
    names = list(self._names)
    names.pop(column)
    values = torch.cat([self._values[:, :column], self._values[:, column + 1:]], 1)
    __torch__.torch_classes.metatensor._check_unique(values)
    return __torch__.torch_classes.metatensor._labels_unchecked(names, values)

  def rename(self, old: str, new: str) -> __torch__.torch_classes.metatensor.Labels:
    names = list(self._names)
    names[__torch__.torch_classes.metatensor._dimension(self, old)] = new
    __torch__.torch_classes.metatensor._check_names(names)
    return __torch__.torch_classes.metatensor._labels_unchecked(names, self._values)

  def to(self, device: Any, non_blocking: bool=False) -> __torch__.torch_classes.metatensor.Labels:
    target = self._values.device
    if isinstance(device, str):
      target = torch.device(device)
    elif isinstance(device, Device):
      target = device
    elif not isinstance(device, NoneType):
      ops.prim.RaiseException("'device' must be a string or a torch.device, got '{}' instead".format(__torch__.torch_classes.metatensor._type_name(device)), "builtins.TypeError")
    return __torch__.torch_classes.metatensor._labels_to(self, target, non_blocking)

  def device_getter(self) -> Device:
    return self._values.device

  def position(self, entry: Any) -> Optional[int]:
    row = __torch__.torch_classes.metatensor._entry_values(entry, self._values.device)
    if row.size(0) != self._values.size(1):
      ops.prim.RaiseException("invalid parameter: expected label of size {} in Labels.position, got size {}".format(self._values.size(1), row.size(0)), "builtins.ValueError")
    found = torch.nonzero(torch.all(torch.eq(self._values, row), 1))
    if found.size(0) == 0:
      return None
    return int(found[0, 0])

  def print(self, max_entries: int, indent: int=0) -> str:
    return __torch__.torch_classes.metatensor._print_labels(self, max_entries, indent)

  def union(self, other: __torch__.torch_classes.metatensor.Labels) -> __torch__.torch_classes.metatensor.Labels:
    return self.union_and_mapping(other)[0]

  # The entries of `self`, then those of `other` that are new, both in their order.
  def union_and_mapping(self, other: __torch__.torch_classes.metatensor.Labels) -> Tuple[__torch__.torch_classes.metatensor.Labels, Tensor, Tensor]:
    second = __torch__.torch_classes.metatensor._other_values(self, other, "union")
    first = self._values
    count = first.size(0)
    position = __torch__.torch_classes.metatensor._find_rows(first, second)
    is_new = torch.lt(position, 0)
    rank = torch.cumsum(is_new, 0)
    result = __torch__.torch_classes.metatensor._labels_unchecked(self._names, torch.cat([first, torch.index(second, annotate(List[Optional[Tensor]], [is_new]))], 0))
    return (result, torch.arange(count, dtype=4, device=first.device), torch.where(is_new, rank + (count - 1), position))

  def intersection(self, other: __torch__.torch_classes.metatensor.Labels) -> __torch__.torch_classes.metatensor.Labels:
    return self.intersection_and_mapping(other)[0]

  # The common entries, in the order of the smaller set (of `self`, if both are of one size).
  def intersection_and_mapping(self, other: __torch__.torch_classes.metatensor.Labels) -> Tuple[__torch__.torch_classes.metatensor.Labels, Tensor, Tensor]:
    second = __torch__.torch_classes.metatensor._other_values(self, other, "intersection")
    if self._values.size(0) <= second.size(0):
      values, own, others = __torch__.torch_classes.metatensor._intersect(self._values, second)
      return (__torch__.torch_classes.metatensor._labels_unchecked(self._names, values), own, others)
    values2, others2, own2 = __torch__.torch_classes.metatensor._intersect(second, self._values)
    return (__torch__.torch_classes.metatensor._labels_unchecked(self._names, values2), own2, others2)

  def difference(self, other: __torch__.torch_classes.metatensor.Labels) -> __torch__.torch_classes.metatensor.Labels:
    return self.difference_and_mapping(other)[0]

  # The entries of `self` that `other` does not have, in their order.
  def difference_and_mapping(self, other: __torch__.torch_classes.metatensor.Labels) -> Tuple[__torch__.torch_classes.metatensor.Labels, Tensor]:
    second = __torch__.torch_classes.metatensor._other_values(self, other, "difference")
    kept = torch.lt(__torch__.torch_classes.metatensor._find_rows(second, self._values), 0)
    values = torch.index(self._values, annotate(List[Optional[Tensor]], [kept]))
    mapping = torch.where(kept, torch.cumsum(kept, 0) - 1, -1)
    return (__torch__.torch_classes.metatensor._labels_unchecked(self._names, values), mapping)

  # The positions of the entries that agree with an entry of `selection` on all its dimensions. With
  # the same dimensions on both sides they come in the order of `selection`, else in that of `self`.
  def select(self, selection: __torch__.torch_classes.metatensor.Labels) -> Tensor:
    values = self._values
    if values.size(0) == 0:
      return torch.zeros([0], dtype=4, device=values.device)
    wanted = selection._values
    if wanted.size(0) > 0 and wanted.device != values.device:
      ops.prim.RaiseException("invalid parameter: can not select from Labels, the selection is on a different device ({}) than the labels being selected ({})".format(__torch__.torch_classes.metatensor._dlpack_device(wanted.device), __torch__.torch_classes.metatensor._dlpack_device(values.device)), "builtins.ValueError")
    wanted = wanted.to(values.device)
    if selection._names == self._names:
      positions = __torch__.torch_classes.metatensor._find_rows(values, wanted)
      return torch.index(positions, annotate(List[Optional[Tensor]], [torch.ge(positions, 0)]))
    columns = annotate(List[Tensor], [])
    for name in selection._names:
      column = __torch__.torch_classes.metatensor._find_name(self._names, name)
      if column < 0:
        ops.prim.RaiseException("invalid parameter: '{}' in selection is not part of these Labels".format(name), "builtins.ValueError")
      columns.append(torch.select(values, 1, column))
    if len(columns) == 0:
      return torch.arange(values.size(0), dtype=4, device=values.device)
    matches = __torch__.torch_classes.metatensor._find_rows(wanted, torch.stack(columns, 1))
    return torch.nonzero(torch.ge(matches, 0)).flatten()

  # Up to metatensor-torch 0.7, `view` gave some columns as labels that may hold an entry twice, which
  # other methods refused, and `to_owned` made proper labels of them. Here they are labels at once.
  def view(self, names: Any) -> __torch__.torch_classes.metatensor.Labels:
    selected = __torch__.torch_classes.metatensor._string_list(names, "names")
    columns = annotate(List[int], [])
    for name in selected:
      columns.append(__torch__.torch_classes.metatensor._dimension(self, name))
    return __torch__.torch_classes.metatensor._labels_unchecked(selected, torch.index_select(self._values, 1, torch.tensor(columns, dtype=4, device=self._values.device)))

  def is_view(self) -> bool:
    return False

  def to_owned(self) -> __torch__.torch_classes.metatensor.Labels:
    __torch__.torch_classes.metatensor._check_unique(self._values)
    return self

  def __getstate__(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_labels(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = __torch__.torch_classes.metatensor._load_labels(buffer.cpu())
    self._names = loaded._names
    self._values = loaded._values.to(buffer.device)


# An array with labels for each axis, and its gradients, which are blocks too.
class TensorBlock:
  _values : Tensor
  _samples : __torch__.torch_classes.metatensor.Labels
  _components : List[__torch__.torch_classes.metatensor.Labels]
  _properties : __torch__.torch_classes.metatensor.Labels
  _gradient_names : List[str]
  # each a TensorBlock
  _gradients : List[Any]
  # path of parameters that leads to this block, if it is a gradient
  _parameter : str
  # whether it belongs to a map or to another block
  _is_view : bool

  def __init__(self, values: Tensor, samples: __torch__.torch_classes.metatensor.Labels, components: List[__torch__.torch_classes.metatensor.Labels], properties: __torch__.torch_classes.metatensor.Labels) -> None:
    __torch__.torch_classes.metatensor._check_block(values, samples, components, properties)
    self._values = values
    self._samples = samples
    self._components = list(components)
    self._properties = properties
    self._gradient_names = annotate(List[str], [])
    self._gradients = annotate(List[Any], [])
    self._parameter = ""
    self._is_view = False

  def __repr__(self) -> str:
    return __torch__.torch_classes.metatensor._print_block(self)

  def __str__(self) -> str:
    return __torch__.torch_classes.metatensor._print_block(self)

  def __len__(self) -> int:
    return self._samples._values.size(0)

  def copy(self, deep: bool=True) -> __torch__.torch_classes.metatensor.TensorBlock:
    return __torch__.torch_classes.metatensor._copy_block(self, deep)

  def values_getter(self) -> Tensor:
    return self._values

  def values_setter(self, values: Tensor) -> None:
    ops.prim.RaiseException("Direct assignment to `values` is not possible. Please use `block.values[:] = new_values` instead.", "builtins.ValueError")

  def samples_getter(self) -> __torch__.torch_classes.metatensor.Labels:
    return self._samples

  def components_getter(self) -> List[__torch__.torch_classes.metatensor.Labels]:
    return list(self._components)

  def properties_getter(self) -> __torch__.torch_classes.metatensor.Labels:
    return self._properties

  def shape_getter(self) -> List[int]:
    return self._values.size()

  # The block keeps the structure that `gradient` has now, and shares its arrays.
  def add_gradient(self, parameter: str, gradient: __torch__.torch_classes.metatensor.TensorBlock) -> None:
    __torch__.torch_classes.metatensor._check_gradient(self, parameter, gradient)
    __torch__.torch_classes.metatensor._add_gradient_unchecked(self, parameter, __torch__.torch_classes.metatensor._copy_block(gradient, False))

  def gradients_list(self) -> List[str]:
    return list(self._gradient_names)

  def has_gradient(self, parameter: str) -> bool:
    return parameter in self._gradient_names

  def gradient(self, parameter: str) -> __torch__.torch_classes.metatensor.TensorBlock:
    index = __torch__.torch_classes.metatensor._find_name(self._gradient_names, parameter)
    if index < 0:
      ops.prim.RaiseException("can not find gradients with respect to '{}' in this block".format(parameter), "builtins.ValueError")
    return __torch__.torch_classes.metatensor._gradient_view(self, index)

  def gradients(self) -> List[Tuple[str, __torch__.torch_classes.metatensor.TensorBlock]]:
    result = annotate(List[Tuple[str, __torch__.torch_classes.metatensor.TensorBlock]], [])
    for index in range(len(self._gradient_names)):
      result.append((self._gradient_names[index], __torch__.torch_classes.metatensor._gradient_view(self, index)))
    return result

  def device_getter(self) -> Device:
    return self._values.device

  def dtype_getter(self) -> int:
    return self._values.dtype

  def is_view_getter(self) -> bool:
    return self._is_view

  def to(self, _0: Any=None, _1: Any=None, dtype: Optional[int]=None, device: Optional[Device]=None, arrays: Optional[str]=None, non_blocking: bool=False) -> __torch__.torch_classes.metatensor.TensorBlock:
    new_dtype, new_device = __torch__.torch_classes.metatensor._to_arguments(_0, _1, dtype, device, arrays, "`TensorBlock.to`")
    return __torch__.torch_classes.metatensor._block_to(self, new_dtype, new_device, non_blocking)

  def save(self, file: str) -> None:
    __torch__.torch_classes.metatensor._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_block(self)

  def __getstate__(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_block(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = __torch__.torch_classes.metatensor._block_to(__torch__.torch_classes.metatensor._load_block(buffer.cpu()), None, buffer.device, False)
    self._values = loaded._values
    self._samples = loaded._samples
    self._components = loaded._components
    self._properties = loaded._properties
    self._gradient_names = loaded._gradient_names
    self._gradients = loaded._gradients
    self._parameter = ""
    self._is_view = False


# Blocks, each with an entry of `keys`.
class TensorMap:
  _keys : __torch__.torch_classes.metatensor.Labels
  _blocks : List[__torch__.torch_classes.metatensor.TensorBlock]
  _info : Dict[str, str]

  # The map takes the blocks over: they can not be put into another one without a copy.
  def __init__(self, keys: __torch__.torch_classes.metatensor.Labels, blocks: List[__torch__.torch_classes.metatensor.TensorBlock]) -> None:
    __torch__.torch_classes.metatensor._check_map(keys, blocks)
    self._keys = keys
    self._blocks = list(blocks)
    self._info = annotate(Dict[str, str], {})

  def __len__(self) -> int:
    return len(self._blocks)

  def __repr__(self) -> str:
    return __torch__.torch_classes.metatensor._print_map(self, -1)

  def __str__(self) -> str:
    return __torch__.torch_classes.metatensor._print_map(self, 7)

  def __getitem__(self, selection: Any) -> __torch__.torch_classes.metatensor.TensorBlock:
    return __torch__.torch_classes.metatensor._select_block(self, selection)

  def copy(self, deep: bool=True) -> __torch__.torch_classes.metatensor.TensorMap:
    blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    for block in self._blocks:
      blocks.append(__torch__.torch_classes.metatensor._copy_block(block, deep))
    info = annotate(Dict[str, str], {})
    if deep:
      info = self.info()
    return __torch__.torch_classes.metatensor._map_unchecked(self._keys, blocks, info)

  def save(self, file: str) -> None:
    __torch__.torch_classes.metatensor._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_map(self)

  def items(self) -> List[Tuple[__torch__.torch_classes.metatensor.LabelsEntry, __torch__.torch_classes.metatensor.TensorBlock]]:
    result = annotate(List[Tuple[__torch__.torch_classes.metatensor.LabelsEntry, __torch__.torch_classes.metatensor.TensorBlock]], [])
    keys = self._keys
    # all keys in one copy from the device: what a loop over items does first is to look at the key
    rows = annotate(List[List[int]], keys._values.to(4).tolist())
    for index in range(len(rows)):
      result.append((__torch__.torch_classes.metatensor._entry(keys, index, rows[index]), self._blocks[index]))
    return result

  def keys_getter(self) -> __torch__.torch_classes.metatensor.Labels:
    return self._keys

  def block_by_id(self, index: int) -> __torch__.torch_classes.metatensor.TensorBlock:
    return __torch__.torch_classes.metatensor._block_by_id(self, index)

  def blocks_by_id(self, indices: List[int]) -> List[__torch__.torch_classes.metatensor.TensorBlock]:
    result = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    for index in indices:
      result.append(__torch__.torch_classes.metatensor._block_by_id(self, index))
    return result

  def block(self, selection: Any=None) -> __torch__.torch_classes.metatensor.TensorBlock:
    return __torch__.torch_classes.metatensor._select_block(self, selection)

  def blocks(self, selection: Any=None) -> List[__torch__.torch_classes.metatensor.TensorBlock]:
    if isinstance(selection, NoneType):
      return list(self._blocks)
    elif isinstance(selection, int):
      return [__torch__.torch_classes.metatensor._block_by_id(self, selection)]
    elif isinstance(selection, List[int]):
      return self.blocks_by_id(selection)
    return self.blocks_by_id(__torch__.torch_classes.metatensor._matching(self._keys, selection, "None, int, List[int], Dict[str, int], Labels, or LabelsEntry"))

  # Up to metatensor-torch 0.7: the positions of the blocks that `blocks` gives.
  def blocks_matching(self, selection: __torch__.torch_classes.metatensor.Labels) -> List[int]:
    return __torch__.torch_classes.metatensor._matching(self._keys, selection, "Labels")

  # Before metatensor-torch 0.9, `sort_samples` stood in the place of `fill_value`.
  def keys_to_samples(self, keys_to_move: Any, fill_value: Any=0, sort_samples: bool=True) -> __torch__.torch_classes.metatensor.TensorMap:
    moved = __torch__.torch_classes.metatensor._keys_to_move(self._keys, keys_to_move, "TensorMap::keys_to_samples first argument")
    if isinstance(fill_value, bool):
      return __torch__.torch_classes.metatensor._keys_to_samples(self, moved, 0, fill_value)
    return __torch__.torch_classes.metatensor._keys_to_samples(self, moved, fill_value, sort_samples)

  def keys_to_properties(self, keys_to_move: Any, fill_value: Any=0, sort_samples: bool=True) -> __torch__.torch_classes.metatensor.TensorMap:
    moved = __torch__.torch_classes.metatensor._keys_to_move(self._keys, keys_to_move, "TensorMap::keys_to_properties first argument")
    if isinstance(fill_value, bool):
      return __torch__.torch_classes.metatensor._keys_to_properties(self, moved, 0, fill_value)
    return __torch__.torch_classes.metatensor._keys_to_properties(self, moved, fill_value, sort_samples)

  def components_to_properties(self, dimensions: Any) -> __torch__.torch_classes.metatensor.TensorMap:
    names = __torch__.torch_classes.metatensor._string_list(dimensions, "TensorMap::components_to_properties argument")
    blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    for block in self._blocks:
      blocks.append(__torch__.torch_classes.metatensor._components_to_properties(block, names))
    return __torch__.torch_classes.metatensor._map_unchecked(self._keys, blocks, self.info())

  def set_info(self, key: str, value: str) -> None:
    self._info[key] = value

  def get_info(self, key: str) -> Optional[str]:
    return self._info.get(key)

  def info(self) -> Dict[str, str]:
    return dict(self._info)

  def sample_names_getter(self) -> List[str]:
    if len(self._blocks) == 0:
      return annotate(List[str], [])
    return list(self._blocks[0]._samples._names)

  def component_names_getter(self) -> List[str]:
    names = annotate(List[str], [])
    if len(self._blocks) > 0:
      for component in self._blocks[0]._components:
        names.append(component._names[0])
    return names

  def property_names_getter(self) -> List[str]:
    if len(self._blocks) == 0:
      return annotate(List[str], [])
    return list(self._blocks[0]._properties._names)

  def device_getter(self) -> Device:
    return self._keys._values.device

  def dtype_getter(self) -> int:
    if len(self._blocks) == 0:
      # the default dtype
      return torch.zeros([0]).dtype
    return self._blocks[0]._values.dtype

  # a map that belongs to something else comes from C++ code only
  def is_view_getter(self) -> bool:
    return False

  def to(self, _0: Any=None, _1: Any=None, dtype: Optional[int]=None, device: Optional[Device]=None, arrays: Optional[str]=None, non_blocking: bool=False) -> __torch__.torch_classes.metatensor.TensorMap:
    new_dtype, new_device = __torch__.torch_classes.metatensor._to_arguments(_0, _1, dtype, device, arrays, "`TensorMap.to`")
    return __torch__.torch_classes.metatensor._map_to(self, new_dtype, new_device, non_blocking)

  def print(self, max_keys: int) -> str:
    return __torch__.torch_classes.metatensor._print_map(self, max_keys)

  def __getstate__(self) -> Tensor:
    return __torch__.torch_classes.metatensor._save_map(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = __torch__.torch_classes.metatensor._map_to(__torch__.torch_classes.metatensor._load_map(buffer.cpu()), None, buffer.device, False)
    self._keys = loaded._keys
    self._blocks = loaded._blocks
    self._info = loaded._info


# ---------------------------------------------------------------------------------------------------
# Objects without checks, for the bridge that decodes the arguments of a call and for this file.


def _labels_unchecked(names: List[str], values: Tensor) -> __torch__.torch_classes.metatensor.Labels:
  labels = __torch__.torch_classes.metatensor.Labels.__new__(__torch__.torch_classes.metatensor.Labels)
  labels._names = names
  labels._values = values
  return labels


def _entry(labels: __torch__.torch_classes.metatensor.Labels, index: int, row: Optional[List[int]]) -> __torch__.torch_classes.metatensor.LabelsEntry:
  entry = __torch__.torch_classes.metatensor.LabelsEntry.__new__(__torch__.torch_classes.metatensor.LabelsEntry)
  entry.__init__(labels._names, labels._values, index, row)
  return entry


def _block_unchecked(values: Tensor, samples: __torch__.torch_classes.metatensor.Labels, components: List[__torch__.torch_classes.metatensor.Labels], properties: __torch__.torch_classes.metatensor.Labels) -> __torch__.torch_classes.metatensor.TensorBlock:
  block = __torch__.torch_classes.metatensor.TensorBlock.__new__(__torch__.torch_classes.metatensor.TensorBlock)
  block._values = values
  block._samples = samples
  block._components = components
  block._properties = properties
  block._gradient_names = annotate(List[str], [])
  block._gradients = annotate(List[Any], [])
  block._parameter = ""
  block._is_view = False
  return block


def _add_gradient_unchecked(block: __torch__.torch_classes.metatensor.TensorBlock, parameter: str, gradient: __torch__.torch_classes.metatensor.TensorBlock) -> None:
  block._gradient_names.append(parameter)
  block._gradients.append(gradient)


# `blocks` and `info` are not copied.
def _map_unchecked(keys: __torch__.torch_classes.metatensor.Labels, blocks: List[__torch__.torch_classes.metatensor.TensorBlock], info: Dict[str, str]) -> __torch__.torch_classes.metatensor.TensorMap:
  tensor = __torch__.torch_classes.metatensor.TensorMap.__new__(__torch__.torch_classes.metatensor.TensorMap)
  for block in blocks:
    block._is_view = True
  tensor._keys = keys
  tensor._blocks = blocks
  tensor._info = info
  return tensor


# ---------------------------------------------------------------------------------------------------
# Arguments.


# Position of `name` in `names`, or -1.
def _find_name(names: List[str], name: str) -> int:
  for i in range(len(names)):
    if names[i] == name:
      return i
  return -1


def _dimension(labels: __torch__.torch_classes.metatensor.Labels, name: str) -> int:
  column = __torch__.torch_classes.metatensor._find_name(labels._names, name)
  if column < 0:
    ops.prim.RaiseException("'{}' not found in the dimensions of these Labels".format(name), "builtins.ValueError")
  return column


def _type_name(value: Any) -> str:
  if isinstance(value, bool):
    return "bool"
  elif isinstance(value, int):
    return "int"
  elif isinstance(value, float):
    return "float"
  elif isinstance(value, str):
    return "str"
  elif isinstance(value, NoneType):
    return "NoneType"
  elif isinstance(value, Tensor):
    return "Tensor"
  elif isinstance(value, Device):
    return "Device"
  elif isinstance(value, list):
    return "List"
  elif isinstance(value, tuple):
    return "Tuple"
  # `<path.of.Class object at 0x...>`; to name our classes here would import them, and their methods,
  # which call this function
  return str(value).split(" ")[0][1:]


# The elements of a tuple of any length as text. TorchScript can only take a tuple apart where its
# length is known to the compiler, which it is not for a value of type `Any`; but it can print it:
# `(a, b)`, or `(a,)`. That is unambiguous for integers and for names of dimensions.
def _tuple_elements(value: Any) -> List[str]:
  text = str(value)
  inner = text[1:len(text) - 1]
  if inner.endswith(","):
    inner = inner[:len(inner) - 1]
  if len(inner) == 0:
    return annotate(List[str], [])
  return inner.split(", ")


# A string, a list or a tuple of strings, as a new list.
def _string_list(value: Any, argument: str) -> List[str]:
  if isinstance(value, str):
    return [value]
  elif isinstance(value, List[str]):
    return list(value)
  elif isinstance(value, tuple):
    return __torch__.torch_classes.metatensor._tuple_elements(value)
  elif isinstance(value, List[Tensor]):
    # the type of `[]`
    if len(value) == 0:
      return annotate(List[str], [])
  ops.prim.RaiseException("{} must be a string, list of strings or tuple of string, got '{}' instead".format(argument, __torch__.torch_classes.metatensor._type_name(value)), "builtins.TypeError")
  return annotate(List[str], [])


# `values` as int32, with the given number of dimensions.
def _int32(values: Tensor, dimensions: int, context: str) -> Tensor:
  if values.dtype != 3:
    # an empty tensor may have any dtype
    if values.numel() > 0 and not torch.can_cast(values.dtype, 3):
      ops.prim.RaiseException(context + " must be a Tensor of 32-bit integers", "builtins.ValueError")
  if values.dim() != dimensions:
    ops.prim.RaiseException("{} must be a {}D Tensor".format(context, dimensions), "builtins.ValueError")
  if values.requires_grad:
    ops.prim.RaiseException(context + " can not require gradients", "builtins.ValueError")
  return values.to(3)


def _check_names(names: List[str]) -> None:
  for i in range(len(names)):
    name = names[i]
    # letters, digits and underscores, not starting with a digit
    if not name.replace("_", "a").isalnum() or name[0].isdigit():
      ops.prim.RaiseException("invalid parameter: '{}' is not a valid label name".format(name), "builtins.ValueError")
    for j in range(i):
      if names[j] == name:
        ops.prim.RaiseException("invalid parameter: label dimensions must be unique, got '{}' multiple times".format(name), "builtins.ValueError")


# An entry of labels, given in one of the ways that `Labels.position` takes.
def _entry_values(entry: Any, device: Device) -> Tensor:
  if isinstance(entry, __torch__.torch_classes.metatensor.LabelsEntry):
    return entry.values_getter().to(device)
  elif isinstance(entry, Tensor):
    return __torch__.torch_classes.metatensor._int32(entry, 1, "entry passed to Labels::position").to(device)
  elif isinstance(entry, List[int]):
    return torch.tensor(entry, dtype=4, device=device)
  elif isinstance(entry, tuple):
    values = annotate(List[int], [])
    for element in __torch__.torch_classes.metatensor._tuple_elements(entry):
      if not element.lstrip("-").isdigit():
        ops.prim.RaiseException("tuple parameter to Labels::positions must be a tuple of integers, got an element '{}'".format(element), "builtins.TypeError")
      values.append(int(element))
    return torch.tensor(values, dtype=4, device=device)
  elif isinstance(entry, List[Tensor]):
    if len(entry) == 0:
      return torch.zeros([0], dtype=4, device=device)
  ops.prim.RaiseException("parameter to Labels::positions must be a LabelsEntry, tensor, or list/tuple of integers, got '{}' instead".format(__torch__.torch_classes.metatensor._type_name(entry)), "builtins.TypeError")
  return torch.zeros([0], dtype=4, device=device)


# dtype and device of `to`, given by name or by position in any order.
def _to_arguments(_0: Any, _1: Any, dtype: Optional[int], device: Optional[Device], arrays: Optional[str], context: str) -> Tuple[Optional[int], Optional[Device]]:
  if arrays is not None:
    if arrays != "torch":
      ops.prim.RaiseException("`arrays` must be None or 'torch', got '{}' instead".format(arrays), "builtins.ValueError")
  new_dtype = annotate(Optional[int], dtype)
  new_device = annotate(Optional[Device], device)
  for positional in annotate(List[Any], [_0, _1]):
    given = annotate(Optional[Device], None)
    if isinstance(positional, Device):
      given = positional
    elif isinstance(positional, str):
      given = torch.device(positional)
    elif isinstance(positional, int):
      if new_dtype is not None:
        ops.prim.RaiseException("can not give a dtype twice in " + context, "builtins.ValueError")
      new_dtype = positional
    elif not isinstance(positional, NoneType):
      ops.prim.RaiseException("unexpected type in {}: {}".format(context, __torch__.torch_classes.metatensor._type_name(positional)), "builtins.TypeError")
    if given is not None:
      if new_device is not None:
        ops.prim.RaiseException("can not give a device twice in " + context, "builtins.ValueError")
      new_device = given
  return (new_dtype, new_device)


# Devices and dtypes as the messages of metatensor's core name them, after DLPack.
def _dlpack_device(device: Device) -> str:
  names = annotate(Dict[str, str], {"cpu": "CPU", "cuda": "CUDA", "meta": "ExtDev", "mps": "Metal", "xpu": "OneAPI"})
  name = device.type
  if name in names:
    name = names[name]
  index = device.index
  if index is None:
    return name + ":0"
  return "{}:{}".format(name, index)


def _dlpack_dtype(dtype: int) -> str:
  names = annotate(Dict[int, str], {0: "u8", 1: "i8", 2: "i16", 3: "i32", 4: "i64", 5: "f16", 6: "f32", 7: "f64", 8: "complex32", 9: "complex64", 10: "complex128", 11: "bool", 15: "bfloat16"})
  if dtype in names:
    return names[dtype]
  return str(dtype)


def _no_files(function: str, file: str) -> None:
  ops.prim.RaiseException("`{}` can not access the file '{}': a TorchScript model has no access to files here, use buffers instead (`save_buffer`, `load_buffer`)".format(function, file), "builtins.RuntimeError")


# ---------------------------------------------------------------------------------------------------
# Rows of labels as integers.


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
# is replaced by the ranks of its codes, which fit into 32 bits, and another column is added to that.
def _pack(values: Tensor) -> Tensor:
  count = values.size(0)
  columns = values.size(1)
  if columns == 0 or count == 0:
    return torch.zeros([count], dtype=4, device=values.device)
  if columns == 1:
    return torch.select(values, 1, 0)
  if columns == 2:
    return __torch__.torch_classes.metatensor._pack_pair(torch.select(values, 1, 0), torch.select(values, 1, 1))
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
  code = __torch__.torch_classes.metatensor._pack_pair(torch.select(values, 1, 0), torch.select(values, 1, 1))
  for column in range(2, columns):
    ranks = torch._unique2(code, True, True)[1]
    code = __torch__.torch_classes.metatensor._pack_pair(ranks, torch.select(values, 1, column))
  return code


# Whether each code is larger than the one before it.
def _is_increasing(code: Tensor) -> bool:
  return bool(torch.all(torch.lt(code[:-1], code[1:])))


def _check_unique(values: Tensor) -> None:
  # the meta device has no values
  if values.size(0) > 1 and not values.is_meta:
    code = __torch__.torch_classes.metatensor._pack(values)
    if not __torch__.torch_classes.metatensor._is_increasing(code):
      __torch__.torch_classes.metatensor._check_unique_codes(values, code)


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
    ops.prim.RaiseException("invalid parameter: can not have the same label entry multiple times: [{}] is already present".format(", ".join(entry)), "builtins.ValueError")


# For each row of `needles` its position in `rows` (whose rows are unique), or -1; int64.
def _find_rows(rows: Tensor, needles: Tensor) -> Tensor:
  count = rows.size(0)
  codes, inverse, _ = torch._unique2(__torch__.torch_classes.metatensor._pack(torch.cat([rows, needles], 0)), True, True)
  position = torch.full([codes.size(0)], -1, dtype=4, device=rows.device)
  position.scatter_(0, inverse[:count], torch.arange(count, dtype=4, device=rows.device))
  return torch.index_select(position, 0, inverse[count:])


# The rows of `first` that are in `second` too, and for each row of both its position there, or -1.
def _intersect(first: Tensor, second: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  position = __torch__.torch_classes.metatensor._find_rows(second, first)
  kept = torch.ge(position, 0)
  first_mapping = torch.where(kept, torch.cumsum(kept, 0) - 1, -1)
  values = torch.index(first, annotate(List[Optional[Tensor]], [kept]))
  second_mapping = torch.full([second.size(0)], -1, dtype=4, device=second.device)
  second_mapping.scatter_(0, torch.index(position, annotate(List[Optional[Tensor]], [kept])), torch.arange(values.size(0), dtype=4, device=values.device))
  return (values, first_mapping, second_mapping)


# The values of `other`, for a set operation with `labels`.
def _other_values(labels: __torch__.torch_classes.metatensor.Labels, other: __torch__.torch_classes.metatensor.Labels, operation: str) -> Tensor:
  if labels._names != other._names:
    quoted = ['["{}"]'.format('", "'.join(names)) for names in [labels._names, other._names]]
    ops.prim.RaiseException("invalid parameter: can not take the {} of these Labels, they have different dimensions: {}, and {}".format(operation, quoted[0], quoted[1]), "builtins.ValueError")
  device = labels._values.device
  if other._values.device != device:
    if labels._values.size(0) > 0 and other._values.size(0) > 0:
      ops.prim.RaiseException("invalid parameter: can not take the {} of these Labels, they are on different devices: '{}', and '{}'".format(operation, __torch__.torch_classes.metatensor._dlpack_device(device), __torch__.torch_classes.metatensor._dlpack_device(other._values.device)), "builtins.ValueError")
    return other._values.to(device)
  return other._values


def _same_labels(first: __torch__.torch_classes.metatensor.Labels, second: __torch__.torch_classes.metatensor.Labels) -> bool:
  if first is second:
    return True
  if first._names != second._names:
    return False
  return __torch__.torch_classes.metatensor._same_values(first._values, second._values)


def _same_values(first: Tensor, second: Tensor) -> bool:
  if first is second:
    return True
  if first.size() != second.size() or first.device != second.device:
    return False
  if first.is_meta:
    return True
  return torch.equal(first, second)


def _labels_to(labels: __torch__.torch_classes.metatensor.Labels, device: Device, non_blocking: bool) -> __torch__.torch_classes.metatensor.Labels:
  if labels._values.device == device:
    return labels
  return __torch__.torch_classes.metatensor._labels_unchecked(labels._names, torch.to(labels._values, device, 3, non_blocking))


# ---------------------------------------------------------------------------------------------------
# Blocks and maps: checks, gradients, selections.


def _check_block(values: Tensor, samples: __torch__.torch_classes.metatensor.Labels, components: List[__torch__.torch_classes.metatensor.Labels], properties: __torch__.torch_classes.metatensor.Labels) -> None:
  shape = values.size()
  n_components = len(components)
  if len(shape) != n_components + 2:
    ops.prim.RaiseException("invalid parameter: invalid block: the values have {} dimensions, but we have {} separate labels (1 for samples, {} for components and 1 for properties)".format(len(shape), n_components + 2, n_components), "builtins.ValueError")
  if shape[0] != samples._values.size(0):
    ops.prim.RaiseException("invalid parameter: invalid block: the values shape along axis 0 is {} but we have {} sample label entries".format(shape[0], samples._values.size(0)), "builtins.ValueError")
  device = values.device
  for i in range(n_components):
    component = components[i]
    for j in range(i):
      if components[j]._names == component._names:
        ops.prim.RaiseException("invalid parameter: invalid block: some of the component dimensions appear more than once in component labels", "builtins.ValueError")
    if shape[i + 1] != component._values.size(0):
      ops.prim.RaiseException("invalid parameter: invalid block: the values shape along axis {} is {} but we have {} entries for the corresponding component".format(i + 1, shape[i + 1], component._values.size(0)), "builtins.ValueError")
    if len(component._names) != 1:
      ops.prim.RaiseException("invalid parameter: component labels must have a single dimension, got {}: [{}] for component {}".format(len(component._names), ", ".join(component._names), i), "builtins.ValueError")
    if component._values.size(0) == 0:
      ops.prim.RaiseException("invalid parameter: component '{}' must contain at least one entry, got 0".format(component._names[0]), "builtins.ValueError")
    if component._values.device != device:
      ops.prim.RaiseException("invalid parameter: invalid block: values and components must be on the same device, got '{}' and '{}'".format(__torch__.torch_classes.metatensor._dlpack_device(device), __torch__.torch_classes.metatensor._dlpack_device(component._values.device)), "builtins.ValueError")
  if shape[n_components + 1] != properties._values.size(0):
    ops.prim.RaiseException("invalid parameter: invalid block: the values shape along axis {} is {} but we have {} property label entries".format(n_components + 1, shape[n_components + 1], properties._values.size(0)), "builtins.ValueError")
  if samples._values.device != device:
    ops.prim.RaiseException("invalid parameter: invalid block: values and samples must be on the same device, got '{}' and '{}'".format(__torch__.torch_classes.metatensor._dlpack_device(device), __torch__.torch_classes.metatensor._dlpack_device(samples._values.device)), "builtins.ValueError")
  if properties._values.device != device:
    ops.prim.RaiseException("invalid parameter: invalid block: values and properties must be on the same device, got '{}' and '{}'".format(__torch__.torch_classes.metatensor._dlpack_device(device), __torch__.torch_classes.metatensor._dlpack_device(properties._values.device)), "builtins.ValueError")


def _check_gradient(block: __torch__.torch_classes.metatensor.TensorBlock, parameter: str, gradient: __torch__.torch_classes.metatensor.TensorBlock) -> None:
  if parameter in block._gradient_names:
    ops.prim.RaiseException("invalid parameter: gradient with respect to '{}' already exists for this block".format(parameter), "builtins.ValueError")
  if gradient._values.device != block._values.device:
    ops.prim.RaiseException("invalid parameter: the gradient values are on device '{}' but the block values are on device '{}'".format(__torch__.torch_classes.metatensor._dlpack_device(gradient._values.device), __torch__.torch_classes.metatensor._dlpack_device(block._values.device)), "builtins.ValueError")
  if gradient._values.dtype != block._values.dtype:
    ops.prim.RaiseException("invalid parameter: the gradient values have dtype '{}' but the block values have dtype '{}'".format(__torch__.torch_classes.metatensor._dlpack_dtype(gradient._values.dtype), __torch__.torch_classes.metatensor._dlpack_dtype(block._values.dtype)), "builtins.ValueError")
  samples = gradient._samples
  if len(samples._names) == 0:
    ops.prim.RaiseException("invalid parameter: gradients samples must have at least one dimension, named 'sample', we got none", "builtins.ValueError")
  if samples._names[0] != "sample":
    ops.prim.RaiseException("invalid parameter: '{}' is not valid for the first dimension in the gradients samples labels, it should be 'sample'".format(samples._names[0]), "builtins.ValueError")
  if samples._values.size(0) > 0 and not samples._values.is_meta:
    low, high = torch.aminmax(torch.select(samples._values, 1, 0))
    bounds = annotate(List[int], torch.stack([low, high]).to(4).tolist())
    if bounds[0] < 0:
      ops.prim.RaiseException("invalid parameter: invalid value for the 'sample' dimension in gradient samples: all values should be positive, but we got {}".format(bounds[0]), "builtins.ValueError")
    if bounds[1] >= block._samples._values.size(0):
      ops.prim.RaiseException("invalid parameter: invalid value for the 'sample' dimension in gradient samples: we got {}, but the values contain {} samples".format(bounds[1], block._samples._values.size(0)), "builtins.ValueError")
  extra = len(gradient._components) - len(block._components)
  if extra < 0:
    ops.prim.RaiseException("invalid parameter: gradients components should contain at least as many labels as the values components", "builtins.ValueError")
  if not __torch__.torch_classes.metatensor._same_labels(gradient._properties, block._properties):
    ops.prim.RaiseException("invalid parameter: gradient properties must be the same as values properties", "builtins.ValueError")
  for i in range(len(block._components)):
    if not __torch__.torch_classes.metatensor._same_labels(gradient._components[extra + i], block._components[i]):
      ops.prim.RaiseException("invalid parameter: gradients and values components mismatch for values component {} (dimension name is '{}'). Components which are specific to the gradients must come first, and be followed by the exact same components as the values.".format(i, block._components[i]._names[0]), "builtins.ValueError")


def _gradient_at(block: __torch__.torch_classes.metatensor.TensorBlock, index: int) -> __torch__.torch_classes.metatensor.TensorBlock:
  gradient = block._gradients[index]
  if isinstance(gradient, __torch__.torch_classes.metatensor.TensorBlock):
    return gradient
  ops.prim.RaiseException("a gradient is not a TensorBlock", "builtins.TypeError")
  return block


# A gradient as a block that knows where it is from. It shares all with the one in `block`, also the
# lists of its own gradients, so that what is added to it is there the next time.
def _gradient_view(block: __torch__.torch_classes.metatensor.TensorBlock, index: int) -> __torch__.torch_classes.metatensor.TensorBlock:
  gradient = __torch__.torch_classes.metatensor._gradient_at(block, index)
  view = __torch__.torch_classes.metatensor._block_unchecked(gradient._values, gradient._samples, gradient._components, gradient._properties)
  view._gradient_names = gradient._gradient_names
  view._gradients = gradient._gradients
  view._parameter = block._gradient_names[index]
  if len(block._parameter) > 0:
    view._parameter = block._parameter + "/" + view._parameter
  view._is_view = True
  return view


# Makes a block of a block, without looking at gradients.
class _Conversion(Interface):
  def convert(self, block: __torch__.torch_classes.metatensor.TensorBlock) -> __torch__.torch_classes.metatensor.TensorBlock:
    pass


# Gradients may have gradients, and a function can not call itself in TorchScript: the new tree of
# blocks grows in the order of `sources`, where `sources[i]` becomes `targets[i]`.
def _convert_tree(block: __torch__.torch_classes.metatensor.TensorBlock, conversion: __torch__.torch_classes.metatensor._Conversion) -> __torch__.torch_classes.metatensor.TensorBlock:
  root = conversion.convert(block)
  if len(block._gradients) > 0:
    sources = [block]
    targets = [root]
    i = 0
    while i < len(sources):
      for j in range(len(sources[i]._gradients)):
        gradient = __torch__.torch_classes.metatensor._gradient_at(sources[i], j)
        sources.append(gradient)
        targets.append(conversion.convert(gradient))
        __torch__.torch_classes.metatensor._add_gradient_unchecked(targets[i], sources[i]._gradient_names[j], targets[-1])
      i += 1
  return root


class _Copy:
  deep : bool

  def __init__(self, deep: bool) -> None:
    self.deep = deep

  def convert(self, block: __torch__.torch_classes.metatensor.TensorBlock) -> __torch__.torch_classes.metatensor.TensorBlock:
    values = block._values
    if self.deep:
      values = values.clone()
    return __torch__.torch_classes.metatensor._block_unchecked(values, block._samples, block._components, block._properties)


def _copy_block(block: __torch__.torch_classes.metatensor.TensorBlock, deep: bool) -> __torch__.torch_classes.metatensor.TensorBlock:
  conversion = __torch__.torch_classes.metatensor._Copy.__new__(__torch__.torch_classes.metatensor._Copy)
  conversion.__init__(deep)
  return __torch__.torch_classes.metatensor._convert_tree(block, conversion)


class _To:
  dtype : Optional[int]
  device : Optional[Device]
  non_blocking : bool

  def __init__(self, dtype: Optional[int], device: Optional[Device], non_blocking: bool) -> None:
    self.dtype = dtype
    self.device = device
    self.non_blocking = non_blocking

  def convert(self, block: __torch__.torch_classes.metatensor.TensorBlock) -> __torch__.torch_classes.metatensor.TensorBlock:
    values = block._values
    dtype = self.dtype
    if dtype is not None:
      values = torch.to(values, dtype, self.non_blocking)
    device = self.device
    if device is None:
      return __torch__.torch_classes.metatensor._block_unchecked(values, block._samples, block._components, block._properties)
    components = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    for component in block._components:
      components.append(__torch__.torch_classes.metatensor._labels_to(component, device, self.non_blocking))
    return __torch__.torch_classes.metatensor._block_unchecked(torch.to(values, device, values.dtype, self.non_blocking), __torch__.torch_classes.metatensor._labels_to(block._samples, device, self.non_blocking), components, __torch__.torch_classes.metatensor._labels_to(block._properties, device, self.non_blocking))


def _block_to(block: __torch__.torch_classes.metatensor.TensorBlock, dtype: Optional[int], device: Optional[Device], non_blocking: bool) -> __torch__.torch_classes.metatensor.TensorBlock:
  conversion = __torch__.torch_classes.metatensor._To.__new__(__torch__.torch_classes.metatensor._To)
  conversion.__init__(dtype, device, non_blocking)
  return __torch__.torch_classes.metatensor._convert_tree(block, conversion)


def _map_to(tensor: __torch__.torch_classes.metatensor.TensorMap, dtype: Optional[int], device: Optional[Device], non_blocking: bool) -> __torch__.torch_classes.metatensor.TensorMap:
  blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
  for block in tensor._blocks:
    blocks.append(__torch__.torch_classes.metatensor._block_to(block, dtype, device, non_blocking))
  keys = tensor._keys
  if device is not None:
    keys = __torch__.torch_classes.metatensor._labels_to(keys, device, non_blocking)
  return __torch__.torch_classes.metatensor._map_unchecked(keys, blocks, tensor.info())


class _ComponentsToProperties:
  dimensions : List[str]

  def __init__(self, dimensions: List[str]) -> None:
    self.dimensions = dimensions

  def convert(self, block: __torch__.torch_classes.metatensor.TensorBlock) -> __torch__.torch_classes.metatensor.TensorBlock:
    # the result never shares its values with the map it is made of
    values = block._values.clone()
    components = list(block._components)
    properties = block._properties
    for dimension in self.dimensions:
      axis = __torch__.torch_classes.metatensor._find_name([component._names[0] for component in components], dimension)
      if axis < 0:
        ops.prim.RaiseException("invalid parameter: unable to find '{}' in the components".format(dimension), "builtins.ValueError")
      moved = components.pop(axis)
      properties = __torch__.torch_classes.metatensor._outer_labels(moved, properties)
      shape = values.size()
      shape[-1] = properties._values.size(0)
      shape.pop(axis + 1)
      values = torch.movedim(values, axis + 1, -2).reshape(shape)
    return __torch__.torch_classes.metatensor._block_unchecked(values, block._samples, components, properties)


def _components_to_properties(block: __torch__.torch_classes.metatensor.TensorBlock, dimensions: List[str]) -> __torch__.torch_classes.metatensor.TensorBlock:
  conversion = __torch__.torch_classes.metatensor._ComponentsToProperties.__new__(__torch__.torch_classes.metatensor._ComponentsToProperties)
  conversion.__init__(dimensions)
  return __torch__.torch_classes.metatensor._convert_tree(block, conversion)


# Every entry of `outer` with every entry of `inner`, which varies fastest.
def _outer_labels(outer: __torch__.torch_classes.metatensor.Labels, inner: __torch__.torch_classes.metatensor.Labels) -> __torch__.torch_classes.metatensor.Labels:
  names = outer._names + inner._names
  __torch__.torch_classes.metatensor._check_names(names)
  n_outer = outer._values.size(0)
  n_inner = inner._values.size(0)
  left = outer._values.unsqueeze(1).expand([n_outer, n_inner, len(outer._names)])
  right = inner._values.unsqueeze(0).expand([n_outer, n_inner, len(inner._names)])
  return __torch__.torch_classes.metatensor._labels_unchecked(names, torch.cat([left, right], 2).view([n_outer * n_inner, len(names)]))


# All gradients of a block, and their gradients, with the names of their dimensions: one text each.
def _gradients_metadata(block: __torch__.torch_classes.metatensor.TensorBlock) -> List[str]:
  result = annotate(List[str], [])
  paths = [""]
  blocks = [block]
  i = 0
  while i < len(blocks):
    for j in range(len(blocks[i]._gradients)):
      gradient = __torch__.torch_classes.metatensor._gradient_at(blocks[i], j)
      path = paths[i] + "/" + blocks[i]._gradient_names[j]
      components = [component._names[0] for component in gradient._components]
      result.append("|".join([path, ",".join(gradient._samples._names), ",".join(components)]))
      paths.append(path)
      blocks.append(gradient)
    i += 1
  return sorted(result)


# Checks that `blocks` and `keys` can be a map, and makes the blocks part of it.
def _check_map(keys: __torch__.torch_classes.metatensor.Labels, blocks: List[__torch__.torch_classes.metatensor.TensorBlock]) -> None:
  device = keys._values.device
  if len(blocks) > 0:
    if blocks[0]._values.device != device:
      ops.prim.RaiseException("cannot create TensorMap: keys and blocks must be on the same device, got {} and {}".format(blocks[0]._values.device, device), "builtins.ValueError")
  if len(blocks) != keys._values.size(0):
    ops.prim.RaiseException("invalid parameter: expected the same number of blocks as the number of entries in the keys ({}) when creating a `TensorMap`, got {}".format(keys._values.size(0), len(blocks)), "builtins.ValueError")
  if len(blocks) > 0:
    first = blocks[0]
    dtype = first._values.dtype
    sample_names = first._samples._names
    property_names = first._properties._names
    n_components = len(first._components)
    gradients = __torch__.torch_classes.metatensor._gradients_metadata(first)
    for block in blocks:
      # true for a block that is given twice, too
      if block._is_view:
        ops.prim.RaiseException("can not release this TensorBlock, it is a view inside another TensorBlock or a TensorMap, or it is given more than once; use `copy()` to put it into another TensorMap", "builtins.ValueError")
      block._is_view = True
      if block._values.device != device:
        ops.prim.RaiseException("invalid parameter: invalid tensor map: got blocks on different devices, at least '{}' and '{}' were detected".format(__torch__.torch_classes.metatensor._dlpack_device(device), __torch__.torch_classes.metatensor._dlpack_device(block._values.device)), "builtins.ValueError")
      if block._values.dtype != dtype:
        ops.prim.RaiseException("invalid parameter: invalid tensor map: got blocks with different dtypes, at least '{}' and '{}' were detected".format(__torch__.torch_classes.metatensor._dlpack_dtype(dtype), __torch__.torch_classes.metatensor._dlpack_dtype(block._values.dtype)), "builtins.ValueError")
      if block._samples._names != sample_names:
        ops.prim.RaiseException("invalid parameter: all blocks must have the same sample dimensions, got [{}] and [{}]".format(", ".join(block._samples._names), ", ".join(sample_names)), "builtins.ValueError")
      if len(block._components) != n_components:
        ops.prim.RaiseException("invalid parameter: all blocks must contains the same set of components, the current block has {} components while the first block has {}".format(len(block._components), n_components), "builtins.ValueError")
      for i in range(n_components):
        if block._components[i]._names != first._components[i]._names:
          ops.prim.RaiseException("invalid parameter: all blocks must have the same component dimensions, got [{}] and [{}]".format(", ".join(block._components[i]._names), ", ".join(first._components[i]._names)), "builtins.ValueError")
      if block._properties._names != property_names:
        ops.prim.RaiseException("invalid parameter: all blocks must have the same property dimensions, got [{}] and [{}]".format(", ".join(block._properties._names), ", ".join(property_names)), "builtins.ValueError")
      if len(block._gradients) > 0 or len(gradients) > 0:
        if __torch__.torch_classes.metatensor._gradients_metadata(block) != gradients:
          ops.prim.RaiseException("invalid parameter: all blocks must have the same set of gradients, with the same sample, property and component dimensions, and the same must be true for gradients of gradients", "builtins.ValueError")


def _block_by_id(tensor: __torch__.torch_classes.metatensor.TensorMap, index: int) -> __torch__.torch_classes.metatensor.TensorBlock:
  if index < 0 or index >= len(tensor._blocks):
    ops.prim.RaiseException("block index out of bounds: we have {} blocks but the index is {}".format(len(tensor._blocks), index), "builtins.IndexError")
  return tensor._blocks[index]


# The positions of the keys that have the given values in the given dimensions.
def _matching_row(keys: __torch__.torch_classes.metatensor.Labels, names: List[str], row: Tensor) -> List[int]:
  columns = annotate(List[int], [])
  for name in names:
    column = __torch__.torch_classes.metatensor._find_name(keys._names, name)
    if column < 0:
      ops.prim.RaiseException("invalid parameter: '{}' in selection is not part of these Labels".format(name), "builtins.ValueError")
    columns.append(column)
  values = keys._values
  if columns != list(range(len(keys._names))):
    values = torch.index_select(values, 1, torch.tensor(columns, dtype=4, device=values.device))
  return annotate(List[int], torch.nonzero(torch.all(torch.eq(values, row), 1)).flatten().tolist())


# A selection of blocks as the names and the values of a single entry.
def _selection_entry(selection: Any, device: Device, accepted: str) -> Tuple[List[str], Tensor]:
  if isinstance(selection, Dict[str, int]):
    return (list(selection.keys()), torch.tensor(list(selection.values()), dtype=4, device=device))
  elif isinstance(selection, __torch__.torch_classes.metatensor.Labels):
    if selection._values.size(0) != 1:
      ops.prim.RaiseException("block selection must contain exactly one entry, got {}".format(selection._values.size(0)), "builtins.ValueError")
    return (selection._names, selection._values[0].to(device))
  elif isinstance(selection, __torch__.torch_classes.metatensor.LabelsEntry):
    return (selection._names, selection.values_getter().to(device))
  ops.prim.RaiseException("expected argument to be {}, got {}".format(accepted, __torch__.torch_classes.metatensor._type_name(selection)), "builtins.TypeError")
  return (annotate(List[str], []), torch.zeros([0]))


def _matching(keys: __torch__.torch_classes.metatensor.Labels, selection: Any, accepted: str) -> List[int]:
  names, row = __torch__.torch_classes.metatensor._selection_entry(selection, keys._values.device, accepted)
  return __torch__.torch_classes.metatensor._matching_row(keys, names, row)


def _select_block(tensor: __torch__.torch_classes.metatensor.TensorMap, selection: Any) -> __torch__.torch_classes.metatensor.TensorBlock:
  count = len(tensor._blocks)
  if isinstance(selection, int):
    return __torch__.torch_classes.metatensor._block_by_id(tensor, selection)
  elif isinstance(selection, NoneType):
    if count == 0:
      ops.prim.RaiseException("there is no block in this TensorMap", "builtins.ValueError")
    elif count > 1:
      ops.prim.RaiseException("there is more than one block in this TensorMap, provide a selection", "builtins.ValueError")
    return tensor._blocks[0]
  names, row = __torch__.torch_classes.metatensor._selection_entry(selection, tensor._keys._values.device, "int, Dict[str, int], Labels, or LabelsEntry")
  matching = __torch__.torch_classes.metatensor._matching_row(tensor._keys, names, row)
  if len(matching) != 1:
    entry = __torch__.torch_classes.metatensor._entry(__torch__.torch_classes.metatensor._labels_unchecked(names, row.unsqueeze(0)), 0, None)
    if len(matching) == 0:
      ops.prim.RaiseException("could not find blocks matching the selection " + entry.print(), "builtins.ValueError")
    ops.prim.RaiseException("got more than one matching block for " + entry.print() + ", use the `blocks` function to select more than one block", "builtins.ValueError")
  return tensor._blocks[matching[0]]


# ---------------------------------------------------------------------------------------------------
# Merging of blocks: keys_to_samples and keys_to_properties.
#
# Blocks are taken in the order of the groups that they are merged into. Where all blocks of each
# group have the same samples (or properties), merging is a concatenation; that is the common case,
# and one comparison for the whole map finds out. If not, the rows of all blocks are packed together
# with the number of their group, and one `unique` gives the merged rows of all groups.


# The dimensions of the keys to move, and the values to give them, if the caller said which.
def _keys_to_move(keys: __torch__.torch_classes.metatensor.Labels, keys_to_move: Any, argument: str) -> __torch__.torch_classes.metatensor.Labels:
  if isinstance(keys_to_move, __torch__.torch_classes.metatensor.Labels):
    moved = keys_to_move
  else:
    names = __torch__.torch_classes.metatensor._string_list(keys_to_move, argument)
    __torch__.torch_classes.metatensor._check_names(names)
    moved = __torch__.torch_classes.metatensor._labels_unchecked(names, torch.zeros([0, len(names)], dtype=3, device=keys._values.device))
  if keys._values.size(0) == 0:
    ops.prim.RaiseException("invalid parameter: there are no keys to move in an empty TensorMap", "builtins.ValueError")
  for name in moved._names:
    if __torch__.torch_classes.metatensor._find_name(keys._names, name) < 0:
      ops.prim.RaiseException("invalid parameter: '{}' is not part of the keys for this tensor map".format(name), "builtins.ValueError")
  return moved


# Groups of keys that are equal without the dimensions `moved`. Gives the keys of the groups in the
# order in which they appear; the blocks, one group after the other; the values of the moved
# dimensions for each of these; and the number of blocks in each group.
def _group_blocks(tensor: __torch__.torch_classes.metatensor.TensorMap, moved: List[str]) -> Tuple[__torch__.torch_classes.metatensor.Labels, List[__torch__.torch_classes.metatensor.TensorBlock], Tensor, List[int]]:
  keys = tensor._keys
  values = keys._values
  device = values.device
  moved_columns = [__torch__.torch_classes.metatensor._find_name(keys._names, name) for name in moved]
  names = annotate(List[str], [])
  columns = annotate(List[int], [])
  for i in range(len(keys._names)):
    if not (i in moved_columns):
      names.append(keys._names[i])
      columns.append(i)
  moved_values = torch.index_select(values, 1, torch.tensor(moved_columns, dtype=4, device=device))
  if len(names) == 0:
    single = __torch__.torch_classes.metatensor._labels_unchecked(["_"], torch.zeros([1, 1], dtype=3, device=device))
    return (single, tensor._blocks, moved_values, [len(tensor._blocks)])
  remaining = torch.index_select(values, 1, torch.tensor(columns, dtype=4, device=device))
  no_group = torch.zeros([0], dtype=4, device=device)
  source, group, _ = __torch__.torch_classes.metatensor._merge_rows(remaining, no_group, 1, False)
  group, order = torch.sort(group, stable=True)
  plan = annotate(List[List[int]], torch.stack([order, group], 0).tolist())
  blocks = [tensor._blocks[i] for i in plan[0]]
  sizes = annotate(List[int], torch.bincount(torch.tensor(plan[1], dtype=4)).tolist())
  new_keys = __torch__.torch_classes.metatensor._labels_unchecked(names, torch.index_select(remaining, 0, source))
  return (new_keys, blocks, torch.index_select(moved_values, 0, order), sizes)


# Merges equal rows within each group. `group` is the group of each row, ascending. Gives for each
# merged row a row it comes from, for each row its merged row as a position in its group, and the
# number of merged rows in each group. They are sorted, or in the order of their first appearance.
def _merge_rows(rows: Tensor, group: Tensor, n_groups: int, sort: bool) -> Tuple[Tensor, Tensor, List[int]]:
  count = rows.size(0)
  device = rows.device
  code = __torch__.torch_classes.metatensor._pack(torch.cat([group.unsqueeze(1), rows], 1) if n_groups > 1 else rows)
  codes, inverse, _ = torch._unique2(code, True, True)
  n_merged = codes.size(0)
  source = torch.full([n_merged], count, dtype=4, device=device)
  source = torch.scatter_reduce(source, 0, inverse, torch.arange(count, dtype=4, device=device), "amin")
  if not sort:
    # the group is the first digit of the code and rows come by group, so groups stay in order
    source, order = torch.sort(source)
    rank = torch.zeros([n_merged], dtype=4, device=device)
    rank.scatter_(0, order, torch.arange(n_merged, dtype=4, device=device))
    inverse = torch.index_select(rank, 0, inverse)
  if n_groups == 1:
    return (source, inverse, [n_merged])
  sizes = torch.bincount(torch.index_select(group, 0, source), None, n_groups)
  starts = torch.cumsum(sizes, 0) - sizes
  return (source, inverse - torch.index_select(starts, 0, group), annotate(List[int], sizes.tolist()))


# `numbers[i]`, repeated `counts[i]` times.
def _repeated(numbers: List[int], counts: List[int], device: Device) -> Tensor:
  return torch.repeat_interleave(torch.tensor(numbers, dtype=4, device=device), torch.tensor(counts, dtype=4, device=device), 0, output_size=sum(counts))


# The group of each row: `counts[b]` rows of each block, `sizes[g]` blocks of each group.
def _group_of_rows(counts: List[int], sizes: List[int], device: Device) -> Tensor:
  groups = annotate(List[int], torch.repeat_interleave(torch.tensor(sizes, dtype=4)).tolist())
  return __torch__.torch_classes.metatensor._repeated(groups, counts, device)


# Whether in each group all blocks have the rows of its first block; `rows` are those of all blocks,
# `counts[b]` of each block.
def _same_in_groups(rows: Tensor, counts: List[int], sizes: List[int]) -> bool:
  count = torch.tensor(counts, dtype=4)
  start = torch.cumsum(count, 0) - count
  size = torch.tensor(sizes, dtype=4)
  # for each block the first one of its group
  head = torch.repeat_interleave(torch.cumsum(size, 0) - size, size)
  if not torch.equal(count, torch.index_select(count, 0, head)):
    return False
  distance = torch.repeat_interleave(start - torch.index_select(start, 0, head), count).to(rows.device)
  own = torch.arange(rows.size(0), dtype=4, device=rows.device)
  return torch.equal(rows, torch.index_select(rows, 0, own - distance))


def _check_mergeable(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], sizes: List[int], target: str) -> None:
  for i in range(len(blocks[0]._components)):
    values = [block._components[i]._values for block in blocks]
    if not __torch__.torch_classes.metatensor._same_in_groups(torch.cat(values, 0), [value.size(0) for value in values], sizes):
      ops.prim.RaiseException("invalid parameter: can not move keys to {} if the blocks have different components labels, call components_to_properties first".format(target), "builtins.ValueError")
  for i in range(len(blocks[0]._gradients)):
    if len(__torch__.torch_classes.metatensor._gradient_at(blocks[0], i)._gradients) > 0:
      ops.prim.RaiseException("invalid parameter: gradient of gradients are not supported yet in keys_to_{}".format(target), "builtins.ValueError")


# The gradients of all blocks with respect to one parameter.
def _gradients_of(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], parameter: str) -> List[__torch__.torch_classes.metatensor.TensorBlock]:
  result = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
  for block in blocks:
    result.append(__torch__.torch_classes.metatensor._gradient_at(block, __torch__.torch_classes.metatensor._find_name(block._gradient_names, parameter)))
  return result


# Labels of one axis, merged in each group. The second result tells where each row of the blocks is in
# the merged labels of its group; it is None where the blocks of a group agree with each other.
def _merge_labels(labels: List[__torch__.torch_classes.metatensor.Labels], sizes: List[int], sort: bool) -> Tuple[List[__torch__.torch_classes.metatensor.Labels], Optional[Tensor]]:
  values = [one._values for one in labels]
  counts = [value.size(0) for value in values]
  rows = torch.cat(values, 0)
  if __torch__.torch_classes.metatensor._same_in_groups(rows, counts, sizes):
    heads = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    start = 0
    for size in sizes:
      heads.append(labels[start])
      start += size
    if not sort or __torch__.torch_classes.metatensor._all_sorted(heads):
      return (heads, annotate(Optional[Tensor], None))
  source, target, merged_sizes = __torch__.torch_classes.metatensor._merge_rows(rows, __torch__.torch_classes.metatensor._group_of_rows(counts, sizes, rows.device), len(sizes), sort)
  return (__torch__.torch_classes.metatensor._split_labels(labels[0]._names, torch.index_select(rows, 0, source), merged_sizes), target)


def _all_sorted(labels: List[__torch__.torch_classes.metatensor.Labels]) -> bool:
  values = [one._values for one in labels]
  rows = torch.cat(values, 0)
  number = __torch__.torch_classes.metatensor._repeated(list(range(len(labels))), [value.size(0) for value in values], rows.device)
  return __torch__.torch_classes.metatensor._is_increasing(__torch__.torch_classes.metatensor._pack(torch.cat([number.unsqueeze(1), rows], 1)))


def _split_labels(names: List[str], rows: Tensor, sizes: List[int]) -> List[__torch__.torch_classes.metatensor.Labels]:
  result = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
  for values in torch.split_with_sizes(rows, sizes, 0):
    result.append(__torch__.torch_classes.metatensor._labels_unchecked(names, values))
  return result


# The samples of gradients, with `sample` moved from a position in the block's samples to one in the
# the merged samples of its group, which `target` has for all samples; and the number of them in each
# gradient.
def _moved_gradient_samples(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], gradients: List[__torch__.torch_classes.metatensor.TensorBlock], target: Tensor) -> Tuple[Tensor, List[int]]:
  samples = [gradient._samples._values for gradient in gradients]
  counts = [value.size(0) for value in samples]
  rows = torch.cat(samples, 0)
  starts = annotate(List[int], [])
  start = 0
  for block in blocks:
    starts.append(start)
    start += block._values.size(0)
  position = torch.select(rows, 1, 0) + __torch__.torch_classes.metatensor._repeated(starts, counts, rows.device)
  moved = torch.index_select(target, 0, position).to(3).unsqueeze(1)
  return (torch.cat([moved, rows[:, 1:]], 1), counts)


def _filled(shape: List[int], like: Tensor, fill_value: Any) -> Tensor:
  if isinstance(fill_value, int):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  elif isinstance(fill_value, float):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  elif isinstance(fill_value, complex):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  ops.prim.RaiseException("`fill_value` must be a number, got '{}' instead".format(__torch__.torch_classes.metatensor._type_name(fill_value)), "builtins.TypeError")
  return like


# `[samples, components..., properties]` with other samples and properties.
def _shape(like: Tensor, n_samples: int, n_properties: int) -> List[int]:
  shape = like.size()
  shape[0] = n_samples
  shape[-1] = n_properties
  return shape


def _n_components(like: Tensor) -> int:
  result = 1
  for size in like.size()[1:-1]:
    result *= size
  return result


# One array of blocks that share no element: the element of block b at [sample, ..., property] goes
# to [rows[s], ..., columns[p]], where s and p are its sample and property counted through all blocks.
def _scatter(values: List[Tensor], rows: Tensor, columns: Tensor, n_rows: int, n_columns: int, fill_value: Any) -> Tensor:
  first = values[0]
  device = first.device
  components = __torch__.torch_classes.metatensor._n_components(first)
  sizes = annotate(List[int], [])
  widths = annotate(List[int], [])
  starts = annotate(List[int], [])
  row_starts = annotate(List[int], [])
  column_starts = annotate(List[int], [])
  start = 0
  row = 0
  column = 0
  for value in values:
    sizes.append(value.numel())
    widths.append(value.size(-1))
    starts.append(start)
    row_starts.append(row)
    column_starts.append(column)
    start += value.numel()
    row += value.size(0)
    column += value.size(-1)
  # for each element of all blocks: what is known of its block, then its place in the block
  known = torch.repeat_interleave(torch.tensor([starts, widths, row_starts, column_starts], dtype=4, device=device), torch.tensor(sizes, dtype=4, device=device), 1, output_size=start)
  place = torch.arange(start, dtype=4, device=device) - known[0]
  property = torch.remainder(place, known[1])
  outer = torch.floor_divide(place, known[1])
  component = torch.remainder(outer, components)
  sample = torch.floor_divide(outer, components)
  target = (torch.index_select(rows, 0, known[2] + sample) * components + component) * n_columns + torch.index_select(columns, 0, known[3] + property)
  result = __torch__.torch_classes.metatensor._filled([n_rows * components * n_columns], first, fill_value)
  result.scatter_(0, target, torch.cat([value.flatten() for value in values], 0))
  return result.view(__torch__.torch_classes.metatensor._shape(first, n_rows, n_columns))


# One array of blocks that stand next to each other along properties and have the same number of them:
# `slots[i]` is the block (of `values`) at the i-th place, or -1 for none; `rows[b]` are the rows of
# block b in the result. Every row of the result is gathered from the rows of the blocks, and those
# that no block has from one more row with the fill value.
def _gather_slots(values: List[Tensor], rows: List[Tensor], slots: List[int], n_rows: int, fill_value: Any) -> Tensor:
  first = values[0]
  device = first.device
  width = first.size(-1)
  components = __torch__.torch_classes.metatensor._n_components(first)
  n_slots = len(slots)
  sources = annotate(List[Tensor], [])
  places = annotate(List[Tensor], [])
  n_sources = 0
  for slot in range(n_slots):
    if slots[slot] >= 0:
      value = values[slots[slot]]
      sources.append(value.reshape([value.size(0) * components, width]))
      places.append(rows[slots[slot]] * n_slots + slot)
      n_sources += value.size(0)
  sources.append(__torch__.torch_classes.metatensor._filled([components, width], first, fill_value))
  index = torch.full([n_rows * n_slots], n_sources, dtype=4, device=device)
  if len(places) > 0:
    index.scatter_(0, torch.cat(places, 0), torch.arange(n_sources, dtype=4, device=device))
  if components > 1:
    index = index.view([n_rows, 1, n_slots]) * components + torch.arange(components, dtype=4, device=device).view([1, components, 1])
  gathered = torch.index_select(torch.cat(sources, 0), 0, index.flatten())
  return gathered.view(__torch__.torch_classes.metatensor._shape(first, n_rows, n_slots * width))


# One array of blocks along properties. `slots` is as above, but blocks may have different numbers of
# properties if they are all there in order; without `rows`, all blocks have the rows of the result.
def _join_properties(values: List[Tensor], rows: Optional[List[Tensor]], slots: List[int], n_rows: int, fill_value: Any) -> Tensor:
  width = values[0].size(-1)
  if rows is None:
    pool = values
    if -1 in slots:
      # the last one is at position -1
      pool = values + [__torch__.torch_classes.metatensor._filled(__torch__.torch_classes.metatensor._shape(values[0], n_rows, width), values[0], fill_value)]
    return torch.cat([pool[slot] for slot in slots], -1)
  uniform = True
  n_columns = 0
  for value in values:
    uniform = uniform and value.size(-1) == width
    n_columns += value.size(-1)
  if uniform:
    return __torch__.torch_classes.metatensor._gather_slots(values, rows, slots, n_rows, fill_value)
  return __torch__.torch_classes.metatensor._scatter(values, torch.cat(rows, 0), torch.arange(n_columns, dtype=4, device=values[0].device), n_rows, n_columns, fill_value)


# The properties that `moved` and the properties of its blocks give to each group, and the blocks that
# stand next to each other in them, as positions in the group, or -1 where there is none.
def _moved_to_properties(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], sizes: List[int], moved: __torch__.torch_classes.metatensor.Labels, moved_values: Tensor) -> Tuple[List[__torch__.torch_classes.metatensor.Labels], List[List[int]]]:
  names = moved._names + blocks[0]._properties._names
  __torch__.torch_classes.metatensor._check_names(names)
  values = [block._properties._values for block in blocks]
  counts = [value.size(0) for value in values]
  rows = torch.cat(values, 0)
  device = rows.device
  n_moved = moved._values.size(0)
  slots = annotate(List[List[int]], [])
  start = 0
  if n_moved == 0:
    repeated = torch.repeat_interleave(moved_values, torch.tensor(counts, dtype=4, device=device), 0, output_size=rows.size(0))
    widths = annotate(List[int], [])
    for size in sizes:
      widths.append(sum(counts[start:start + size]))
      slots.append(list(range(size)))
      start += size
    return (__torch__.torch_classes.metatensor._split_labels(names, torch.cat([repeated, rows], 1), widths), slots)
  properties = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
  if __torch__.torch_classes.metatensor._same_in_groups(rows, counts, [len(blocks)]):
    properties = [__torch__.torch_classes.metatensor._outer_labels(moved, blocks[0]._properties)] * len(sizes)
  elif __torch__.torch_classes.metatensor._same_in_groups(rows, counts, sizes):
    for size in sizes:
      properties.append(__torch__.torch_classes.metatensor._outer_labels(moved, blocks[start]._properties))
      start += size
  else:
    ops.prim.RaiseException("invalid parameter: can not provide values for the keys to move to properties if the blocks have different property labels", "builtins.ValueError")
  # where each block stands in all slots of all groups
  size = torch.tensor(sizes, dtype=4, device=device)
  first = torch.repeat_interleave(torch.cumsum(size, 0) - size, size, 0, output_size=len(blocks))
  group = __torch__.torch_classes.metatensor._repeated(list(range(len(sizes))), sizes, device)
  own = torch.arange(len(blocks), dtype=4, device=device) - first
  found = __torch__.torch_classes.metatensor._find_rows(moved._values, moved_values)
  # blocks without a slot go to one more at the end
  place = torch.where(torch.lt(found, 0), n_moved * len(sizes), group * n_moved + found)
  table = torch.full([n_moved * len(sizes) + 1], -1, dtype=4, device=device)
  table.scatter_(0, place, own)
  slots = annotate(List[List[int]], table[:-1].view([len(sizes), n_moved]).tolist())
  return (properties, slots)


def _keys_to_properties(tensor: __torch__.torch_classes.metatensor.TensorMap, moved: __torch__.torch_classes.metatensor.Labels, fill_value: Any, sort_samples: bool) -> __torch__.torch_classes.metatensor.TensorMap:
  new_keys, blocks, moved_values, sizes = __torch__.torch_classes.metatensor._group_blocks(tensor, moved._names)
  __torch__.torch_classes.metatensor._check_mergeable(blocks, sizes, "properties")
  properties, slots = __torch__.torch_classes.metatensor._moved_to_properties(blocks, sizes, moved, moved_values)
  samples, target = __torch__.torch_classes.metatensor._merge_labels([block._samples for block in blocks], sizes, sort_samples)
  new_blocks = __torch__.torch_classes.metatensor._join_groups(blocks, sizes, samples, target, properties, slots, fill_value)

  for parameter in blocks[0]._gradient_names:
    gradients = __torch__.torch_classes.metatensor._gradients_of(blocks, parameter)
    __torch__.torch_classes.metatensor._check_mergeable(gradients, sizes, "properties")
    if target is None:
      gradient_samples, gradient_target = __torch__.torch_classes.metatensor._merge_labels([gradient._samples for gradient in gradients], sizes, True)
    else:
      rows, counts = __torch__.torch_classes.metatensor._moved_gradient_samples(blocks, gradients, target)
      source, merged, merged_sizes = __torch__.torch_classes.metatensor._merge_rows(rows, __torch__.torch_classes.metatensor._group_of_rows(counts, sizes, rows.device), len(sizes), True)
      gradient_samples = __torch__.torch_classes.metatensor._split_labels(gradients[0]._samples._names, torch.index_select(rows, 0, source), merged_sizes)
      gradient_target = annotate(Optional[Tensor], merged)
    new_gradients = __torch__.torch_classes.metatensor._join_groups(gradients, sizes, gradient_samples, gradient_target, properties, slots, fill_value)
    for i in range(len(new_blocks)):
      __torch__.torch_classes.metatensor._add_gradient_unchecked(new_blocks[i], parameter, new_gradients[i])
  return __torch__.torch_classes.metatensor._map_unchecked(new_keys, new_blocks, tensor.info())


# The block of each group, joined along properties.
def _join_groups(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], sizes: List[int], samples: List[__torch__.torch_classes.metatensor.Labels], target: Optional[Tensor], properties: List[__torch__.torch_classes.metatensor.Labels], slots: List[List[int]], fill_value: Any) -> List[__torch__.torch_classes.metatensor.TensorBlock]:
  values = [block._values for block in blocks]
  rows = annotate(List[Tensor], [])
  if target is not None:
    rows = torch.split_with_sizes(target, [value.size(0) for value in values], 0)
  result = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
  start = 0
  for group in range(len(sizes)):
    end = start + sizes[group]
    group_rows = annotate(Optional[List[Tensor]], None)
    if target is not None:
      group_rows = rows[start:end]
    joined = __torch__.torch_classes.metatensor._join_properties(values[start:end], group_rows, slots[group], samples[group]._values.size(0), fill_value)
    result.append(__torch__.torch_classes.metatensor._block_unchecked(joined, samples[group], blocks[start]._components, properties[group]))
    start = end
  return result


# Puts rows that are all different in order within each group, if `sort` says so. Gives the row for
# each place, or None if they are in order, and the place of each row.
def _sort_rows(rows: Tensor, group: Tensor, sort: bool) -> Tuple[Optional[Tensor], Tensor]:
  identity = torch.arange(rows.size(0), dtype=4, device=rows.device)
  if sort:
    code = __torch__.torch_classes.metatensor._pack(torch.cat([group.unsqueeze(1), rows], 1))
    if not __torch__.torch_classes.metatensor._is_increasing(code):
      order = torch.argsort(code)
      place = torch.zeros_like(identity)
      place.scatter_(0, order, identity)
      return (order, place)
  return (annotate(Optional[Tensor], None), identity)


# The block of each group, joined along samples. `rows` are the samples of all blocks, each with its
# moved keys, so no two of a group are equal; `columns` are where their properties are in the new ones,
# if they are not these already. Gives also the position of each row in the samples of its group.
def _join_samples(blocks: List[__torch__.torch_classes.metatensor.TensorBlock], sizes: List[int], names: List[str], rows: Tensor, sort: bool, properties: List[__torch__.torch_classes.metatensor.Labels], columns: Optional[Tensor], fill_value: Any) -> Tuple[List[__torch__.torch_classes.metatensor.TensorBlock], Tensor]:
  device = rows.device
  values = [block._values for block in blocks]
  counts = [value.size(0) for value in values]
  group_counts = annotate(List[int], [])
  start = 0
  for size in sizes:
    group_counts.append(sum(counts[start:start + size]))
    start += size
  count = torch.tensor(group_counts, dtype=4, device=device)
  first = torch.repeat_interleave(torch.cumsum(count, 0) - count, count, 0, output_size=rows.size(0))
  order = torch.arange(rows.size(0), dtype=4, device=device)
  place = order - first
  is_ordered = True
  if sort:
    group = __torch__.torch_classes.metatensor._group_of_rows(counts, sizes, device).unsqueeze(1)
    code = __torch__.torch_classes.metatensor._pack(torch.cat([group, rows], 1))
    is_ordered = __torch__.torch_classes.metatensor._is_increasing(code)
    if not is_ordered:
      sorted_order = torch.argsort(code)
      place = torch.scatter(place, 0, sorted_order, place)
      order = sorted_order - first
      rows = torch.index_select(rows, 0, sorted_order)
  samples = torch.split_with_sizes(rows, group_counts, 0)
  orders = torch.split_with_sizes(order, group_counts, 0)
  places = torch.split_with_sizes(place, group_counts, 0)
  result = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
  start = 0
  column = 0
  for group in range(len(sizes)):
    end = start + sizes[group]
    group_values = values[start:end]
    if columns is not None:
      n_columns = sum([value.size(-1) for value in group_values])
      joined = __torch__.torch_classes.metatensor._scatter(group_values, places[group], columns[column:column + n_columns], group_counts[group], properties[group]._values.size(0), fill_value)
      column += n_columns
    else:
      joined = torch.cat(group_values, 0)
      if not is_ordered:
        joined = torch.index_select(joined, 0, orders[group])
    result.append(__torch__.torch_classes.metatensor._block_unchecked(joined, __torch__.torch_classes.metatensor._labels_unchecked(names, samples[group]), blocks[start]._components, properties[group]))
    start = end
  return (result, place)


def _keys_to_samples(tensor: __torch__.torch_classes.metatensor.TensorMap, moved: __torch__.torch_classes.metatensor.Labels, fill_value: Any, sort_samples: bool) -> __torch__.torch_classes.metatensor.TensorMap:
  if moved._values.size(0) > 0:
    ops.prim.RaiseException("invalid parameter: user provided values for the keys to move is not yet implemented, `keys_to_move` should not contain any entry when calling keys_to_samples", "builtins.ValueError")
  new_keys, blocks, moved_values, sizes = __torch__.torch_classes.metatensor._group_blocks(tensor, moved._names)
  __torch__.torch_classes.metatensor._check_mergeable(blocks, sizes, "samples")
  names = blocks[0]._samples._names + moved._names
  __torch__.torch_classes.metatensor._check_names(names)
  properties, columns = __torch__.torch_classes.metatensor._merge_labels([block._properties for block in blocks], sizes, False)
  samples = [block._samples._values for block in blocks]
  counts = torch.tensor([value.size(0) for value in samples], dtype=4, device=moved_values.device)
  rows = torch.cat(samples, 0)
  rows = torch.cat([rows, torch.repeat_interleave(moved_values, counts, 0, output_size=rows.size(0))], 1)
  new_blocks, place = __torch__.torch_classes.metatensor._join_samples(blocks, sizes, names, rows, sort_samples, properties, columns, fill_value)

  for parameter in blocks[0]._gradient_names:
    gradients = __torch__.torch_classes.metatensor._gradients_of(blocks, parameter)
    __torch__.torch_classes.metatensor._check_mergeable(gradients, sizes, "samples")
    gradient_rows, _ = __torch__.torch_classes.metatensor._moved_gradient_samples(blocks, gradients, place)
    new_gradients, _ = __torch__.torch_classes.metatensor._join_samples(gradients, sizes, gradients[0]._samples._names, gradient_rows, True, properties, columns, fill_value)
    for i in range(len(new_blocks)):
      __torch__.torch_classes.metatensor._add_gradient_unchecked(new_blocks[i], parameter, new_gradients[i])
  return __torch__.torch_classes.metatensor._map_unchecked(new_keys, new_blocks, tensor.info())


# ---------------------------------------------------------------------------------------------------
# Text.


# `text` in the middle of `width` characters; `trailing` says whether to fill up the right side too.
def _centered(text: str, width: int, trailing: bool) -> str:
  left = (width - len(text)) // 2
  result = "".ljust(left) + text
  if trailing:
    result = result.ljust(width)
  return result


def _print_labels(labels: __torch__.torch_classes.metatensor.Labels, max_entries: int, indent: int) -> str:
  count = labels._values.size(0)
  values = labels._values
  n_first = count
  if max_entries >= 0 and count > max_entries:
    shown = max(max_entries, 2)
    n_first = shown - shown // 2
    values = torch.cat([values[:n_first], values[count - shown // 2:]], 0)
  rows = annotate(List[List[int]], values.to(4).tolist())
  # at least one space on each side
  widths = [len(name) + 2 for name in labels._names]
  for row in rows:
    for i in range(len(widths)):
      widths[i] = max(widths[i], len(str(row[i])) + 2)
  n_columns = len(widths)
  margin = "".ljust(indent)
  line = ""
  for i in range(n_columns):
    line += __torch__.torch_classes.metatensor._centered(labels._names[i], widths[i], i < n_columns - 1)
  lines = [line]
  for r in range(len(rows)):
    if r == n_first:
      # below the middle of the header
      middle = sum(widths) // 2
      if middle > 3:
        middle -= 3
      lines.append(margin + "".ljust(middle + 1) + "...")
    line = margin
    for i in range(n_columns):
      line += __torch__.torch_classes.metatensor._centered(str(rows[r][i]), widths[i], i < n_columns - 1)
    lines.append(line)
  return "\n".join(lines)


def _print_shape(values: Tensor) -> str:
  return "TensorBlock with shape (" + ", ".join([str(size) for size in values.size()]) + ")"


def _print_block(block: __torch__.torch_classes.metatensor.TensorBlock) -> str:
  text = "TensorBlock"
  if len(block._parameter) > 0:
    text += " gradient for '" + block._parameter + "',"
  shape = __torch__.torch_classes.metatensor._print_shape(block._values)
  text += shape[len("TensorBlock"):] + "\n    samples: [" + ", ".join(block._samples._names) + "]\n"
  if len(block._components) > 0:
    text += "    components: [" + ", ".join([component._names[0] for component in block._components]) + "]\n"
  text += "    properties: [" + ", ".join(block._properties._names) + "]"
  if len(block._gradients) > 0:
    text += "\n\n    gradients:"
    width = max([len(name) for name in block._gradient_names])
    for i in range(len(block._gradients)):
      gradient = __torch__.torch_classes.metatensor._gradient_at(block, i)
      text += "\n        " + block._gradient_names[i].ljust(width) + " => " + __torch__.torch_classes.metatensor._print_shape(gradient._values)
  return text


def _print_map(tensor: __torch__.torch_classes.metatensor.TensorMap, max_keys: int) -> str:
  count = len(tensor._blocks)
  shown = count
  if max_keys >= 0:
    shown = min(max_keys, count)
  rows = annotate(List[List[int]], tensor._keys._values[:shown].to(4).tolist())
  widths = [2] * len(tensor._keys._names)
  for row in rows:
    for i in range(len(row)):
      widths[i] = max(widths[i], len(str(row[i])) + 2)
  blocks = "blocks"
  if count == 1:
    blocks = "block"
  lines = ["TensorMap with {} {}".format(count, blocks), "    keys: [" + ", ".join(tensor._keys._names) + "]", "    blocks:"]
  for r in range(shown):
    line = "      "
    for i in range(len(widths)):
      line += __torch__.torch_classes.metatensor._centered(str(rows[r][i]), widths[i], True)
    lines.append(line + "  => " + __torch__.torch_classes.metatensor._print_shape(tensor._blocks[r]._values))
  if shown < count:
    lines.append("      " + "".ljust(sum(widths)) + " ...")
  return "\n".join(lines)


# ---------------------------------------------------------------------------------------------------
# Bytes.


# The bytes of a string; TorchScript strings are bytes.
def _codes(text: str) -> List[int]:
  return [ord(text[i]) for i in range(len(text))]


def _text(codes: List[int]) -> str:
  return "".join([chr(code) for code in codes])


def _little_endian(value: int, size: int) -> List[int]:
  return [(value >> (8 * i)) & 255 for i in range(size)]


def _from_little_endian(codes: List[int], start: int, size: int) -> int:
  value = 0
  for i in range(size):
    value = value | (codes[start + i] << (8 * i))
  return value


def _uint8(codes: List[int]) -> Tensor:
  return torch.tensor(codes, dtype=0)


# The bytes of `values` as they are in memory, in the order of C.
def _memory(values: Tensor) -> Tensor:
  flat = values.detach().cpu().resolve_conj().resolve_neg().contiguous().flatten()
  return torch.view_copy(flat, dtype=0)


# Part of a file as a list of numbers.
def _codes_at(buffer: Tensor, start: int, size: int) -> List[int]:
  if start < 0 or size < 0 or start + size > buffer.size(0):
    ops.prim.RaiseException("serialization format error: expected {} bytes at position {}, but there are only {} bytes".format(size, start, buffer.size(0)), "builtins.ValueError")
  return annotate(List[int], buffer[start:start + size].to(4).tolist())


# What `table` gives for each of the four bytes of `words`, combined. A linear function of 32-bit words
# over GF(2) is such a table: 256 results for each byte, the lowest one first.
def _apply(table: Tensor, words: Tensor) -> Tensor:
  flat = words.flatten()
  result = torch.index_select(table, 0, flat & 255)
  for i in range(1, 4):
    result = result ^ torch.index_select(table, 0, ((flat >> (8 * i)) & 255) + 256 * i)
  return result.view(words.size())


# CRC-32 (the one of zip: polynomial 0xEDB88320, bits reflected) of each of `entries` (uint8, on the CPU).
#
# A CRC is linear over GF(2) if its register starts at zero, so it is the XOR of what every byte
# contributes, and zeros in front change nothing. Entries are filled up with zeros in front to 16 * 2**k
# bytes and all those of one size are done at once: 16 tables ("slicing-by-16", M. Kounavis and F. Berry,
# "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008) give the CRC of every
# 16 bytes, then neighbors are combined in pairs, k times: crc(ab) = crc(a 0...0) ^ crc(b), where to append
# zeros is a linear function (as in `crc32_combine` of zlib) that is squared from one level to the next.
# The register has to start with all ones, which is what it holds after the bytes 62 F5 26 92, so these
# stand in front of each entry.
def _crc32(entries: List[Tensor]) -> List[int]:
  # what one byte does to an empty register
  step = torch.arange(256, dtype=3)
  for i in range(8):
    step = ((step >> 1) & 2147483647) ^ (-306674912 * (step & 1))
  # what 16 bytes do: the last one is as above, and each byte after another one moves on
  tables = [step]
  for i in range(15):
    last = tables[0]
    tables.insert(0, torch.index_select(step, 0, last & 255) ^ ((last >> 8) & 16777215))
  chunk_table = torch.cat(tables, 0)
  # what 16 zero bytes do to each byte of a register
  shift = torch.cat([torch.arange(256, dtype=3) << (8 * i) for i in range(4)], 0)
  for i in range(16):
    shift = torch.index_select(step, 0, shift & 255) ^ ((shift >> 8) & 16777215)

  prefix = __torch__.torch_classes.metatensor._uint8([98, 245, 38, 146])
  by_size = annotate(Dict[int, List[int]], {})
  for i in range(len(entries)):
    size = 16
    while size < entries[i].size(0) + 4:
      size *= 2
    if not (size in by_size):
      by_size[size] = annotate(List[int], [])
    by_size[size].append(i)
  columns = torch.arange(16, dtype=3) * 256
  result = [0] * len(entries)
  for size in by_size.keys():
    members = by_size[size]
    padded = annotate(List[Tensor], [])
    for i in members:
      padded.append(torch.zeros([size - 4 - entries[i].size(0)], dtype=0))
      padded.append(prefix)
      padded.append(entries[i])
    # in slices, to bound the memory for the looked up numbers
    crcs = annotate(List[Tensor], [])
    for slice in torch.split(torch.cat(padded, 0).view([len(members) * size // 16, 16]), 262144, 0):
      found = torch.index_select(chunk_table, 0, (slice.to(3) + columns).flatten()).view(slice.size())
      for width in [8, 4, 2, 1]:
        found = found[:, :width] ^ found[:, width:]
      crcs.append(found.flatten())
    crc = torch.cat(crcs, 0).view([len(members), size // 16])
    table = shift
    while crc.size(1) > 1:
      crc = __torch__.torch_classes.metatensor._apply(table, crc[:, 0::2]) ^ crc[:, 1::2]
      table = __torch__.torch_classes.metatensor._apply(table, table)
    values = annotate(List[int], crc.flatten().to(4).tolist())
    for i in range(len(members)):
      # ones at the end as well, and unsigned
      result[members[i]] = (values[i] ^ 4294967295) & 4294967295
  return result


# A zip archive of stored entries, as the reference writes it: sizes in a zip64 field in front of each
# entry, times of 2000-01-01. See APPNOTE.TXT of PKWARE, version 6.3.10.
def _write_zip(names: List[str], entries: List[Tensor]) -> Tensor:
  crcs = __torch__.torch_classes.metatensor._crc32(entries)
  parts = annotate(List[Tensor], [])
  directory = annotate(List[int], [])
  offset = 0
  for i in range(len(names)):
    name = __torch__.torch_classes.metatensor._codes(names[i])
    flags = 0
    if max(name) > 127:
      # the name is UTF-8
      flags = 2048
    size = entries[i].size(0)
    # flags, method, time, date, CRC: the same in both headers
    common = __torch__.torch_classes.metatensor._little_endian(flags, 2) + [0, 0, 0, 0, 33, 40] + __torch__.torch_classes.metatensor._little_endian(crcs[i], 4)
    name_size = __torch__.torch_classes.metatensor._little_endian(len(name), 2)
    size64 = __torch__.torch_classes.metatensor._little_endian(size, 8)
    header = [80, 75, 3, 4, 20, 0] + common + [255] * 8 + name_size + [20, 0] + name + [1, 0, 16, 0] + size64 + size64
    parts.append(__torch__.torch_classes.metatensor._uint8(header))
    parts.append(entries[i])
    # what does not fit into 32 bits goes to a zip64 field
    extra = annotate(List[int], [])
    if size >= 4294967295:
      extra += size64 + size64
    if offset >= 4294967295:
      extra += __torch__.torch_classes.metatensor._little_endian(offset, 8)
    if len(extra) > 0:
      extra = [1, 0, len(extra), 0] + extra
    size32 = __torch__.torch_classes.metatensor._little_endian(min(size, 4294967295), 4)
    directory += [80, 75, 1, 2, 46, 3, 20, 0] + common + size32 + size32 + name_size + [len(extra), 0, 0, 0, 0, 0, 0, 0, 0, 0, 164, 129] + __torch__.torch_classes.metatensor._little_endian(min(offset, 4294967295), 4) + name + extra
    offset += len(header) + size
  count = len(names)
  end = annotate(List[int], [])
  if count >= 65535 or offset >= 4294967295 or len(directory) >= 4294967295:
    count64 = __torch__.torch_classes.metatensor._little_endian(count, 8)
    end += [80, 75, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0, 46, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0] + count64 + count64 + __torch__.torch_classes.metatensor._little_endian(len(directory), 8) + __torch__.torch_classes.metatensor._little_endian(offset, 8)
    end += [80, 75, 6, 7, 0, 0, 0, 0] + __torch__.torch_classes.metatensor._little_endian(offset + len(directory), 8) + [1, 0, 0, 0]
  count16 = __torch__.torch_classes.metatensor._little_endian(min(count, 65535), 2)
  end += [80, 75, 5, 6, 0, 0, 0, 0] + count16 + count16 + __torch__.torch_classes.metatensor._little_endian(min(len(directory), 4294967295), 4) + __torch__.torch_classes.metatensor._little_endian(min(offset, 4294967295), 4) + [0, 0]
  parts.append(__torch__.torch_classes.metatensor._uint8(directory + end))
  return torch.cat(parts, 0)


# The entries of a zip archive: for each name, where its bytes are, after their CRC was checked.
def _read_zip(buffer: Tensor) -> Dict[str, Tensor]:
  size = buffer.size(0)
  # the end of the central directory is the last thing in the file, but for a comment
  tail_size = min(size, 65557)
  tail = __torch__.torch_classes.metatensor._codes_at(buffer, size - tail_size, tail_size)
  end = tail_size - 22
  while end >= 0 and not (tail[end] == 80 and tail[end + 1] == 75 and tail[end + 2] == 5 and tail[end + 3] == 6):
    end -= 1
  if end < 0:
    ops.prim.RaiseException("serialization format error: this is not a zip archive of {} bytes: there is no central directory".format(size), "builtins.ValueError")
  count = __torch__.torch_classes.metatensor._from_little_endian(tail, end + 10, 2)
  directory_size = __torch__.torch_classes.metatensor._from_little_endian(tail, end + 12, 4)
  directory_start = __torch__.torch_classes.metatensor._from_little_endian(tail, end + 16, 4)
  if end >= 20 and tail[end - 20] == 80 and tail[end - 19] == 75 and tail[end - 18] == 6 and tail[end - 17] == 7:
    end64 = __torch__.torch_classes.metatensor._codes_at(buffer, __torch__.torch_classes.metatensor._from_little_endian(tail, end - 12, 8), 56)
    count = __torch__.torch_classes.metatensor._from_little_endian(end64, 32, 8)
    directory_size = __torch__.torch_classes.metatensor._from_little_endian(end64, 40, 8)
    directory_start = __torch__.torch_classes.metatensor._from_little_endian(end64, 48, 8)
  directory = __torch__.torch_classes.metatensor._codes_at(buffer, directory_start, directory_size)
  names = annotate(List[str], [])
  entries = annotate(List[Tensor], [])
  crcs = annotate(List[int], [])
  at = 0
  for i in range(count):
    if at + 46 > directory_size:
      ops.prim.RaiseException("serialization format error: the central directory of the zip archive ends after {} of {} entries".format(i, count), "builtins.ValueError")
    method = __torch__.torch_classes.metatensor._from_little_endian(directory, at + 10, 2)
    entry_size = __torch__.torch_classes.metatensor._from_little_endian(directory, at + 20, 4)
    full_size = __torch__.torch_classes.metatensor._from_little_endian(directory, at + 24, 4)
    name_end = at + 46 + __torch__.torch_classes.metatensor._from_little_endian(directory, at + 28, 2)
    extra_end = name_end + __torch__.torch_classes.metatensor._from_little_endian(directory, at + 30, 2)
    comment_size = __torch__.torch_classes.metatensor._from_little_endian(directory, at + 32, 2)
    offset = __torch__.torch_classes.metatensor._from_little_endian(directory, at + 42, 4)
    if extra_end + comment_size > directory_size:
      ops.prim.RaiseException("serialization format error: the central directory of the zip archive ends after {} of {} entries".format(i, count), "builtins.ValueError")
    name = __torch__.torch_classes.metatensor._text(directory[at + 46:name_end])
    # numbers that do not fit are in a zip64 field, in this order
    field = name_end
    while field + 4 <= extra_end:
      field_size = __torch__.torch_classes.metatensor._from_little_endian(directory, field + 2, 2)
      if directory[field] == 1 and directory[field + 1] == 0:
        value = field + 4
        if full_size == 4294967295 and value + 8 <= extra_end:
          full_size = __torch__.torch_classes.metatensor._from_little_endian(directory, value, 8)
          value += 8
        if entry_size == 4294967295 and value + 8 <= extra_end:
          entry_size = __torch__.torch_classes.metatensor._from_little_endian(directory, value, 8)
          value += 8
        if offset == 4294967295 and value + 8 <= extra_end:
          offset = __torch__.torch_classes.metatensor._from_little_endian(directory, value, 8)
      field += 4 + field_size
    if method != 0 or full_size != entry_size:
      ops.prim.RaiseException("serialization format error: '{}' in the zip archive is compressed (method {}), only stored entries can be read here".format(name, method), "builtins.ValueError")
    header = __torch__.torch_classes.metatensor._codes_at(buffer, offset, 30)
    if not (header[0] == 80 and header[1] == 75 and header[2] == 3 and header[3] == 4):
      ops.prim.RaiseException("serialization format error: there is no entry '{}' at position {} of the zip archive".format(name, offset), "builtins.ValueError")
    start = offset + 30 + __torch__.torch_classes.metatensor._from_little_endian(header, 26, 2) + __torch__.torch_classes.metatensor._from_little_endian(header, 28, 2)
    if entry_size < 0 or start + entry_size > size:
      ops.prim.RaiseException("serialization format error: '{}' should have {} bytes from position {}, but the zip archive has only {} bytes".format(name, entry_size, start, size), "builtins.ValueError")
    names.append(name)
    entries.append(buffer[start:start + entry_size])
    crcs.append(__torch__.torch_classes.metatensor._from_little_endian(directory, at + 16, 4))
    at = extra_end + comment_size
  found = __torch__.torch_classes.metatensor._crc32(entries)
  result = annotate(Dict[str, Tensor], {})
  for i in range(count):
    if found[i] != crcs[i]:
      ops.prim.RaiseException("serialization format error: invalid checksum of '{}': expected {}, got {}".format(names[i], crcs[i], found[i]), "builtins.ValueError")
    result[names[i]] = entries[i]
  return result


def _zip_entry(archive: Dict[str, Tensor], name: str) -> Tensor:
  if not (name in archive):
    ops.prim.RaiseException("serialization format error: specified file not found in archive: at '{}'".format(name), "builtins.ValueError")
  return archive[name]


# ---------------------------------------------------------------------------------------------------
# Arrays: the `.npy` format of NumPy, see numpy.lib.format.


def _write_npy(descr: str, shape: List[int], data: Tensor) -> Tensor:
  sizes = "".join([str(size) + ", " for size in shape])
  header = "{ 'descr': " + descr + ", 'fortran_order': False, 'shape': (" + sizes + ") }"
  # version 1.0 has two bytes for the size of the header, 2.0 has four; data starts at a multiple of 64
  prefix = 10
  version = 1
  if len(header) + 64 > 65535:
    prefix = 12
    version = 2
  total = (prefix + len(header) + 1) // 64 * 64 + 64
  padding = [32] * (total - prefix - len(header) - 1)
  magic = [147, 78, 85, 77, 80, 89, version, 0] + __torch__.torch_classes.metatensor._little_endian(total - prefix, prefix - 8)
  return torch.cat([__torch__.torch_classes.metatensor._uint8(magic + __torch__.torch_classes.metatensor._codes(header) + padding + [10]), data], 0)


def _tensor_to_npy(values: Tensor) -> Tensor:
  descr = annotate(Dict[int, str], {0: "u1", 1: "i1", 2: "i2", 3: "i4", 4: "i8", 5: "f2", 6: "f4", 7: "f8", 9: "c8", 10: "c16", 11: "b1", 27: "u2", 28: "u4", 29: "u8"})
  if not (values.dtype in descr):
    ops.prim.RaiseException("serialization format error: unsupported dtype for writing: {}".format(__torch__.torch_classes.metatensor.dtype_name(values.dtype)), "builtins.ValueError")
  return __torch__.torch_classes.metatensor._write_npy("'<" + descr[values.dtype] + "'", values.size(), __torch__.torch_classes.metatensor._memory(values))


def _labels_to_npy(labels: __torch__.torch_classes.metatensor.Labels) -> Tensor:
  descr = "[" + "".join(["('{}', '<i4'), ".format(name) for name in labels._names]) + "]"
  return __torch__.torch_classes.metatensor._write_npy(descr, [labels._values.size(0)], __torch__.torch_classes.metatensor._memory(labels._values))


# The header of an array: the dictionary as text with single quotes only, and where the data starts.
def _npy_header(buffer: Tensor, context: str) -> Tuple[str, int]:
  start = __torch__.torch_classes.metatensor._codes_at(buffer, 0, min(12, buffer.size(0)))
  if len(start) < 12 or start[:6] != [147, 78, 85, 77, 80, 89]:
    ops.prim.RaiseException("serialization format error: {}: error parsing header: start does not match magic string".format(context), "builtins.ValueError")
  prefix = 12
  if start[6] == 1:
    prefix = 10
  if start[6] < 1 or start[6] > 3 or start[7] != 0:
    ops.prim.RaiseException("serialization format error: {}: error parsing header: unknown version number: {}.{}".format(context, start[6], start[7]), "builtins.ValueError")
  size = __torch__.torch_classes.metatensor._from_little_endian(start, 8, prefix - 8)
  codes = __torch__.torch_classes.metatensor._codes_at(buffer, prefix, size)
  # much of a header is padding
  if 125 in codes:
    codes = codes[:codes.index(125) + 1]
  return (__torch__.torch_classes.metatensor._text(codes).replace('"', "'"), prefix + size)


# What stands after `'key':` in a header.
def _npy_value(header: str, key: str, context: str) -> str:
  at = header.find("'" + key + "'")
  if at < 0:
    ops.prim.RaiseException("serialization format error: {}: invalid header in file: missing '{}' key".format(context, key), "builtins.ValueError")
  value = header[at + len(key) + 2:].lstrip()
  if not value.startswith(":"):
    ops.prim.RaiseException("serialization format error: {}: invalid header in file: expected ':' after '{}'".format(context, key), "builtins.ValueError")
  return value[1:].lstrip()


def _npy_shape(header: str, context: str) -> List[int]:
  if __torch__.torch_classes.metatensor._npy_value(header, "fortran_order", context).startswith("True"):
    ops.prim.RaiseException("serialization format error: {}: data can not be loaded from fortran-order arrays".format(context), "builtins.ValueError")
  value = __torch__.torch_classes.metatensor._npy_value(header, "shape", context)
  end = value.find(")")
  shape = annotate(List[int], [])
  if value.startswith("(") and end > 0:
    for size in value[1:end].split(","):
      digits = size.strip()
      if len(digits) > 0:
        if not digits.isdigit() or len(digits) > 18:
          ops.prim.RaiseException("serialization format error: {}: invalid header in file: expected an integer, got '{}'".format(context, digits), "builtins.ValueError")
        shape.append(int(digits))
  else:
    ops.prim.RaiseException("serialization format error: {}: invalid header in file: expected a shape, got '{}'".format(context, value), "builtins.ValueError")
  return shape


# `count` numbers of `size` bytes from position `start` to the end of the buffer, as a tensor of `dtype`.
# `word` is the number of bytes that the byte order applies to.
def _npy_data(buffer: Tensor, start: int, shape: List[int], dtype: int, size: int, word: int, big_endian: bool, context: str) -> Tensor:
  count = 1
  for length in shape:
    if length > 0 and count > 1152921504606846975 // length:
      ops.prim.RaiseException("serialization format error: {}: an array of shape {} is too large".format(context, shape), "builtins.ValueError")
    count *= length
  if count * size != buffer.size(0) - start:
    ops.prim.RaiseException("serialization format error: {}: an array of shape {} should have {} bytes of data, got {}".format(context, shape, count * size, buffer.size(0) - start), "builtins.ValueError")
  # a copy, as the data of an archive is not aligned
  data = buffer[start:].clone()
  if big_endian and word > 1:
    data = torch.flip(data.view([count * size // word, word]), [1]).flatten()
  if dtype == 11:
    return torch.ne(data, 0).view(shape)
  return torch.view_copy(data, dtype=dtype).view(shape)


def _npy_to_tensor(buffer: Tensor, context: str) -> Tensor:
  header, start = __torch__.torch_classes.metatensor._npy_header(buffer, context)
  shape = __torch__.torch_classes.metatensor._npy_shape(header, context)
  value = __torch__.torch_classes.metatensor._npy_value(header, "descr", context)
  if value.startswith("["):
    ops.prim.RaiseException("serialization format error: {}: structured arrays are not supported".format(context), "builtins.ValueError")
  parts = value.split("'")
  descr = ""
  if value.startswith("'") and len(parts) > 2:
    descr = parts[1]
  dtypes = annotate(Dict[str, int], {"u1": 0, "i1": 1, "i2": 2, "i4": 3, "i8": 4, "f2": 5, "f4": 6, "f8": 7, "c8": 9, "c16": 10, "b1": 11, "u2": 27, "u4": 28, "u8": 29})
  order = descr[:1]
  if not (descr[1:] in dtypes) or not (order in ["<", ">", "=", "|"]):
    ops.prim.RaiseException("serialization format error: {}: unsupported type descriptor: {}".format(context, value), "builtins.ValueError")
  size = int(descr[2:])
  word = size
  if descr[1] == "c":
    word = size // 2
  if order == "|" and size > 1:
    ops.prim.RaiseException("serialization format error: {}: endianness '|' (not applicable) is not supported in type descriptor: {}".format(context, descr), "builtins.ValueError")
  return __torch__.torch_classes.metatensor._npy_data(buffer, start, shape, dtypes[descr[1:]], size, word, order == ">", context)


def _npy_to_labels(buffer: Tensor, context: str) -> __torch__.torch_classes.metatensor.Labels:
  header, start = __torch__.torch_classes.metatensor._npy_header(buffer, context)
  shape = __torch__.torch_classes.metatensor._npy_shape(header, context)
  if len(shape) != 1:
    ops.prim.RaiseException("serialization format error: {}: expected a 1-D array when loading Labels, got {} dimensions".format(context, len(shape)), "builtins.ValueError")
  value = __torch__.torch_classes.metatensor._npy_value(header, "descr", context)
  names = annotate(List[str], [])
  types = annotate(List[str], [])
  end = value.find("]")
  if value.startswith("[") and end > 0:
    # [('name', '<i4'), ...]
    quoted = value[:end].split("'")
    for i in range(len(quoted) // 4):
      names.append(quoted[4 * i + 1])
      types.append(quoted[4 * i + 3])
  if len(types) > 0:
    for type in types:
      if type != types[0] or not (type in ["<i4", ">i4"]):
        ops.prim.RaiseException("serialization format error: {}: invalid dtype for labels: {}".format(context, value[:end + 1]), "builtins.ValueError")
  elif shape[0] > 0 or not value.startswith("["):
    ops.prim.RaiseException("serialization format error: {}: invalid dtype for labels: {}".format(context, value), "builtins.ValueError")
  __torch__.torch_classes.metatensor._check_names(names)
  values = __torch__.torch_classes.metatensor._npy_data(buffer, start, [shape[0], len(names)], 3, 4, 4, len(types) > 0 and types[0] == ">i4", context)
  __torch__.torch_classes.metatensor._check_unique(values)
  return __torch__.torch_classes.metatensor._labels_unchecked(names, values)


# ---------------------------------------------------------------------------------------------------
# Files of labels, blocks and maps.


# The entries of a block, and of its gradients, which have no properties of their own.
def _block_entries(block: __torch__.torch_classes.metatensor.TensorBlock, prefix: str, names: List[str], entries: List[Tensor]) -> None:
  blocks = [block]
  prefixes = [prefix]
  while len(blocks) > 0:
    current = blocks.pop()
    path = prefixes.pop()
    names.append(path + "values.npy")
    entries.append(__torch__.torch_classes.metatensor._tensor_to_npy(current._values))
    names.append(path + "samples.npy")
    entries.append(__torch__.torch_classes.metatensor._labels_to_npy(current._samples))
    for i in range(len(current._components)):
      names.append(path + "components/{}.npy".format(i))
      entries.append(__torch__.torch_classes.metatensor._labels_to_npy(current._components[i]))
    if path == prefix:
      names.append(path + "properties.npy")
      entries.append(__torch__.torch_classes.metatensor._labels_to_npy(current._properties))
    n_gradients = len(current._gradients)
    for i in range(n_gradients):
      # the last one first, as they are taken from the end
      index = n_gradients - 1 - i
      blocks.append(__torch__.torch_classes.metatensor._gradient_at(current, index))
      prefixes.append(path + "gradients/" + current._gradient_names[index] + "/")


def _block_node(archive: Dict[str, Tensor], path: str, properties: Optional[__torch__.torch_classes.metatensor.Labels]) -> __torch__.torch_classes.metatensor.TensorBlock:
  values = __torch__.torch_classes.metatensor._npy_to_tensor(__torch__.torch_classes.metatensor._zip_entry(archive, path + "values.npy"), path + "values.npy")
  samples = __torch__.torch_classes.metatensor._npy_to_labels(__torch__.torch_classes.metatensor._zip_entry(archive, path + "samples.npy"), path + "samples.npy")
  components = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
  for i in range(values.dim() - 2):
    name = path + "components/{}.npy".format(i)
    components.append(__torch__.torch_classes.metatensor._npy_to_labels(__torch__.torch_classes.metatensor._zip_entry(archive, name), name))
  if properties is None:
    block_properties = __torch__.torch_classes.metatensor._npy_to_labels(__torch__.torch_classes.metatensor._zip_entry(archive, path + "properties.npy"), path + "properties.npy")
  else:
    block_properties = properties
  __torch__.torch_classes.metatensor._check_block(values, samples, components, block_properties)
  return __torch__.torch_classes.metatensor._block_unchecked(values, samples, components, block_properties)


# `gradients` are the directories of gradients in the archive, below each directory that has some.
def _read_block(archive: Dict[str, Tensor], gradients: Dict[str, List[str]], prefix: str) -> __torch__.torch_classes.metatensor.TensorBlock:
  root = __torch__.torch_classes.metatensor._block_node(archive, prefix, None)
  blocks = [root]
  paths = [prefix]
  i = 0
  while i < len(blocks):
    path = paths[i] + "gradients/"
    if path in gradients:
      for parameter in gradients[path]:
        gradient = __torch__.torch_classes.metatensor._block_node(archive, path + parameter + "/", root._properties)
        __torch__.torch_classes.metatensor._check_gradient(blocks[i], parameter, gradient)
        __torch__.torch_classes.metatensor._add_gradient_unchecked(blocks[i], parameter, gradient)
        blocks.append(gradient)
        paths.append(path + parameter + "/")
    i += 1
  return root


def _gradient_paths(archive: Dict[str, Tensor]) -> Dict[str, List[str]]:
  result = annotate(Dict[str, List[str]], {})
  for name in archive.keys():
    if name.endswith("/samples.npy"):
      path = name[:len(name) - len("samples.npy") - 1]
      slash = path.rfind("/")
      parent = path[:slash + 1]
      if parent == "gradients/" or parent.endswith("/gradients/"):
        if not (parent in result):
          result[parent] = annotate(List[str], [])
        result[parent].append(path[slash + 1:])
  return result


def _save_labels(labels: __torch__.torch_classes.metatensor.Labels) -> Tensor:
  return __torch__.torch_classes.metatensor._labels_to_npy(labels)


def _save_block(block: __torch__.torch_classes.metatensor.TensorBlock) -> Tensor:
  names = annotate(List[str], [])
  entries = annotate(List[Tensor], [])
  __torch__.torch_classes.metatensor._block_entries(block, "", names, entries)
  return __torch__.torch_classes.metatensor._write_zip(names, entries)


def _save_map(tensor: __torch__.torch_classes.metatensor.TensorMap) -> Tensor:
  names = ["keys.npy"]
  entries = [__torch__.torch_classes.metatensor._labels_to_npy(tensor._keys)]
  for i in range(len(tensor._blocks)):
    __torch__.torch_classes.metatensor._block_entries(tensor._blocks[i], "blocks/{}/".format(i), names, entries)
  if len(tensor._info) > 0:
    names.append("info.json")
    entries.append(__torch__.torch_classes.metatensor._uint8(__torch__.torch_classes.metatensor._codes(__torch__.torch_classes.metatensor._write_json(tensor._info))))
  return __torch__.torch_classes.metatensor._write_zip(names, entries)


def _load_labels(buffer: Tensor) -> __torch__.torch_classes.metatensor.Labels:
  return __torch__.torch_classes.metatensor._npy_to_labels(buffer, "labels")


def _load_block(buffer: Tensor) -> __torch__.torch_classes.metatensor.TensorBlock:
  archive = __torch__.torch_classes.metatensor._read_zip(buffer)
  return __torch__.torch_classes.metatensor._read_block(archive, __torch__.torch_classes.metatensor._gradient_paths(archive), "")


def _load_map(buffer: Tensor) -> __torch__.torch_classes.metatensor.TensorMap:
  archive = __torch__.torch_classes.metatensor._read_zip(buffer)
  keys = __torch__.torch_classes.metatensor._npy_to_labels(__torch__.torch_classes.metatensor._zip_entry(archive, "keys.npy"), "keys.npy")
  gradients = __torch__.torch_classes.metatensor._gradient_paths(archive)
  blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
  for i in range(keys._values.size(0)):
    blocks.append(__torch__.torch_classes.metatensor._read_block(archive, gradients, "blocks/{}/".format(i)))
  __torch__.torch_classes.metatensor._check_map(keys, blocks)
  info = annotate(Dict[str, str], {})
  if "info.json" in archive:
    info = __torch__.torch_classes.metatensor._read_json(annotate(List[int], archive["info.json"].to(4).tolist()))
  return __torch__.torch_classes.metatensor._map_unchecked(keys, blocks, info)


# A JSON object of strings, with the keys in order.
def _write_json(info: Dict[str, str]) -> str:
  lines = annotate(List[str], [])
  for key in sorted(list(info.keys())):
    lines.append("  " + __torch__.torch_classes.metatensor._json_string(key) + ": " + __torch__.torch_classes.metatensor._json_string(info[key]))
  return "{\n" + ",\n".join(lines) + "\n}"


def _json_string(text: str) -> str:
  short = annotate(Dict[int, str], {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: "\\\"", 92: "\\\\"})
  hexadecimal = "0123456789abcdef"
  result = "\""
  for code in __torch__.torch_classes.metatensor._codes(text):
    if code in short:
      result += short[code]
    elif code < 32:
      result += "\\u00" + hexadecimal[code // 16] + hexadecimal[code % 16]
    else:
      result += chr(code)
  return result + "\""


def _json_error(codes: List[int], at: int) -> None:
  ops.prim.RaiseException("serialization format error: 'info.json' should contain an object with strings as values, got '{}' at position {}".format(__torch__.torch_classes.metatensor._text(codes[at:at + 10]), at), "builtins.ValueError")


# The position of the next character that is not white space; an error at the end.
def _json_next(codes: List[int], start: int) -> int:
  at = start
  while at < len(codes) and codes[at] in [9, 10, 13, 32]:
    at += 1
  if at >= len(codes):
    __torch__.torch_classes.metatensor._json_error(codes, at)
  return at


def _json_hexadecimal(codes: List[int], at: int) -> int:
  value = 0
  for i in range(4):
    digit = -1
    if at + i < len(codes):
      digit = "0123456789abcdef".find(chr(codes[at + i]).lower())
    if digit < 0:
      __torch__.torch_classes.metatensor._json_error(codes, at)
    value = value * 16 + digit
  return value


# The bytes of a code point in UTF-8.
def _utf8(point: int) -> List[int]:
  if point < 128:
    return [point]
  elif point < 2048:
    return [192 | (point >> 6), 128 | (point & 63)]
  elif point < 65536:
    return [224 | (point >> 12), 128 | ((point >> 6) & 63), 128 | (point & 63)]
  return [240 | (point >> 18), 128 | ((point >> 12) & 63), 128 | ((point >> 6) & 63), 128 | (point & 63)]


# The string that starts at `start`, and the position after it.
def _parse_json_string(codes: List[int], start: int) -> Tuple[str, int]:
  escapes = annotate(Dict[int, int], {34: 34, 47: 47, 92: 92, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9})
  if codes[start] != 34:
    __torch__.torch_classes.metatensor._json_error(codes, start)
  result = annotate(List[int], [])
  at = start + 1
  while at < len(codes) and codes[at] != 34:
    if codes[at] != 92:
      result.append(codes[at])
      at += 1
    elif at + 1 < len(codes) and codes[at + 1] in escapes:
      result.append(escapes[codes[at + 1]])
      at += 2
    elif at + 1 < len(codes) and codes[at + 1] == 117:
      point = __torch__.torch_classes.metatensor._json_hexadecimal(codes, at + 2)
      at += 6
      if point >= 55296 and point < 56320 and at + 1 < len(codes) and codes[at] == 92 and codes[at + 1] == 117:
        # two halves of a code point outside the basic plane
        point = 65536 + (point - 55296) * 1024 + __torch__.torch_classes.metatensor._json_hexadecimal(codes, at + 2) - 56320
        at += 6
      result += __torch__.torch_classes.metatensor._utf8(point)
    else:
      __torch__.torch_classes.metatensor._json_error(codes, at)
      at = len(codes)
  if at >= len(codes):
    __torch__.torch_classes.metatensor._json_error(codes, start)
  return (__torch__.torch_classes.metatensor._text(result), at + 1)


def _read_json(codes: List[int]) -> Dict[str, str]:
  info = annotate(Dict[str, str], {})
  at = __torch__.torch_classes.metatensor._json_next(codes, 0)
  if codes[at] != 123:
    __torch__.torch_classes.metatensor._json_error(codes, at)
  at = __torch__.torch_classes.metatensor._json_next(codes, at + 1)
  while codes[at] != 125:
    key, at = __torch__.torch_classes.metatensor._parse_json_string(codes, at)
    at = __torch__.torch_classes.metatensor._json_next(codes, at)
    if codes[at] != 58:
      __torch__.torch_classes.metatensor._json_error(codes, at)
    value, at = __torch__.torch_classes.metatensor._parse_json_string(codes, __torch__.torch_classes.metatensor._json_next(codes, at + 1))
    info[key] = value
    at = __torch__.torch_classes.metatensor._json_next(codes, at)
    if codes[at] == 44:
      at = __torch__.torch_classes.metatensor._json_next(codes, at + 1)
      if codes[at] != 34:
        __torch__.torch_classes.metatensor._json_error(codes, at)
    elif codes[at] != 125:
      __torch__.torch_classes.metatensor._json_error(codes, at)
  return info


# ---------------------------------------------------------------------------------------------------
# The operators `ops.metatensor.*`.


def version() -> str:
  return "0.10.3"


# As the reference names them: uint8 is called int8.
def dtype_name(dtype: int) -> str:
  names = annotate(Dict[int, str], {0: "torch.int8", 1: "torch.int8", 2: "torch.int16", 3: "torch.int32", 4: "torch.int64", 5: "torch.float16", 6: "torch.float32", 7: "torch.float64", 8: "torch.complex32", 9: "torch.complex64", 10: "torch.complex128", 11: "torch.bool", 15: "BFloat16"})
  if dtype in names:
    return names[dtype]
  return "dtype {}".format(dtype)


def load(file: str) -> __torch__.torch_classes.metatensor.TensorMap:
  __torch__.torch_classes.metatensor._no_files("load", file)
  return uninitialized(__torch__.torch_classes.metatensor.TensorMap)


def load_block(file: str) -> __torch__.torch_classes.metatensor.TensorBlock:
  __torch__.torch_classes.metatensor._no_files("load_block", file)
  return uninitialized(__torch__.torch_classes.metatensor.TensorBlock)


def load_labels(file: str) -> __torch__.torch_classes.metatensor.Labels:
  __torch__.torch_classes.metatensor._no_files("load_labels", file)
  return uninitialized(__torch__.torch_classes.metatensor.Labels)


def save(file: str, data: Any) -> None:
  __torch__.torch_classes.metatensor._no_files("save", file)


def _check_buffer(buffer: Tensor) -> None:
  if buffer.dtype != 0:
    ops.prim.RaiseException("`buffer` must be a tensor of uint8, not " + __torch__.torch_classes.metatensor.dtype_name(buffer.dtype), "builtins.ValueError")
  if buffer.device.type != "cpu":
    ops.prim.RaiseException("`buffer` must be a tensor on CPU, not on {}".format(buffer.device), "builtins.ValueError")
  if buffer.dim() != 1:
    ops.prim.RaiseException("`buffer` must be a 1-dimensional tensor", "builtins.ValueError")
  if not buffer.is_contiguous():
    ops.prim.RaiseException("`buffer` must be a contiguous tensor", "builtins.ValueError")


def load_buffer(buffer: Tensor) -> __torch__.torch_classes.metatensor.TensorMap:
  __torch__.torch_classes.metatensor._check_buffer(buffer)
  return __torch__.torch_classes.metatensor._load_map(buffer)


def load_block_buffer(buffer: Tensor) -> __torch__.torch_classes.metatensor.TensorBlock:
  __torch__.torch_classes.metatensor._check_buffer(buffer)
  return __torch__.torch_classes.metatensor._load_block(buffer)


def load_labels_buffer(buffer: Tensor) -> __torch__.torch_classes.metatensor.Labels:
  __torch__.torch_classes.metatensor._check_buffer(buffer)
  return __torch__.torch_classes.metatensor._load_labels(buffer)


def save_buffer(data: Any) -> Tensor:
  if isinstance(data, __torch__.torch_classes.metatensor.TensorMap):
    return __torch__.torch_classes.metatensor._save_map(data)
  elif isinstance(data, __torch__.torch_classes.metatensor.TensorBlock):
    return __torch__.torch_classes.metatensor._save_block(data)
  elif isinstance(data, __torch__.torch_classes.metatensor.Labels):
    return __torch__.torch_classes.metatensor._save_labels(data)
  ops.prim.RaiseException("`data` must be one of 'Labels', 'TensorBlock' or 'TensorMap' in `save_buffer`, not {}".format(__torch__.torch_classes.metatensor._type_name(data)), "builtins.TypeError")
  return torch.zeros([0])

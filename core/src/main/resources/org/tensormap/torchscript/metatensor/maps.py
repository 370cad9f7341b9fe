# `TensorMap`: what is checked when it is made, and the selection of blocks.


# Blocks, each with an entry of `keys`.
class TensorMap:
  _keys : mts.Labels
  _blocks : List[mts.TensorBlock]
  _info : Dict[str, str]

  # The map takes the blocks over: they can not be put into another one without a copy.
  def __init__(self, keys: mts.Labels, blocks: List[mts.TensorBlock]) -> None:
    mts._check_map(keys, blocks)
    self._keys = keys
    self._blocks = list(blocks)
    self._info = annotate(Dict[str, str], {})

  def __len__(self) -> int:
    return len(self._blocks)

  def __repr__(self) -> str:
    return mts._print_map(self, -1)

  def __str__(self) -> str:
    return mts._print_map(self, 7)

  def __getitem__(self, selection: Any) -> mts.TensorBlock:
    return mts._select_block(self, selection)

  def copy(self, deep: bool=True) -> mts.TensorMap:
    blocks = annotate(List[mts.TensorBlock], [])
    for block in self._blocks:
      blocks.append(mts._copy_block(block, deep))
    info = annotate(Dict[str, str], {})
    if deep:
      info = self.info()
    return mts._map_unchecked(self._keys, blocks, info)

  def save(self, file: str) -> None:
    mts._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return mts._save_map(self)

  def items(self) -> List[Tuple[mts.LabelsEntry, mts.TensorBlock]]:
    result = annotate(List[Tuple[mts.LabelsEntry, mts.TensorBlock]], [])
    keys = self._keys
    # all keys in one copy from the device: what a loop over items does first is to look at the key
    rows = annotate(List[List[int]], keys._values.to(4).tolist())
    for index in range(len(rows)):
      result.append((mts._entry(keys, index, rows[index]), self._blocks[index]))
    return result

  def keys_getter(self) -> mts.Labels:
    return self._keys

  def block_by_id(self, index: int) -> mts.TensorBlock:
    return mts._block_by_id(self, index)

  def blocks_by_id(self, indices: List[int]) -> List[mts.TensorBlock]:
    result = annotate(List[mts.TensorBlock], [])
    for index in indices:
      result.append(mts._block_by_id(self, index))
    return result

  def block(self, selection: Any=None) -> mts.TensorBlock:
    return mts._select_block(self, selection)

  def blocks(self, selection: Any=None) -> List[mts.TensorBlock]:
    if isinstance(selection, NoneType):
      return list(self._blocks)
    elif isinstance(selection, int):
      return [mts._block_by_id(self, selection)]
    elif isinstance(selection, List[int]):
      return self.blocks_by_id(selection)
    return self.blocks_by_id(
        mts._matching(
            self._keys, selection, "None, int, List[int], Dict[str, int], Labels, or LabelsEntry"))

  # Up to metatensor-torch 0.7: the positions of the blocks that `blocks` gives.
  def blocks_matching(self, selection: mts.Labels) -> List[int]:
    return mts._matching(self._keys, selection, "Labels")

  # Before metatensor-torch 0.9, `sort_samples` stood in the place of `fill_value`.
  def keys_to_samples(
      self, keys_to_move: Any, fill_value: Any=0, sort_samples: bool=True) -> mts.TensorMap:
    moved = mts._keys_to_move(self._keys, keys_to_move, "TensorMap::keys_to_samples first argument")
    if isinstance(fill_value, bool):
      return mts._keys_to_samples(self, moved, 0, fill_value)
    return mts._keys_to_samples(self, moved, fill_value, sort_samples)

  def keys_to_properties(
      self, keys_to_move: Any, fill_value: Any=0, sort_samples: bool=True) -> mts.TensorMap:
    moved = mts._keys_to_move(
        self._keys, keys_to_move, "TensorMap::keys_to_properties first argument")
    if isinstance(fill_value, bool):
      return mts._keys_to_properties(self, moved, 0, fill_value)
    return mts._keys_to_properties(self, moved, fill_value, sort_samples)

  def components_to_properties(self, dimensions: Any) -> mts.TensorMap:
    names = mts._string_list(dimensions, "TensorMap::components_to_properties argument")
    if len(names) == 0:
      mts._value_error(
          "invalid parameter: name at least one component to turn into properties in "
          "components_to_properties")
    blocks = annotate(List[mts.TensorBlock], [])
    for block in self._blocks:
      blocks.append(mts._components_to_properties(block, names))
    return mts._map_unchecked(self._keys, blocks, self.info())

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

  # as equistore called it
  def components_names_getter(self) -> List[str]:
    return self.component_names_getter()

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

  def to(
      self, _0: Any=None, _1: Any=None, dtype: Optional[int]=None, device: Optional[Device]=None,
      arrays: Optional[str]=None, non_blocking: bool=False) -> mts.TensorMap:
    new_dtype, new_device = mts._to_arguments(_0, _1, dtype, device, arrays, "`TensorMap.to`")
    return mts._map_to(self, new_dtype, new_device, non_blocking)

  def print(self, max_keys: int) -> str:
    return mts._print_map(self, max_keys)

  def __getstate__(self) -> Tensor:
    return mts._save_map(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = mts._map_to(mts._load_map(buffer.cpu()), None, buffer.device, False)
    self._keys = loaded._keys
    self._blocks = loaded._blocks
    self._info = loaded._info


# `blocks` and `info` are not copied.
def _map_unchecked(
    keys: mts.Labels, blocks: List[mts.TensorBlock], info: Dict[str, str]) -> mts.TensorMap:
  tensor = mts.TensorMap.__new__(mts.TensorMap)
  for block in blocks:
    block._is_view = True
  tensor._keys = keys
  tensor._blocks = blocks
  tensor._info = info
  return tensor


# Checks that `blocks` and `keys` can be a map, and makes the blocks part of it.
def _check_map(keys: mts.Labels, blocks: List[mts.TensorBlock]) -> None:
  device = keys._values.device
  if len(blocks) > 0:
    if blocks[0]._values.device != device:
      mts._value_error(
          "cannot create TensorMap: keys and blocks must be on the same device, got {} and {}"
            .format(blocks[0]._values.device, device))
  if len(blocks) != keys._values.size(0):
    mts._value_error(
        "invalid parameter: expected the same number of blocks as the number of entries in the "
        "keys ({}) when creating a `TensorMap`, got {}".format(keys._values.size(0), len(blocks)))
  if len(blocks) > 0:
    first = blocks[0]
    dtype = first._values.dtype
    sample_names = first._samples._names
    property_names = first._properties._names
    n_components = len(first._components)
    gradients = mts._gradients_metadata(first)
    for block in blocks:
      # true for a block that is given twice, too
      if block._is_view:
        mts._value_error(
            "can not release this TensorBlock, it is a view inside another TensorBlock or a "
            "TensorMap, or it is given more than once; use `copy()` to put it into another "
            "TensorMap")
      block._is_view = True
      if block._values.device != device:
        mts._value_error(
            "invalid parameter: invalid tensor map: got blocks on different devices, at least '{}' "
            "and '{}' were detected".format(
                mts._dlpack_device(device), mts._dlpack_device(block._values.device)))
      if block._values.dtype != dtype:
        mts._value_error(
            "invalid parameter: invalid tensor map: got blocks with different dtypes, at least "
            "'{}' and '{}' were detected".format(
                mts._dlpack_dtype(dtype), mts._dlpack_dtype(block._values.dtype)))
      if block._samples._names != sample_names:
        mts._value_error(
            "invalid parameter: all blocks must have the same sample dimensions, got [{}] and [{}]"
              .format(", ".join(block._samples._names), ", ".join(sample_names)))
      if len(block._components) != n_components:
        mts._value_error(
            "invalid parameter: all blocks must contains the same set of components, the current "
            "block has {} components while the first block has {}".format(
                len(block._components), n_components))
      for i in range(n_components):
        if block._components[i]._names != first._components[i]._names:
          mts._value_error(
              "invalid parameter: all blocks must have the same component dimensions, got [{}] and "
              "[{}]".format(
                  ", ".join(block._components[i]._names), ", ".join(first._components[i]._names)))
      if block._properties._names != property_names:
        mts._value_error(
            "invalid parameter: all blocks must have the same property dimensions, got [{}] and "
            "[{}]".format(", ".join(block._properties._names), ", ".join(property_names)))
      if len(block._gradients) > 0 or len(gradients) > 0:
        if mts._gradients_metadata(block) != gradients:
          mts._value_error(
              "invalid parameter: all blocks must have the same set of gradients, with the same "
              "sample, property and component dimensions, and the same must be true for gradients "
              "of gradients")


def _map_to(
    tensor: mts.TensorMap, dtype: Optional[int], device: Optional[Device],
    non_blocking: bool) -> mts.TensorMap:
  blocks = annotate(List[mts.TensorBlock], [])
  for block in tensor._blocks:
    blocks.append(mts._block_to(block, dtype, device, non_blocking))
  keys = tensor._keys
  if device is not None:
    keys = mts._labels_to(keys, device, non_blocking)
  return mts._map_unchecked(keys, blocks, tensor.info())


class _ComponentsToProperties:
  dimensions : List[str]

  def __init__(self, dimensions: List[str]) -> None:
    self.dimensions = dimensions

  def convert(self, block: mts.TensorBlock) -> mts.TensorBlock:
    # the result never shares its values with the map it is made of
    values = block._values.clone()
    components = list(block._components)
    properties = block._properties
    for dimension in self.dimensions:
      axis = mts._find_name([component._names[0] for component in components], dimension)
      if axis < 0:
        mts._value_error(
            "invalid parameter: unable to find '{}' in the components".format(dimension))
      moved = components.pop(axis)
      properties = mts._outer_labels(moved, properties)
      shape = values.size()
      shape[-1] = properties._values.size(0)
      shape.pop(axis + 1)
      values = torch.movedim(values, axis + 1, -2).reshape(shape)
    return mts._block_unchecked(values, block._samples, components, properties)


def _components_to_properties(block: mts.TensorBlock, dimensions: List[str]) -> mts.TensorBlock:
  conversion = mts._ComponentsToProperties.__new__(mts._ComponentsToProperties)
  conversion.__init__(dimensions)
  return mts._convert_tree(block, conversion)


def _block_by_id(tensor: mts.TensorMap, index: int) -> mts.TensorBlock:
  if index < 0 or index >= len(tensor._blocks):
    mts._index_error(
        "block index out of bounds: we have {} blocks but the index is {}"
          .format(len(tensor._blocks), index))
  return tensor._blocks[index]


def _select_block(tensor: mts.TensorMap, selection: Any) -> mts.TensorBlock:
  count = len(tensor._blocks)
  if isinstance(selection, int):
    return mts._block_by_id(tensor, selection)
  elif isinstance(selection, NoneType):
    if count == 0:
      mts._value_error("there is no block in this TensorMap")
    elif count > 1:
      mts._value_error("there is more than one block in this TensorMap, provide a selection")
    return tensor._blocks[0]
  names, row = mts._selection_entry(
      selection, tensor._keys._values.device, "int, Dict[str, int], Labels, or LabelsEntry")
  matching = mts._matching_row(tensor._keys, names, row)
  if len(matching) != 1:
    entry = mts._entry(mts._labels_unchecked(names, row.unsqueeze(0)), 0, None)
    if len(matching) == 0:
      mts._value_error("could not find blocks matching the selection " + entry.print())
    mts._value_error(
        "got more than one matching block for " + entry.print(
            ) + ", use the `blocks` function to select more than one block")
  return tensor._blocks[matching[0]]


def _matching(keys: mts.Labels, selection: Any, accepted: str) -> List[int]:
  names, row = mts._selection_entry(selection, keys._values.device, accepted)
  return mts._matching_row(keys, names, row)


# The positions of the keys that have the given values in the given dimensions.
def _matching_row(keys: mts.Labels, names: List[str], row: Tensor) -> List[int]:
  columns = annotate(List[int], [])
  for name in names:
    column = mts._find_name(keys._names, name)
    if column < 0:
      mts._value_error(
          "invalid parameter: '{}' in selection is not part of these Labels".format(name))
    columns.append(column)
  values = keys._values
  if columns != list(range(len(keys._names))):
    values = torch.index_select(values, 1, torch.tensor(columns, dtype=4, device=values.device))
  return annotate(List[int], torch.nonzero(torch.all(torch.eq(values, row), 1)).flatten().tolist())


# A selection of blocks as the names and the values of a single entry.
def _selection_entry(selection: Any, device: Device, accepted: str) -> Tuple[List[str], Tensor]:
  if isinstance(selection, Dict[str, int]):
    if len(selection) == 0:
      mts._value_error("block selection must contain exactly one entry, got 0")
    names = sorted(selection.keys())
    values = [selection[name] for name in names]
    return (names, torch.tensor(values, dtype=4, device=device))
  elif isinstance(selection, mts.Labels):
    if selection._values.size(0) != 1:
      mts._value_error(
          "block selection must contain exactly one entry, got {}"
            .format(selection._values.size(0)))
    return (selection._names, selection._values[0].to(device))
  elif isinstance(selection, mts.LabelsEntry):
    return (selection._names, selection.values_getter().to(device))
  given = mts._type_name(selection)
  if given.startswith("Dict"):
    accepted = "Dict[str, int]"
    given = given.replace("(", "[").replace(")", "]")
  mts._type_error("expected argument to be {}, got {}".format(accepted, given))
  return (annotate(List[str], []), torch.zeros([0]))

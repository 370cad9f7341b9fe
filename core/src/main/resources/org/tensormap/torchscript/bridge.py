# The TorchScript half of the bridge: reads arguments from a message and writes results to one. The
# Java half is `MessageWriter` and `MessageReader`; the package documentation describes the format.
#
# The language is that of `metatensor/labels.py`. For another namespace with the same
# classes, replace the word `metatensor` in this whole text by the namespace.


class Reader:
  _numbers : List[int]
  _next_number : int
  _reals : List[float]
  _next_real : int
  _strings : List[str]
  _arrays : List[Tensor]
  _labels : List[__torch__.torch_classes.metatensor.Labels]
  _blocks : List[__torch__.torch_classes.metatensor.TensorBlock]

  # `copies`: give the model its own arrays, as autograd needs them, instead of views
  def __init__(self, message: List[Tensor], copies: bool) -> None:
    numbers = annotate(List[int], message[0].tolist())
    at = 0

    strings = annotate(List[str], [])
    n_strings = numbers[at]
    at = at + 1
    for _ in range(n_strings):
      length = numbers[at]
      at = at + 1
      characters = annotate(List[str], [])
      for code in numbers[at:at + length]:
        characters.append(chr(code))
      strings.append("".join(characters))
      at = at + length

    names = annotate(List[List[str]], [])
    n_names = numbers[at]
    at = at + 1
    for _ in range(n_names):
      length = numbers[at]
      at = at + 1
      dimensions = annotate(List[str], [])
      for string in numbers[at:at + length]:
        dimensions.append(strings[string])
      names.append(dimensions)
      at = at + length

    labels = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    n_groups = numbers[at]
    at = at + 1
    start = 0
    for _ in range(n_groups):
      columns = numbers[at]
      rows = numbers[at + 1]
      count = numbers[at + 2]
      at = at + 3
      end = start + columns * rows
      tables = torch.split_with_sizes(message[2][start:end].view([rows, columns]), numbers[at + count:at + 2 * count], 0)
      for i in range(count):
        labels.append(__torch__.torch_classes.metatensor._labels_unchecked(names[numbers[at + i]], tables[i]))
      at = at + 2 * count
      start = end

    components = annotate(List[List[__torch__.torch_classes.metatensor.Labels]], [])
    n_components = numbers[at]
    at = at + 1
    for _ in range(n_components):
      length = numbers[at]
      at = at + 1
      axes = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
      for axis in numbers[at:at + length]:
        axes.append(labels[axis])
      components.append(axes)
      at = at + length

    arrays = annotate(List[Tensor], [])
    n_packs = numbers[at]
    at = at + 1
    for i in range(n_packs):
      count = numbers[at]
      at = at + 1
      if count < 0:
        arrays.extend(torch.unbind(message[3 + i], 0))
      else:
        arrays.extend(torch.split_with_sizes(message[3 + i], numbers[at:at + count], 0))
        at = at + count
    arrays.extend(message[3 + n_packs:])
    if copies:
      for i in range(len(arrays)):
        arrays[i] = torch.clone(arrays[i])

    blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    n_blocks = numbers[at]
    values = numbers[at + 1:at + 1 + n_blocks]
    at = at + 1 + n_blocks
    samples = numbers[at:at + n_blocks]
    at = at + n_blocks
    axes_lists = numbers[at:at + n_blocks]
    at = at + n_blocks
    properties = numbers[at:at + n_blocks]
    at = at + n_blocks
    for i in range(n_blocks):
      blocks.append(__torch__.torch_classes.metatensor._block_unchecked(arrays[values[i]], labels[samples[i]], components[axes_lists[i]], labels[properties[i]]))
    n_gradients = numbers[at]
    at = at + 1
    for _ in range(n_gradients):
      __torch__.torch_classes.metatensor._add_gradient_unchecked(blocks[numbers[at]], strings[numbers[at + 1]], blocks[numbers[at + 2]])
      at = at + 3

    self._numbers = numbers
    self._next_number = at
    self._reals = annotate(List[float], message[1].tolist())
    self._next_real = 0
    self._strings = strings
    self._arrays = arrays
    self._labels = labels
    self._blocks = blocks

  def read_int(self) -> int:
    number = self._numbers[self._next_number]
    self._next_number = self._next_number + 1
    return number

  def read_bool(self) -> bool:
    return self.read_int() != 0

  def read_float(self) -> float:
    real = self._reals[self._next_real]
    self._next_real = self._next_real + 1
    return real

  def read_str(self) -> str:
    return self._strings[self.read_int()]

  def read_tensor(self) -> Tensor:
    return self._arrays[self.read_int()]

  def read_labels(self) -> __torch__.torch_classes.metatensor.Labels:
    return self._labels[self.read_int()]

  def read_block(self) -> __torch__.torch_classes.metatensor.TensorBlock:
    return self._blocks[self.read_int()]

  def read_map(self) -> __torch__.torch_classes.metatensor.TensorMap:
    keys = self.read_labels()
    first = self.read_int()
    count = self.read_int()
    info = annotate(Dict[str, str], {})
    for _ in range(self.read_int()):
      name = self.read_str()
      info[name] = self.read_str()
    return __torch__.torch_classes.metatensor._map_unchecked(keys, self._blocks[first:first + count], info)


class Writer:
  _numbers : List[int]
  _reals : List[float]
  _strings : List[str]
  _string_index : Dict[str, int]
  _names : List[List[int]]
  _names_index : Dict[str, int]
  # the labels themselves are kept: an object's id is only its own while it lives
  _labels : List[__torch__.torch_classes.metatensor.Labels]
  _labels_index : Dict[int, int]
  _labels_names : List[int]
  _labels_rows : List[int]
  _components : List[List[int]]
  _arrays : List[Tensor]
  _values : List[int]
  _samples : List[int]
  _axes_lists : List[int]
  _properties : List[int]
  _gradients : List[int]

  def __init__(self) -> None:
    self._numbers = annotate(List[int], [])
    self._reals = annotate(List[float], [])
    self._strings = annotate(List[str], [])
    self._string_index = annotate(Dict[str, int], {})
    self._names = annotate(List[List[int]], [])
    self._names_index = annotate(Dict[str, int], {})
    self._labels = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    self._labels_index = annotate(Dict[int, int], {})
    self._labels_names = annotate(List[int], [])
    self._labels_rows = annotate(List[int], [])
    self._components = annotate(List[List[int]], [])
    self._arrays = annotate(List[Tensor], [])
    self._values = annotate(List[int], [])
    self._samples = annotate(List[int], [])
    self._axes_lists = annotate(List[int], [])
    self._properties = annotate(List[int], [])
    self._gradients = annotate(List[int], [])

  def write_int(self, value: int) -> None:
    self._numbers.append(value)

  def write_bool(self, value: bool) -> None:
    self._numbers.append(int(value))

  def write_float(self, value: float) -> None:
    self._reals.append(value)

  def write_str(self, value: str) -> None:
    self._numbers.append(self._string(value))

  def write_tensor(self, value: Tensor) -> None:
    self._numbers.append(len(self._arrays))
    self._arrays.append(value)

  def write_labels(self, value: __torch__.torch_classes.metatensor.Labels) -> None:
    self._numbers.append(self._label(value))

  def write_block(self, value: __torch__.torch_classes.metatensor.TensorBlock) -> None:
    self._numbers.append(self._add_blocks([value]))

  def write_map(self, value: __torch__.torch_classes.metatensor.TensorMap) -> None:
    self._numbers.append(self._label(value._keys))
    self._numbers.append(self._add_blocks(value._blocks))
    self._numbers.append(len(value._blocks))
    self._numbers.append(len(value._info))
    for name, text in value._info.items():
      self._numbers.append(self._string(name))
      self._numbers.append(self._string(text))

  def _string(self, value: str) -> int:
    if value in self._string_index:
      return self._string_index[value]
    index = len(self._strings)
    self._strings.append(value)
    self._string_index[value] = index
    return index

  def _label(self, value: __torch__.torch_classes.metatensor.Labels) -> int:
    identity = ops.prim.id(value)
    if identity in self._labels_index:
      return self._labels_index[identity]
    index = len(self._labels)
    self._labels.append(value)
    self._labels_index[identity] = index
    # no name contains a comma
    key = ",".join(value._names)
    if key in self._names_index:
      names = self._names_index[key]
    else:
      names = len(self._names)
      self._names_index[key] = names
      dimensions = annotate(List[int], [])
      for name in value._names:
        dimensions.append(self._string(name))
      self._names.append(dimensions)
    self._labels_names.append(names)
    self._labels_rows.append(value._values.size(0))
    return index

  # Adds blocks one after the other, then their gradients; returns the index of the first.
  def _add_blocks(self, blocks: List[__torch__.torch_classes.metatensor.TensorBlock]) -> int:
    first = len(self._values)
    n_blocks = len(blocks)
    with_gradients = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    parents = annotate(List[int], [])
    arrays = self._arrays
    values = self._values
    samples = self._samples
    axes_lists = self._axes_lists
    properties = self._properties
    for i in range(n_blocks):
      block = blocks[i]
      values.append(len(arrays))
      arrays.append(block._values)
      samples.append(self._label(block._samples))
      axes_lists.append(self._axes(block._components))
      properties.append(self._label(block._properties))
      if len(block._gradient_names) > 0:
        with_gradients.append(block)
        parents.append(first + i)
    done = 0
    while done < len(with_gradients):
      parent = with_gradients[done]
      for i in range(len(parent._gradients)):
        gradient = parent._gradients[i]
        if isinstance(gradient, __torch__.torch_classes.metatensor.TensorBlock):
          index = len(values)
          values.append(len(arrays))
          arrays.append(gradient._values)
          samples.append(self._label(gradient._samples))
          axes_lists.append(self._axes(gradient._components))
          properties.append(self._label(gradient._properties))
          self._gradients.append(parents[done])
          self._gradients.append(self._string(parent._gradient_names[i]))
          self._gradients.append(index)
          if len(gradient._gradient_names) > 0:
            with_gradients.append(gradient)
            parents.append(index)
      done = done + 1
    return first

  def _axes(self, components: List[__torch__.torch_classes.metatensor.Labels]) -> int:
    axes = annotate(List[int], [])
    for component in components:
      axes.append(self._label(component))
    last = len(self._components) - 1
    if last >= 0 and self._components[last] == axes:
      return last
    self._components.append(axes)
    return last + 1

  # `detached`: leave the graph behind that autograd made
  def message(self, detached: bool) -> List[Tensor]:
    numbers = [len(self._strings)]
    for string in self._strings:
      numbers.append(len(string))
      for character in string:
        numbers.append(ord(character))
    numbers.append(len(self._names))
    for dimensions in self._names:
      numbers.append(len(dimensions))
      numbers.extend(dimensions)
    numbers.append(len(self._labels))
    numbers.extend(self._labels_names)
    numbers.extend(self._labels_rows)
    numbers.append(len(self._components))
    for axes in self._components:
      numbers.append(len(axes))
      numbers.extend(axes)
    numbers.append(len(self._values))
    numbers.extend(self._values)
    numbers.extend(self._samples)
    numbers.extend(self._axes_lists)
    numbers.extend(self._properties)
    numbers.append(len(self._gradients) // 3)
    numbers.extend(self._gradients)
    numbers.extend(self._numbers)
    tables = annotate(List[Tensor], [])
    for labels in self._labels:
      tables.append(labels._values)
    if len(tables) > 0:
      table = torch.flatten_dense_tensors(tables)
    else:
      table = torch.zeros([0], dtype=3)
    message = [torch.tensor(numbers, dtype=4), torch.tensor(self._reals, dtype=7), table]
    if detached:
      for array in self._arrays:
        message.append(torch.detach(array))
    else:
      message.extend(self._arrays)
    return message

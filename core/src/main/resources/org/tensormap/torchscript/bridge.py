# The TorchScript half of the bridge: reads arguments from a message and writes results to one. The
# Java half is `MessageWriter` and `MessageReader`; the package documentation describes the format.
#
# The language is that of `metatensor/labels.py`. For another namespace with the same
# classes, replace the word `metatensor` in this whole text by the namespace.
#
# Every statement here runs for every call, and those in the innermost loops for every block, so
# they are few: a step of the interpreter costs some 20 ns, an operation on a tensor 1 µs. So objects
# are made in place, and several numbers are read with one slice.


class Reader:
  _numbers : List[int]
  _next : int
  _strings : List[str]
  _names : List[List[str]]
  _labels : List[__torch__.torch_classes.metatensor.Labels]
  _blocks : List[__torch__.torch_classes.metatensor.TensorBlock]
  _tensors : List[Tensor]

  # `copies`: give the model its own arrays, as autograd needs them, instead of views
  def __init__(self, message: List[Tensor], copies: bool) -> None:
    numbers = annotate(List[int], message[0].tolist())
    text_length, n_strings, n_names, n_staged, n_groups, n_labels, n_components, n_packs, is_ordered, n_blocks, n_gradients = numbers[:11]

    characters = annotate(List[str], [])
    at = 11 + text_length
    for code in numbers[11:at]:
      characters.append(chr(code))
    # a byte that is in no UTF-8 text separates the strings
    strings = "".join(characters).split(chr(255))
    names = annotate(List[List[str]], [])
    start = n_strings
    for length in numbers[at:at + n_names]:
      names.append(strings[start:start + length])
      start = start + length
    at = at + n_names

    labels = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    if n_labels > 0:
      # What is small is in memory that is not the model's to keep. Copies that are made here are
      # free of autograd, and so are views of these, which then take half as long to make.
      groups = numbers[at:at + 4 * n_groups]
      at = at + 4 * n_groups
      names_of = numbers[at:at + n_labels]
      at = at + n_labels
      rows_of = numbers[at:at + n_labels]
      at = at + n_labels
      for group in range(n_groups):
        count, rows, dimensions, offset = groups[4 * group:4 * group + 4]
        first = len(labels)
        table = torch.view(torch.narrow_copy(message[1], 0, offset, rows * dimensions), [rows, dimensions])
        tables = [table]
        if count > 1:
          tables = torch.split_with_sizes(table, rows_of[first:first + count], 0)
        for values in tables:
          index = len(labels)
          made = __torch__.torch_classes.metatensor.Labels.__new__(__torch__.torch_classes.metatensor.Labels)
          made._names = names[names_of[index]]
          made._values = values
          made._index = index
          labels.append(made)

    components = [annotate(List[__torch__.torch_classes.metatensor.Labels], [])]
    for _ in range(n_components):
      end = at + 1 + numbers[at]
      axes = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
      for axis in numbers[at + 1:end]:
        axes.append(labels[axis])
      components.append(axes)
      at = end

    arrays = annotate(List[Tensor], [])
    next_array = 1 + n_staged
    for _ in range(n_packs):
      count, source, start, length, n_axes = numbers[at:at + 5]
      at = at + 5
      if source < 0:
        pack = message[next_array]
        next_array = next_array + 1
      else:
        pack = torch.view(torch.narrow_copy(message[1 + source], 0, start, length), numbers[at:at + n_axes])
        at = at + n_axes
      if count == 1:
        arrays.append(pack)
      elif count < 0:
        arrays.extend(torch.unbind(pack, 0))
      else:
        arrays.extend(torch.split_with_sizes(pack, numbers[at:at + count], 0))
        at = at + count
    arrays.extend(message[next_array:])
    if is_ordered == 0:
      ordered = annotate(List[Tensor], [])
      for position in numbers[at:at + len(arrays)]:
        ordered.append(arrays[position])
      at = at + len(arrays)
      arrays = ordered
    if copies:
      for i in range(len(arrays)):
        arrays[i] = torch.clone(arrays[i])

    blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    if n_blocks > 0:
      samples_of = numbers[at:at + n_blocks]
      at = at + n_blocks
      components_of = numbers[at:at + n_blocks]
      at = at + n_blocks
      properties_of = numbers[at:at + n_blocks]
      at = at + n_blocks
      no_names = annotate(List[str], [])
      no_gradients = annotate(List[__torch__.torch_classes.metatensor._Gradient], [])
      for i in range(n_blocks):
        block = __torch__.torch_classes.metatensor.TensorBlock.__new__(__torch__.torch_classes.metatensor.TensorBlock)
        block._values = arrays[i]
        block._samples = labels[samples_of[i]]
        block._components = components[components_of[i]]
        block._properties = labels[properties_of[i]]
        block._gradient_names = no_names
        block._gradients = no_gradients
        block._parameter = ""
        block._is_view = False
        blocks.append(block)
      for _ in range(n_gradients):
        __torch__.torch_classes.metatensor._add_gradient_unchecked(blocks[numbers[at]], strings[numbers[at + 1]], blocks[numbers[at + 2]])
        at = at + 3
      arrays = arrays[n_blocks:]

    self._numbers = numbers
    self._next = at
    self._strings = strings
    self._names = names
    self._labels = labels
    self._blocks = blocks
    self._tensors = arrays

  def read_int(self) -> int:
    number = self._numbers[self._next]
    self._next = self._next + 1
    return number

  def read_bool(self) -> bool:
    return self.read_int() != 0

  def read_float(self) -> float:
    mantissa = self.read_int()
    exponent = self.read_int()
    value = float(mantissa) * torch.pow(2., exponent)
    if exponent > 1023:
      if mantissa == 0:
        value = nan
      elif mantissa == 2:
        value = -0.
      else:
        value = float(mantissa) * inf
    return value

  def read_str(self) -> str:
    return self._strings[self.read_int()]

  def read_tensor(self) -> Tensor:
    return self._tensors[self.read_int()]

  def read_labels(self) -> __torch__.torch_classes.metatensor.Labels:
    return self._labels[self.read_int()]

  def read_block(self) -> __torch__.torch_classes.metatensor.TensorBlock:
    return self._blocks[self.read_int()]

  def read_map(self) -> __torch__.torch_classes.metatensor.TensorMap:
    keys, first, count, n_info = self._numbers[self._next:self._next + 4]
    self._next = self._next + 4
    info = annotate(Dict[str, str], {})
    for _ in range(n_info):
      name = self.read_str()
      info[name] = self.read_str()
    return __torch__.torch_classes.metatensor._map_unchecked(self._labels[keys], self._blocks[first:first + count], info)


class Writer:
  _numbers : List[int]
  _strings : List[str]
  _string_index : Dict[str, int]
  # those of the arguments, then those of the result
  _names : List[List[str]]
  _n_known_names : int
  _last_names : int
  # those of the arguments
  _known_labels : List[__torch__.torch_classes.metatensor.Labels]
  # those of the result, in the order of the message, and their number by the id of the object; all
  # are kept, since an id is only an object's own while it lives
  _labels : List[__torch__.torch_classes.metatensor.Labels]
  _labels_index : Dict[int, int]
  _labels_numbers : List[int]
  _components : List[List[int]]
  # by block
  _arrays : List[Tensor]
  _samples_of : List[int]
  _components_of : List[int]
  _properties_of : List[int]
  _gradients : List[int]
  _tensors : List[Tensor]

  def __init__(self, reader: __torch__.tensormap_bridge.metatensor.Reader) -> None:
    self._numbers = annotate(List[int], [])
    self._strings = annotate(List[str], [])
    self._string_index = annotate(Dict[str, int], {})
    self._names = reader._names
    self._n_known_names = len(reader._names)
    self._last_names = 0
    self._known_labels = reader._labels
    self._labels = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    self._labels_index = annotate(Dict[int, int], {})
    self._labels_numbers = annotate(List[int], [])
    self._components = [annotate(List[int], [])]
    self._arrays = annotate(List[Tensor], [])
    self._samples_of = annotate(List[int], [])
    self._components_of = annotate(List[int], [])
    self._properties_of = annotate(List[int], [])
    self._gradients = annotate(List[int], [])
    self._tensors = annotate(List[Tensor], [])

  def write_int(self, value: int) -> None:
    self._numbers.append(value)

  def write_bool(self, value: bool) -> None:
    self._numbers.append(int(value))

  def write_float(self, value: float) -> None:
    if value != value:
      self._numbers.extend([0, 1024])
    elif value == inf:
      self._numbers.extend([1, 1024])
    elif value == -inf:
      self._numbers.extend([-1, 1024])
    elif value == 0. and torch.copysign(1., value) < 0.:
      self._numbers.extend([2, 1024])
    else:
      mantissa, exponent = torch.frexp(value)
      self._numbers.extend([int(mantissa * 9007199254740992.), exponent - 53])

  def write_str(self, value: str) -> None:
    self._numbers.append(self._string(value))

  def write_tensor(self, value: Tensor) -> None:
    self._numbers.append(len(self._tensors))
    self._tensors.append(value)

  def write_labels(self, value: __torch__.torch_classes.metatensor.Labels) -> None:
    self._numbers.append(self._label(value))

  def write_block(self, value: __torch__.torch_classes.metatensor.TensorBlock) -> None:
    self._numbers.append(self._add_blocks([value]))

  def write_map(self, value: __torch__.torch_classes.metatensor.TensorMap) -> None:
    keys = self._label(value._keys)
    first = self._add_blocks(value._blocks)
    self._numbers.extend([keys, first, len(value._blocks), len(value._info)])
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
    index = value._index
    known = self._known_labels
    if index < len(known):
      if known[index] is value:
        return index
    return self._new_label(value)

  def _new_label(self, value: __torch__.torch_classes.metatensor.Labels) -> int:
    identity = ops.prim.id(value)
    index = self._labels_index.get(identity, -1)
    if index < 0:
      index = len(self._known_labels) + len(self._labels)
      self._labels_index[identity] = index
      self._labels.append(value)
      names = self._last_names
      if names >= len(self._names) or self._names[names] != value._names:
        names = 0
        while names < len(self._names) and self._names[names] != value._names:
          names = names + 1
        if names == len(self._names):
          self._names.append(value._names)
        self._last_names = names
      self._labels_numbers.append(names)
      self._labels_numbers.append(value._values.size(0))
    return index

  # Adds blocks one after the other, then their gradients; returns the index of the first.
  def _add_blocks(self, blocks: List[__torch__.torch_classes.metatensor.TensorBlock]) -> int:
    arrays = self._arrays
    samples_of = self._samples_of
    components_of = self._components_of
    properties_of = self._properties_of
    known = self._known_labels
    n_known = len(known)
    first = len(arrays)
    level = blocks
    while len(level) > 0:
      gradients = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
      next_start = len(arrays) + len(level)
      for block in level:
        arrays.append(block._values)
        # as `_label`, without the cost of a call
        samples = block._samples
        index = samples._index
        if index >= n_known or not known[index] is samples:
          index = self._new_label(samples)
        samples_of.append(index)
        properties = block._properties
        index = properties._index
        if index >= n_known or not known[index] is properties:
          index = self._new_label(properties)
        properties_of.append(index)
        axes = 0
        if len(block._components) > 0:
          axes = self._axes(block._components)
        components_of.append(axes)
        if len(block._gradient_names) > 0:
          for i in range(len(block._gradients)):
            gradient = block._gradients[i]._block()
            if isinstance(gradient, __torch__.torch_classes.metatensor.TensorBlock):
              self._gradients.extend([len(arrays) - 1, self._string(block._gradient_names[i]), next_start + len(gradients)])
              gradients.append(gradient)
      level = gradients
    return first

  def _axes(self, components: List[__torch__.torch_classes.metatensor.Labels]) -> int:
    axes = annotate(List[int], [])
    for component in components:
      axes.append(self._label(component))
    last = len(self._components) - 1
    if self._components[last] == axes:
      return last
    self._components.append(axes)
    return last + 1

  # `detached`: leave the graph behind that autograd made
  def message(self, detached: bool) -> List[Tensor]:
    strings = self._strings
    n_strings = len(strings)
    names_lengths = annotate(List[int], [])
    for names in self._names[self._n_known_names:]:
      names_lengths.append(len(names))
      strings.extend(names)
    text = chr(255).join(strings)
    numbers = [len(text), n_strings, len(names_lengths), len(self._labels), len(self._components) - 1, len(self._arrays), len(self._gradients) // 3]
    for character in text:
      numbers.append(ord(character))
    numbers.extend(names_lengths)
    numbers.extend(self._labels_numbers)
    for axes in self._components[1:]:
      numbers.append(len(axes))
      numbers.extend(axes)
    numbers.extend(self._samples_of)
    numbers.extend(self._components_of)
    numbers.extend(self._properties_of)
    numbers.extend(self._gradients)
    numbers.extend(self._numbers)
    message = [torch.tensor(numbers, dtype=4)]
    if len(self._labels) > 0:
      tables = annotate(List[Tensor], [])
      for labels in self._labels:
        tables.append(labels._values)
      message.append(torch.flatten_dense_tensors(tables))
    message.extend(self._arrays)
    message.extend(self._tensors)
    if detached:
      for i in range(1, len(message)):
        message[i] = torch.detach(message[i])
    return message

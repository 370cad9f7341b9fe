# The TorchScript half of the bridge: reads arguments from a message and writes results to one. The
# Java half is `MessageWriter` and `MessageReader`; the package documentation describes the format.
#
# The language is that of `metatensor/labels.py`. For another namespace with the same
# classes, replace the word `metatensor` in this whole text by the namespace.
#
# Every statement here runs for every call, and those in the innermost loops for every block, so
# they are few: an element of a list costs some 40 ns, an operation on a tensor 1 µs.


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
    text_length = numbers[0]
    n_strings = numbers[1]
    n_names = numbers[2]
    n_groups = numbers[3]
    n_components = numbers[4]
    n_packs = numbers[5]
    n_segments = numbers[6]
    n_blocks = numbers[7]
    n_gradients = numbers[8]

    characters = annotate(List[str], [])
    at = 9 + text_length
    for code in numbers[9:at]:
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
    for i in range(n_groups):
      count = numbers[at]
      if count == 1:
        labels.append(__torch__.torch_classes.metatensor._labels_unchecked(names[numbers[at + 1]], message[1 + i]))
      else:
        tables = torch.split_with_sizes(message[1 + i], numbers[at + 1 + count:at + 1 + 2 * count], 0)
        for j in range(count):
          labels.append(__torch__.torch_classes.metatensor._labels_unchecked(names[numbers[at + 1 + j]], tables[j]))
      at = at + 1 + 2 * count

    components = annotate(List[List[__torch__.torch_classes.metatensor.Labels]], [])
    for _ in range(n_components):
      end = at + 1 + numbers[at]
      axes = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
      for axis in numbers[at + 1:end]:
        axes.append(labels[axis])
      components.append(axes)
      at = end

    first_pack = 1 + n_groups
    if n_packs == 0:
      arrays = message[first_pack:]
    else:
      arrays = annotate(List[Tensor], [])
      for i in range(n_packs):
        count = numbers[at]
        at = at + 1
        pack = message[first_pack + i]
        if count == 1:
          at = at + 1
          arrays.append(pack)
        elif count < 0:
          arrays.extend(torch.unbind(pack, 0))
        else:
          arrays.extend(torch.split_with_sizes(pack, numbers[at:at + count], 0))
          at = at + count
      arrays.extend(message[first_pack + n_packs:])
    if numbers[at] != 0:
      ordered = annotate(List[Tensor], [])
      for position in numbers[at + 1:at + 1 + len(arrays)]:
        ordered.append(arrays[position])
      at = at + len(arrays)
      arrays = ordered
    at = at + 1
    if copies:
      for i in range(len(arrays)):
        arrays[i] = torch.clone(arrays[i])

    blocks = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
    next_array = 0
    for _ in range(n_segments):
      samples = labels[numbers[at]]
      axes = components[numbers[at + 1]]
      properties = labels[numbers[at + 2]]
      for _ in range(numbers[at + 3]):
        blocks.append(__torch__.torch_classes.metatensor._block_unchecked(arrays[next_array], samples, axes, properties))
        next_array = next_array + 1
      at = at + 4
    for _ in range(n_gradients):
      __torch__.torch_classes.metatensor._add_gradient_unchecked(blocks[numbers[at]], strings[numbers[at + 1]], blocks[numbers[at + 2]])
      at = at + 3

    self._numbers = numbers
    self._next = at
    self._strings = strings
    self._names = names
    self._labels = labels
    self._blocks = blocks
    self._tensors = arrays[n_blocks:]

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
  _strings : List[str]
  _string_index : Dict[str, int]
  # those of the arguments, then those of the result
  _names : List[List[str]]
  _n_known_names : int
  _last_names : int
  # by the id of the object: those of the arguments, as the reader numbered them, and then those of
  # the result; all are kept, since an id is only an object's own while it lives
  _labels_index : Dict[int, int]
  _known_labels : List[__torch__.torch_classes.metatensor.Labels]
  _labels : List[__torch__.torch_classes.metatensor.Labels]
  _labels_numbers : List[int]
  _components : List[List[int]]
  _segments : List[int]
  _gradients : List[int]
  _arrays : List[Tensor]
  _tensors : List[Tensor]

  def __init__(self, reader: __torch__.tensormap_bridge.metatensor.Reader) -> None:
    self._numbers = annotate(List[int], [])
    self._strings = annotate(List[str], [])
    self._string_index = annotate(Dict[str, int], {})
    self._names = reader._names
    self._n_known_names = len(reader._names)
    self._last_names = 0
    labels_index = annotate(Dict[int, int], {})
    labels = reader._labels
    for i in range(len(labels)):
      labels_index[ops.prim.id(labels[i])] = i
    self._labels_index = labels_index
    self._known_labels = labels
    self._labels = annotate(List[__torch__.torch_classes.metatensor.Labels], [])
    self._labels_numbers = annotate(List[int], [])
    self._components = [annotate(List[int], [])]
    self._segments = annotate(List[int], [])
    self._gradients = annotate(List[int], [])
    self._arrays = annotate(List[Tensor], [])
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
    index = self._labels_index.get(identity, -1)
    if index < 0:
      index = len(self._labels_index)
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
    segments = self._segments
    first = len(arrays)
    level = blocks
    while len(level) > 0:
      gradients = annotate(List[__torch__.torch_classes.metatensor.TensorBlock], [])
      start = len(arrays)
      next_start = start + len(level)
      samples = 0
      properties = 0
      axes = 0
      count = 0
      for block in level:
        arrays.append(block._values)
        block_axes = 0
        if len(block._components) > 0:
          block_axes = self._axes(block._components)
        block_samples = ops.prim.id(block._samples)
        block_properties = ops.prim.id(block._properties)
        if block_samples == samples and block_properties == properties and block_axes == axes:
          count = count + 1
        else:
          if count > 0:
            segments.append(count)
          segments.append(self._label(block._samples))
          segments.append(block_axes)
          segments.append(self._label(block._properties))
          samples = block_samples
          properties = block_properties
          axes = block_axes
          count = 1
        if len(block._gradient_names) > 0:
          for i in range(len(block._gradients)):
            gradient = block._gradients[i]
            if isinstance(gradient, __torch__.torch_classes.metatensor.TensorBlock):
              self._gradients.append(len(arrays) - 1)
              self._gradients.append(self._string(block._gradient_names[i]))
              self._gradients.append(next_start + len(gradients))
              gradients.append(gradient)
      segments.append(count)
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
    numbers = [len(text), n_strings, len(names_lengths), len(self._labels), len(self._components), len(self._arrays), len(self._gradients) // 3]
    for character in text:
      numbers.append(ord(character))
    numbers.extend(names_lengths)
    numbers.extend(self._labels_numbers)
    for axes in self._components:
      numbers.append(len(axes))
      numbers.extend(axes)
    numbers.extend(self._segments)
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

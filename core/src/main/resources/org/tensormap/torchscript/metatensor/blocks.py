# `TensorBlock`: its gradients, what is checked when it is made, and blocks made of blocks.


# How a block holds its gradients: a class can not name itself in the type of an attribute. Nor is
# it `Any`, because libtorch refuses a named tuple of something that holds `Any` in an attribute, at
# any depth; what methods of an interface return is not looked at.
class _Gradient(Interface):
  def _block(self) -> Any:
    pass


# An array with labels for each axis, and its gradients, which are blocks too.
class TensorBlock:
  _values : Tensor
  _samples : mts.Labels
  _components : List[mts.Labels]
  _properties : mts.Labels
  # replaced, never changed: blocks without gradients share one list, as views share those of blocks
  _gradient_names : List[str]
  # each a TensorBlock; replaced like the names
  _gradients : List[mts._Gradient]
  # path of parameters that leads to this block, if it is a gradient
  _parameter : str
  # whether it belongs to a map or to another block
  _is_view : bool

  # libtorch takes a block for a `_Gradient` only in what it compiles after this
  def _block(self) -> Any:
    return self

  def __init__(
      self, values: Tensor, samples: mts.Labels, components: List[mts.Labels],
      properties: mts.Labels) -> None:
    mts._check_block(values, samples, components, properties)
    self._values = values
    self._samples = samples
    self._components = list(components)
    self._properties = properties
    self._gradient_names = annotate(List[str], [])
    self._gradients = annotate(List[mts._Gradient], [])
    self._parameter = ""
    self._is_view = False

  def __repr__(self) -> str:
    return mts._print_block(self)

  def __str__(self) -> str:
    return mts._print_block(self)

  def __len__(self) -> int:
    return self._samples._values.size(0)

  def copy(self, deep: bool=True) -> mts.TensorBlock:
    return mts._copy_block(self, deep)

  def values_getter(self) -> Tensor:
    return self._values

  def values_setter(self, values: Tensor) -> None:
    mts._value_error(
        "Direct assignment to `values` is not possible. Please use `block.values[:] = new_values` "
        "instead.")

  def samples_getter(self) -> mts.Labels:
    return self._samples

  def components_getter(self) -> List[mts.Labels]:
    return list(self._components)

  def properties_getter(self) -> mts.Labels:
    return self._properties

  def shape_getter(self) -> List[int]:
    return self._values.size()

  # The block keeps the structure that `gradient` has now, and shares its arrays.
  def add_gradient(self, parameter: str, gradient: mts.TensorBlock) -> None:
    if self._is_view:
      mts._value_error(
          "can not call TensorBlock::add_gradient on this block since it is inside a TensorMap or "
          "another TensorBlock")
    mts._check_gradient(self, parameter, gradient)
    mts._add_gradient_unchecked(self, parameter, mts._copy_block(gradient, False))

  def gradients_list(self) -> List[str]:
    return list(self._gradient_names)

  def has_gradient(self, parameter: str) -> bool:
    return parameter in self._gradient_names

  def gradient(self, parameter: str) -> mts.TensorBlock:
    index = mts._find_name(self._gradient_names, parameter)
    if index < 0:
      mts._value_error(
          "invalid parameter: can not find gradients with respect to '{}' in this block".format(parameter))
    return mts._gradient_view(self, index)

  def gradients(self) -> List[Tuple[str, mts.TensorBlock]]:
    result = annotate(List[Tuple[str, mts.TensorBlock]], [])
    for index in range(len(self._gradient_names)):
      result.append((self._gradient_names[index], mts._gradient_view(self, index)))
    return result

  def device_getter(self) -> Device:
    return self._values.device

  def dtype_getter(self) -> int:
    return self._values.dtype

  def is_view_getter(self) -> bool:
    return self._is_view

  def to(
      self, _0: Any=None, _1: Any=None, dtype: Optional[int]=None, device: Optional[Device]=None,
      arrays: Optional[str]=None, non_blocking: bool=False) -> mts.TensorBlock:
    new_dtype, new_device = mts._to_arguments(_0, _1, dtype, device, arrays, "`TensorBlock.to`")
    return mts._block_to(self, new_dtype, new_device, non_blocking)

  def save(self, file: str) -> None:
    mts._no_files("save", file)

  def save_buffer(self) -> Tensor:
    return mts._save_block(self)

  def __getstate__(self) -> Tensor:
    return mts._save_block(self)

  def __setstate__(self, buffer: Tensor) -> None:
    loaded = mts._block_to(mts._load_block(buffer.cpu()), None, buffer.device, False)
    self._values = loaded._values
    self._samples = loaded._samples
    self._components = loaded._components
    self._properties = loaded._properties
    self._gradient_names = loaded._gradient_names
    self._gradients = loaded._gradients
    self._parameter = ""
    self._is_view = False


def _block_unchecked(
    values: Tensor, samples: mts.Labels, components: List[mts.Labels],
    properties: mts.Labels) -> mts.TensorBlock:
  block = mts.TensorBlock.__new__(mts.TensorBlock)
  block._values = values
  block._samples = samples
  block._components = components
  block._properties = properties
  block._gradient_names = annotate(List[str], [])
  block._gradients = annotate(List[mts._Gradient], [])
  block._parameter = ""
  block._is_view = False
  return block


def _add_gradient_unchecked(
    block: mts.TensorBlock, parameter: str, gradient: mts.TensorBlock) -> None:
  block._gradient_names = block._gradient_names + [parameter]
  block._gradients = block._gradients + annotate(List[mts._Gradient], [gradient])


def _check_block(
    values: Tensor, samples: mts.Labels, components: List[mts.Labels],
    properties: mts.Labels) -> None:
  shape = values.size()
  n_components = len(components)
  if len(shape) != n_components + 2:
    mts._value_error(
        "invalid parameter: invalid block: the values have {} dimensions, but we have {} separate "
        "labels (1 for samples, {} for components and 1 for properties)".format(
            len(shape), n_components + 2, n_components))
  if shape[0] != samples._values.size(0):
    mts._value_error(
        "invalid parameter: invalid block: the values shape along axis 0 is {} but we have {} "
        "sample label entries".format(shape[0], samples._values.size(0)))
  device = values.device
  for i in range(n_components):
    component = components[i]
    for j in range(i):
      if components[j]._names == component._names:
        mts._value_error(
            "invalid parameter: invalid block: some of the component dimensions appear more than "
            "once in component labels")
    if shape[i + 1] != component._values.size(0):
      mts._value_error(
          "invalid parameter: invalid block: the values shape along axis {} is {} but we have {} "
          "entries for the corresponding component".format(
              i + 1, shape[i + 1], component._values.size(0)))
    if len(component._names) != 1:
      mts._value_error(
          "invalid parameter: component labels must have a single dimension, got {}: [{}] for "
          "component {}".format(len(component._names), ", ".join(component._names), i))
    if component._values.size(0) == 0:
      mts._value_error(
          "invalid parameter: component '{}' must contain at least one entry, got 0"
            .format(component._names[0]))
    if component._values.device != device:
      mts._value_error(
          "invalid parameter: invalid block: values and components must be on the same device, got "
          "'{}' and '{}'".format(
              mts._dlpack_device(device), mts._dlpack_device(component._values.device)))
  if shape[n_components + 1] != properties._values.size(0):
    mts._value_error(
        "invalid parameter: invalid block: the values shape along axis {} is {} but we have {} "
        "property label entries".format(
            n_components + 1, shape[n_components + 1], properties._values.size(0)))
  if samples._values.device != device:
    mts._value_error(
        "invalid parameter: invalid block: values and samples must be on the same device, got '{}' "
        "and '{}'".format(mts._dlpack_device(device), mts._dlpack_device(samples._values.device)))
  if properties._values.device != device:
    mts._value_error(
        "invalid parameter: invalid block: values and properties must be on the same device, got "
        "'{}' and '{}'".format(
            mts._dlpack_device(device), mts._dlpack_device(properties._values.device)))


def _check_gradient(block: mts.TensorBlock, parameter: str, gradient: mts.TensorBlock) -> None:
  if parameter in block._gradient_names:
    mts._value_error(
        "invalid parameter: gradient with respect to '{}' already exists for this block"
          .format(parameter))
  if gradient._values.device != block._values.device:
    mts._value_error(
        "invalid parameter: the gradient values are on device '{}' but the block values are on "
        "device '{}'".format(
            mts._dlpack_device(gradient._values.device), mts._dlpack_device(block._values.device)))
  if gradient._values.dtype != block._values.dtype:
    mts._value_error(
        "invalid parameter: the gradient values have dtype '{}' but the block values have dtype "
        "'{}'".format(
            mts._dlpack_dtype(gradient._values.dtype), mts._dlpack_dtype(block._values.dtype)))
  samples = gradient._samples
  if len(samples._names) == 0:
    mts._value_error(
        "invalid parameter: gradients samples must have at least one dimension, named 'sample', we "
        "got none")
  if samples._names[0] != "sample":
    mts._value_error(
        "invalid parameter: '{}' is not valid for the first dimension in the gradients samples "
        "labels, it should be 'sample'".format(samples._names[0]))
  if samples._values.size(0) > 0 and not samples._values.is_meta:
    low, high = torch.aminmax(torch.select(samples._values, 1, 0))
    bounds = annotate(List[int], torch.stack([low, high]).to(4).tolist())
    if bounds[0] < 0:
      mts._value_error(
          "invalid parameter: invalid value for the 'sample' dimension in gradient samples: all "
          "values should be positive, but we got {}".format(bounds[0]))
    if bounds[1] >= block._samples._values.size(0):
      mts._value_error(
          "invalid parameter: invalid value for the 'sample' dimension in gradient samples: we got "
          "{}, but the values contain {} samples".format(bounds[1], block._samples._values.size(0)))
  extra = len(gradient._components) - len(block._components)
  if extra < 0:
    mts._value_error(
        "invalid parameter: gradients components should contain at least as many labels as the "
        "values components")
  if not mts._same_labels(gradient._properties, block._properties):
    mts._value_error("invalid parameter: gradient properties must be the same as values properties")
  for i in range(len(block._components)):
    if not mts._same_labels(gradient._components[extra + i], block._components[i]):
      mts._value_error(
          "invalid parameter: gradients and values components mismatch for values component {} "
          "(dimension name is '{}'). Components which are specific to the gradients must come "
          "first, and be followed by the exact same components as the values.".format(
              i, block._components[i]._names[0]))


def _gradient_at(block: mts.TensorBlock, index: int) -> mts.TensorBlock:
  gradient = block._gradients[index]._block()
  if isinstance(gradient, mts.TensorBlock):
    return gradient
  mts._type_error("a gradient is not a TensorBlock")
  return block


# A gradient as a block that knows where it is from. It shares all with the one in `block`.
def _gradient_view(block: mts.TensorBlock, index: int) -> mts.TensorBlock:
  gradient = mts._gradient_at(block, index)
  view = mts._block_unchecked(
      gradient._values, gradient._samples, gradient._components, gradient._properties)
  view._gradient_names = gradient._gradient_names
  view._gradients = gradient._gradients
  view._parameter = block._gradient_names[index]
  if len(block._parameter) > 0:
    view._parameter = block._parameter + "/" + view._parameter
  view._is_view = True
  return view


# All gradients of a block, and their gradients, with the names of their dimensions: one text each.
def _gradients_metadata(block: mts.TensorBlock) -> List[str]:
  result = annotate(List[str], [])
  paths = [""]
  blocks = [block]
  i = 0
  while i < len(blocks):
    for j in range(len(blocks[i]._gradients)):
      gradient = mts._gradient_at(blocks[i], j)
      path = paths[i] + "/" + blocks[i]._gradient_names[j]
      components = [component._names[0] for component in gradient._components]
      result.append("|".join([path, ",".join(gradient._samples._names), ",".join(components)]))
      paths.append(path)
      blocks.append(gradient)
    i += 1
  return sorted(result)


# Makes a block of a block, without looking at gradients.
class _Conversion(Interface):
  def convert(self, block: mts.TensorBlock) -> mts.TensorBlock:
    pass


# Gradients may have gradients, and a function can not call itself in TorchScript: the new tree of
# blocks grows in the order of `sources`, where `sources[i]` becomes `targets[i]`.
def _convert_tree(block: mts.TensorBlock, conversion: mts._Conversion) -> mts.TensorBlock:
  root = conversion.convert(block)
  if len(block._gradients) > 0:
    sources = [block]
    targets = [root]
    i = 0
    while i < len(sources):
      for j in range(len(sources[i]._gradients)):
        gradient = mts._gradient_at(sources[i], j)
        sources.append(gradient)
        targets.append(conversion.convert(gradient))
        mts._add_gradient_unchecked(targets[i], sources[i]._gradient_names[j], targets[-1])
      i += 1
  return root


class _Copy:
  deep : bool

  def __init__(self, deep: bool) -> None:
    self.deep = deep

  def convert(self, block: mts.TensorBlock) -> mts.TensorBlock:
    values = block._values
    if self.deep:
      values = values.clone()
    return mts._block_unchecked(values, block._samples, block._components, block._properties)


def _copy_block(block: mts.TensorBlock, deep: bool) -> mts.TensorBlock:
  conversion = mts._Copy.__new__(mts._Copy)
  conversion.__init__(deep)
  return mts._convert_tree(block, conversion)


class _To:
  dtype : Optional[int]
  device : Optional[Device]
  non_blocking : bool

  def __init__(self, dtype: Optional[int], device: Optional[Device], non_blocking: bool) -> None:
    self.dtype = dtype
    self.device = device
    self.non_blocking = non_blocking

  def convert(self, block: mts.TensorBlock) -> mts.TensorBlock:
    values = block._values
    dtype = self.dtype
    if dtype is not None:
      values = torch.to(values, dtype, self.non_blocking)
    device = self.device
    if device is None:
      return mts._block_unchecked(values, block._samples, block._components, block._properties)
    components = annotate(List[mts.Labels], [])
    for component in block._components:
      components.append(mts._labels_to(component, device, self.non_blocking))
    return mts._block_unchecked(
        torch.to(values, device, values.dtype, self.non_blocking),
        mts._labels_to(block._samples, device, self.non_blocking), components,
        mts._labels_to(block._properties, device, self.non_blocking))


def _block_to(
    block: mts.TensorBlock, dtype: Optional[int], device: Optional[Device],
    non_blocking: bool) -> mts.TensorBlock:
  conversion = mts._To.__new__(mts._To)
  conversion.__init__(dtype, device, non_blocking)
  return mts._convert_tree(block, conversion)

# Labels, blocks and maps as the bytes of `.npy` and `.mts` files.


def _write_npy(descr: str, shape: List[int], data: Tensor) -> Tensor:
  sizes = "".join([str(size) + ", " for size in shape])
  header = "{ 'descr': " + descr + ", 'fortran_order': False, 'shape': (" + sizes + ") }"
  # version 1.0 has two bytes for the size of the header, 2.0 has four; data starts at a multiple of
  # 64
  prefix = 10
  version = 1
  if len(header) + 64 > 65535:
    prefix = 12
    version = 2
  total = (prefix + len(header) + 1) // 64 * 64 + 64
  padding = [32] * (total - prefix - len(header) - 1)
  magic = [147, 78, 85, 77, 80, 89, version, 0] + mts._little_endian(total - prefix, prefix - 8)
  return torch.cat([mts._uint8(magic + mts._codes(header) + padding + [10]), data], 0)


# The bytes of `values` as they are in memory, in the order of C.
def _memory(values: Tensor) -> Tensor:
  flat = values.detach().cpu().resolve_conj().resolve_neg().contiguous().flatten()
  return torch.view_copy(flat, dtype=0)


def _tensor_to_npy(values: Tensor) -> Tensor:
  descr = annotate(
      Dict[int, str],
      {
          0: "u1", 1: "i1", 2: "i2", 3: "i4", 4: "i8", 5: "f2", 6: "f4", 7: "f8", 9: "c8",
          10: "c16", 11: "b1", 27: "u2", 28: "u4", 29: "u8"})
  if not (values.dtype in descr):
    mts._value_error(
        "serialization format error: unsupported dtype for writing: {}"
          .format(mts.dtype_name(values.dtype)))
  return mts._write_npy("'<" + descr[values.dtype] + "'", values.size(), mts._memory(values))


def _labels_to_npy(labels: mts.Labels) -> Tensor:
  descr = "[" + "".join(["('{}', '<i4'), ".format(name) for name in labels._names]) + "]"
  return mts._write_npy(descr, [labels._values.size(0)], mts._memory(labels._values))


# The header of an array: the dictionary as text with single quotes only, and where the data starts.
def _npy_header(buffer: Tensor, context: str) -> Tuple[str, int]:
  start = mts._codes_at(buffer, 0, min(12, buffer.size(0)))
  if len(start) < 12 or start[:6] != [147, 78, 85, 77, 80, 89]:
    mts._value_error(
        "serialization format error: {}: error parsing header: start does not match magic string"
          .format(context))
  prefix = 12
  if start[6] == 1:
    prefix = 10
  if start[6] < 1 or start[6] > 3 or start[7] != 0:
    mts._value_error(
        "serialization format error: {}: error parsing header: unknown version number: {}.{}"
          .format(context, start[6], start[7]))
  size = mts._from_little_endian(start, 8, prefix - 8)
  codes = mts._codes_at(buffer, prefix, size)
  # much of a header is padding
  if 125 in codes:
    codes = codes[:codes.index(125) + 1]
  return (mts._text(codes).replace('"', "'"), prefix + size)


# What stands after `'key':` in a header.
def _npy_value(header: str, key: str, context: str) -> str:
  at = header.find("'" + key + "'")
  if at < 0:
    mts._value_error(
        "serialization format error: {}: invalid header in file: missing '{}' key"
          .format(context, key))
  value = header[at + len(key) + 2:].lstrip()
  if not value.startswith(":"):
    mts._value_error(
        "serialization format error: {}: invalid header in file: expected ':' after '{}'"
          .format(context, key))
  return value[1:].lstrip()


def _npy_shape(header: str, context: str) -> List[int]:
  if mts._npy_value(header, "fortran_order", context).startswith("True"):
    mts._value_error(
        "serialization format error: {}: data can not be loaded from fortran-order arrays"
          .format(context))
  value = mts._npy_value(header, "shape", context)
  end = value.find(")")
  shape = annotate(List[int], [])
  if value.startswith("(") and end > 0:
    for size in value[1:end].split(","):
      digits = size.strip()
      if len(digits) > 0:
        if not digits.isdigit() or len(digits) > 18:
          mts._value_error(
              "serialization format error: {}: invalid header in file: expected an integer, got "
              "'{}'".format(context, digits))
        shape.append(int(digits))
  else:
    mts._value_error(
        "serialization format error: {}: invalid header in file: expected a shape, got '{}'".format(
            context, value))
  return shape


# `count` numbers of `size` bytes from position `start` to the end of the buffer, as a tensor of
# `dtype`. `word` is the number of bytes that the byte order applies to.
def _npy_data(
    buffer: Tensor, start: int, shape: List[int], dtype: int, size: int, word: int,
    big_endian: bool, context: str) -> Tensor:
  count = 1
  for length in shape:
    if length > 0 and count > 1152921504606846975 // length:
      mts._value_error(
          "serialization format error: {}: an array of shape {} is too large"
            .format(context, shape))
    count *= length
  if count * size != buffer.size(0) - start:
    mts._value_error(
        "serialization format error: {}: an array of shape {} should have {} bytes of data, got {}"
          .format(context, shape, count * size, buffer.size(0) - start))
  # a copy, as the data of an archive is not aligned
  data = buffer[start:].clone()
  if big_endian and word > 1:
    data = torch.flip(data.view([count * size // word, word]), [1]).flatten()
  if dtype == 11:
    return torch.ne(data, 0).view(shape)
  return torch.view_copy(data, dtype=dtype).view(shape)


def _npy_to_tensor(buffer: Tensor, context: str) -> Tensor:
  header, start = mts._npy_header(buffer, context)
  shape = mts._npy_shape(header, context)
  value = mts._npy_value(header, "descr", context)
  if value.startswith("["):
    mts._value_error(
        "serialization format error: {}: structured arrays are not supported".format(context))
  parts = value.split("'")
  descr = ""
  if value.startswith("'") and len(parts) > 2:
    descr = parts[1]
  dtypes = annotate(
      Dict[str, int],
      {
          "u1": 0, "i1": 1, "i2": 2, "i4": 3, "i8": 4, "f2": 5, "f4": 6, "f8": 7, "c8": 9,
          "c16": 10, "b1": 11, "u2": 27, "u4": 28, "u8": 29})
  order = descr[:1]
  if not (descr[1:] in dtypes) or not (order in ["<", ">", "=", "|"]):
    mts._value_error(
        "serialization format error: {}: unsupported type descriptor: {}".format(context, value))
  size = int(descr[2:])
  word = size
  if descr[1] == "c":
    word = size // 2
  if order == "|" and size > 1:
    mts._value_error(
        "serialization format error: {}: endianness '|' (not applicable) is not supported in type "
        "descriptor: {}".format(context, descr))
  return mts._npy_data(buffer, start, shape, dtypes[descr[1:]], size, word, order == ">", context)


def _npy_to_labels(buffer: Tensor, context: str) -> mts.Labels:
  header, start = mts._npy_header(buffer, context)
  shape = mts._npy_shape(header, context)
  if len(shape) != 1:
    mts._value_error(
        "serialization format error: {}: expected a 1-D array when loading Labels, got {} "
        "dimensions".format(context, len(shape)))
  value = mts._npy_value(header, "descr", context)
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
        mts._value_error(
            "serialization format error: {}: invalid dtype for labels: {}"
              .format(context, value[:end + 1]))
  elif shape[0] > 0 or not value.startswith("["):
    mts._value_error(
        "serialization format error: {}: invalid dtype for labels: {}".format(context, value))
  mts._check_names(names)
  values = mts._npy_data(
      buffer, start, [shape[0], len(names)], 3, 4, 4, len(types) > 0 and types[0] == ">i4", context)
  mts._check_unique(values)
  return mts._labels_unchecked(names, values)


# The entries of a block, and of its gradients, which have no properties of their own.
def _block_entries(
    block: mts.TensorBlock, prefix: str, names: List[str], entries: List[Tensor]) -> None:
  blocks = [block]
  prefixes = [prefix]
  while len(blocks) > 0:
    current = blocks.pop()
    path = prefixes.pop()
    names.append(path + "values.npy")
    entries.append(mts._tensor_to_npy(current._values))
    names.append(path + "samples.npy")
    entries.append(mts._labels_to_npy(current._samples))
    for i in range(len(current._components)):
      names.append(path + "components/{}.npy".format(i))
      entries.append(mts._labels_to_npy(current._components[i]))
    if path == prefix:
      names.append(path + "properties.npy")
      entries.append(mts._labels_to_npy(current._properties))
    n_gradients = len(current._gradients)
    for i in range(n_gradients):
      # the last one first, as they are taken from the end
      index = n_gradients - 1 - i
      blocks.append(mts._gradient_at(current, index))
      prefixes.append(path + "gradients/" + current._gradient_names[index] + "/")


def _block_node(
    archive: Dict[str, Tensor], path: str, properties: Optional[mts.Labels]) -> mts.TensorBlock:
  values = mts._npy_to_tensor(mts._zip_entry(archive, path + "values.npy"), path + "values.npy")
  samples = mts._npy_to_labels(mts._zip_entry(archive, path + "samples.npy"), path + "samples.npy")
  components = annotate(List[mts.Labels], [])
  for i in range(values.dim() - 2):
    name = path + "components/{}.npy".format(i)
    components.append(mts._npy_to_labels(mts._zip_entry(archive, name), name))
  if properties is None:
    block_properties = mts._npy_to_labels(
        mts._zip_entry(archive, path + "properties.npy"), path + "properties.npy")
  else:
    block_properties = properties
  mts._check_block(values, samples, components, block_properties)
  return mts._block_unchecked(values, samples, components, block_properties)


# `gradients` are the directories of gradients in the archive, below each directory that has some.
def _read_block(
    archive: Dict[str, Tensor], gradients: Dict[str, List[str]], prefix: str) -> mts.TensorBlock:
  root = mts._block_node(archive, prefix, None)
  blocks = [root]
  paths = [prefix]
  i = 0
  while i < len(blocks):
    path = paths[i] + "gradients/"
    if path in gradients:
      for parameter in gradients[path]:
        gradient = mts._block_node(archive, path + parameter + "/", root._properties)
        mts._check_gradient(blocks[i], parameter, gradient)
        mts._add_gradient_unchecked(blocks[i], parameter, gradient)
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


def _save_labels(labels: mts.Labels) -> Tensor:
  return mts._labels_to_npy(labels)


def _save_block(block: mts.TensorBlock) -> Tensor:
  names = annotate(List[str], [])
  entries = annotate(List[Tensor], [])
  mts._block_entries(block, "", names, entries)
  return mts._write_zip(names, entries)


def _save_map(tensor: mts.TensorMap) -> Tensor:
  names = ["keys.npy"]
  entries = [mts._labels_to_npy(tensor._keys)]
  for i in range(len(tensor._blocks)):
    mts._block_entries(tensor._blocks[i], "blocks/{}/".format(i), names, entries)
  if len(tensor._info) > 0:
    names.append("info.json")
    entries.append(mts._uint8(mts._codes(mts._write_json(tensor._info))))
  return mts._write_zip(names, entries)


# What to load a zip archive with.
def _loader(archive: Dict[str, Tensor]) -> str:
  if "keys.npy" in archive:
    return ", use `load_buffer` to load TensorMap"
  elif "values.npy" in archive:
    return ", use `load_block_buffer` to load TensorBlock"
  return ""


# The entries of an archive with a `kind` of object, which has an entry named `entry`.
def _read_archive(buffer: Tensor, kind: str, entry: str) -> Dict[str, Tensor]:
  start = mts._codes_at(buffer, 0, min(6, buffer.size(0)))
  if len(start) == 0:
    mts._value_error("serialization format error: unable to load {} from empty buffer".format(kind))
  if start == [147, 78, 85, 77, 80, 89]:
    mts._value_error(
        "serialization format error: unable to load a {} from buffer, use `load_labels_buffer` to "
        "load Labels: invalid zip archive: at '<root>'".format(kind))
  archive = mts._read_zip(buffer)
  if not (entry in archive):
    mts._value_error(
        "serialization format error: unable to load a {} from buffer{}: specified file not found "
        "in archive: at '{}'".format(kind, mts._loader(archive), entry))
  return archive


def _load_labels(buffer: Tensor) -> mts.Labels:
  # the start of a zip archive
  if mts._codes_at(buffer, 0, min(4, buffer.size(0))) == [80, 75, 3, 4]:
    mts._value_error(
        "serialization format error: unable to load Labels from buffer{}: start does not match "
        "magic string".format(mts._loader(mts._read_zip(buffer))))
  return mts._npy_to_labels(buffer, "labels")


def _load_block(buffer: Tensor) -> mts.TensorBlock:
  archive = mts._read_archive(buffer, "TensorBlock", "values.npy")
  return mts._read_block(archive, mts._gradient_paths(archive), "")


def _load_map(buffer: Tensor) -> mts.TensorMap:
  archive = mts._read_archive(buffer, "TensorMap", "keys.npy")
  keys = mts._npy_to_labels(mts._zip_entry(archive, "keys.npy"), "keys.npy")
  gradients = mts._gradient_paths(archive)
  blocks = annotate(List[mts.TensorBlock], [])
  for i in range(keys._values.size(0)):
    blocks.append(mts._read_block(archive, gradients, "blocks/{}/".format(i)))
  mts._check_map(keys, blocks)
  info = annotate(Dict[str, str], {})
  if "info.json" in archive:
    info = mts._read_json(annotate(List[int], archive["info.json"].to(4).tolist()))
  return mts._map_unchecked(keys, blocks, info)

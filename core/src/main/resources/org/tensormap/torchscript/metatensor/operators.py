# The operators `ops.metatensor.*`.


def version() -> str:
  return "0.10.3"


# As the reference names them: uint8 is called int8.
def dtype_name(dtype: int) -> str:
  names = annotate(
      Dict[int, str],
      {
          0: "torch.int8", 1: "torch.int8", 2: "torch.int16", 3: "torch.int32", 4: "torch.int64",
          5: "torch.float16", 6: "torch.float32", 7: "torch.float64", 8: "torch.complex32",
          9: "torch.complex64", 10: "torch.complex128", 11: "torch.bool", 15: "BFloat16"})
  if dtype in names:
    return names[dtype]
  return "dtype {}".format(dtype)


def load(file: str) -> mts.TensorMap:
  mts._no_files("load", file)
  return uninitialized(mts.TensorMap)


def load_block(file: str) -> mts.TensorBlock:
  mts._no_files("load_block", file)
  return uninitialized(mts.TensorBlock)


def load_labels(file: str) -> mts.Labels:
  mts._no_files("load_labels", file)
  return uninitialized(mts.Labels)


def save(file: str, data: Any) -> None:
  mts._no_files("save", file)


def _check_buffer(buffer: Tensor) -> None:
  if buffer.dtype != 0:
    mts._value_error("`buffer` must be a tensor of uint8, not " + mts.dtype_name(buffer.dtype))
  if buffer.device.type != "cpu":
    mts._value_error("`buffer` must be a tensor on CPU, not on {}".format(buffer.device))
  if buffer.dim() != 1:
    mts._value_error("`buffer` must be a 1-dimensional tensor")
  if not buffer.is_contiguous():
    mts._value_error("`buffer` must be a contiguous tensor")


def load_buffer(buffer: Tensor) -> mts.TensorMap:
  mts._check_buffer(buffer)
  return mts._load_map(buffer)


def load_block_buffer(buffer: Tensor) -> mts.TensorBlock:
  mts._check_buffer(buffer)
  return mts._load_block(buffer)


def load_labels_buffer(buffer: Tensor) -> mts.Labels:
  mts._check_buffer(buffer)
  return mts._load_labels(buffer)


def save_buffer(data: Any) -> Tensor:
  if isinstance(data, mts.TensorMap):
    return mts._save_map(data)
  elif isinstance(data, mts.TensorBlock):
    return mts._save_block(data)
  elif isinstance(data, mts.Labels):
    return mts._save_labels(data)
  mts._type_error(
      "`data` must be one of 'Labels', 'TensorBlock' or 'TensorMap' in `save_buffer`, not {}"
        .format(mts._type_name(data)))
  return torch.zeros([0])

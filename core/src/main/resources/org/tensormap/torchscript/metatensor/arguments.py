# Arguments that TorchScript code gives as `Any`, and errors.


# Position of `name` in `names`, or -1.
def _find_name(names: List[str], name: str) -> int:
  for i in range(len(names)):
    if names[i] == name:
      return i
  return -1


# A string, a list or a tuple of strings, as a new list.
def _string_list(value: Any, argument: str) -> List[str]:
  if isinstance(value, str):
    return [value]
  elif isinstance(value, List[str]):
    return list(value)
  elif isinstance(value, tuple):
    elements = mts._tuple_elements(value)
    for element in elements:
      if mts._element_type(element) in ["int", "float"]:
        mts._type_error(
            "{} must be a tuple of strings, got element with type '{}' instead"
              .format(argument, mts._element_type(element)))
    return elements
  elif isinstance(value, List[Tensor]):
    # the type of `[]`
    if len(value) == 0:
      return annotate(List[str], [])
  if isinstance(value, list):
    mts._type_error(
        "{} must be a list of strings, got element with type '{}' instead"
          .format(argument, mts._type_name(value)[:-2]))
  mts._type_error(
      "{} must be a string, list of strings or tuple of string, got '{}' instead"
        .format(argument, mts._type_name(value)))
  return annotate(List[str], [])


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


# The type of an element of a tuple that is given as text. A string with a number in it is taken for
# the number, which does no harm: neither is the name of a dimension.
def _element_type(text: str) -> str:
  digits = text.lstrip("-")
  if digits.isdigit():
    return "int"
  elif digits.replace(".", "").replace("e", "").replace("+", "").replace("-", "").isdigit():
    return "float" if digits[0].isdigit() else "str"
  elif text in ["True", "False"]:
    return "bool"
  return "str"


# What the compiler calls the type of a value.
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
  elif isinstance(value, complex):
    return "complex"
  elif isinstance(value, List[int]):
    return "int[]"
  elif isinstance(value, List[float]):
    return "float[]"
  elif isinstance(value, List[bool]):
    return "bool[]"
  elif isinstance(value, List[str]):
    return "str[]"
  elif isinstance(value, List[Tensor]):
    return "Tensor[]"
  elif isinstance(value, list):
    return "Any[]"
  elif isinstance(value, tuple):
    elements = [mts._element_type(element) for element in mts._tuple_elements(value)]
    return "(" + ", ".join(elements) + ")"
  elif isinstance(value, Dict[str, int]):
    return "Dict(str, int)"
  elif isinstance(value, Dict[str, float]):
    return "Dict(str, float)"
  elif isinstance(value, Dict[str, str]):
    return "Dict(str, str)"
  elif isinstance(value, Dict[str, Tensor]):
    return "Dict(str, Tensor)"
  elif isinstance(value, Dict[int, int]):
    return "Dict(int, int)"
  # `<path.of.Class object at 0x...>`; to name our classes here would import them, and their
  # methods, which call this function
  text = str(value)
  if text.startswith("<"):
    return text.split(" ")[0][1:].replace("torch_classes", "torch.classes")
  return "Dict"


# dtype and device of `to`, given by name or by position in any order.
def _to_arguments(
    _0: Any, _1: Any, dtype: Optional[int], device: Optional[Device], arrays: Optional[str],
    context: str) -> Tuple[Optional[int], Optional[Device]]:
  if arrays is not None:
    if arrays != "torch":
      mts._value_error("`arrays` must be None or 'torch', got '{}' instead".format(arrays))
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
        mts._value_error("can not give a dtype twice in " + context)
      new_dtype = positional
    elif not isinstance(positional, NoneType):
      mts._type_error("unexpected type in {}: {}".format(context, mts._type_name(positional)))
    if given is not None:
      if new_device is not None:
        mts._value_error("can not give a device twice in " + context)
      new_device = given
  return (new_dtype, new_device)


# Devices and dtypes as the messages of metatensor's core name them, after DLPack.
def _dlpack_device(device: Device) -> str:
  names = annotate(
      Dict[str, str],
      {"cpu": "CPU", "cuda": "CUDA", "meta": "ExtDev", "mps": "Metal", "xpu": "OneAPI"})
  name = device.type
  if name in names:
    name = names[name]
  index = device.index
  if index is None:
    return name + ":0"
  return "{}:{}".format(name, index)


def _dlpack_dtype(dtype: int) -> str:
  names = annotate(
      Dict[int, str],
      {
          0: "u8", 1: "i8", 2: "i16", 3: "i32", 4: "i64", 5: "f16", 6: "f32", 7: "f64",
          8: "complex32", 9: "complex64", 10: "complex128", 11: "bool", 15: "bfloat16"})
  if dtype in names:
    return names[dtype]
  return str(dtype)


def _no_files(function: str, file: str) -> None:
  ops.prim.RaiseException(
      "`{}` can not access the file '{}': a TorchScript model has no access to files here, use "
      "buffers instead (`save_buffer`, `load_buffer`)".format(function, file),
      "builtins.RuntimeError")


def _value_error(message: str) -> None:
  ops.prim.RaiseException(message, "builtins.ValueError")


def _type_error(message: str) -> None:
  ops.prim.RaiseException(message, "builtins.TypeError")


def _index_error(message: str) -> None:
  ops.prim.RaiseException(message, "builtins.IndexError")

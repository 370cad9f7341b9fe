# Moving values of blocks with PyTorch, so that it works on any device and can be differentiated.


# The integers of an array, wherever it is.
def _list(integers: Tensor) -> List[int]:
  return annotate(List[int], integers.to(torch.device("cpu")).tolist())


class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # A new array like `like`, with another shape and one value everywhere.
  def full(self: __torch__.Functions, like: Tensor, shape: Tensor, value: Tensor) -> Tensor:
    lengths = __torch__._list(shape)
    return torch.full(lengths, float(value), dtype=like.dtype, device=like.device)

  # Writes `values` to some rows (first axis) and columns (last axis) of `target`.
  def put(self: __torch__.Functions, target: Tensor, values: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    if values.numel() == 0:
      return target
    places = torch.movedim(target, -1, 1)
    index = annotate(List[Optional[Tensor]], [rows.unsqueeze(1), columns.unsqueeze(0)])
    torch.index_put_(places, index, torch.movedim(values, -1, 1))
    return target

  # The values with their axes in another order, and the last ones made one axis.
  def permute(self: __torch__.Functions, values: Tensor, order: Tensor, shape: Tensor) -> Tensor:
    permuted = torch.permute(values, __torch__._list(order))
    return torch.reshape(torch.clone(permuted, memory_format=0), __torch__._list(shape))

  # Some rows, in the given order.
  def rows(self: __torch__.Functions, values: Tensor, positions: Tensor) -> Tensor:
    return torch.index_select(values, 0, positions)

  # Some columns, in the given order.
  def columns(self: __torch__.Functions, values: Tensor, positions: Tensor) -> Tensor:
    return torch.index_select(values, -1, positions)

  # Whether operations on the values are recorded for differentiation.
  def requires_grad(self: __torch__.Functions, values: Tensor) -> Tensor:
    return torch.full([], ops.prim.requires_grad(values), dtype=11)

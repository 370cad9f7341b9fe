# Set operations and selections of labels on a device: rows are int32 matrices, mappings are int64.
#
# They use the functions with which models do the same, in torchscript/metatensor/labels.py, and the dialect
# described there.
class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The rows of `first`, then those of `second` that are not among them; the positions of the rows of
  # `second` in these.
  def union(self: __torch__.Functions, first: Tensor, second: Tensor) -> Tuple[Tensor, Tensor]:
    position = __torch__.torch_classes.metatensor._find_rows(first, second)
    is_new = torch.lt(position, 0)
    rank = torch.cumsum(is_new, 0)
    values = torch.cat([first, torch.index(second, annotate(List[Optional[Tensor]], [is_new]))], 0)
    return (values, torch.where(is_new, rank + (first.size(0) - 1), position))

  # The rows of `first` that are among those of `second`; the positions of both in these, or -1.
  def intersection(self: __torch__.Functions, first: Tensor, second: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    return __torch__.torch_classes.metatensor._intersect(first, second)

  # The rows of `first` that are not among those of `second`; the positions of `first` in these, or -1.
  def difference(self: __torch__.Functions, first: Tensor, second: Tensor) -> Tuple[Tensor, Tensor]:
    kept = torch.lt(__torch__.torch_classes.metatensor._find_rows(second, first), 0)
    values = torch.index(first, annotate(List[Optional[Tensor]], [kept]))
    return (values, torch.where(kept, torch.cumsum(kept, 0) - 1, -1))

  # The positions in `rows` of those of `wanted`, in the order of `wanted`.
  def select_rows(self: __torch__.Functions, rows: Tensor, wanted: Tensor) -> Tensor:
    positions = __torch__.torch_classes.metatensor._find_rows(rows, wanted)
    return torch.index(positions, annotate(List[Optional[Tensor]], [torch.ge(positions, 0)]))

  # The positions in `rows` where some columns are a row of `wanted`, in the order of `rows`.
  def select(self: __torch__.Functions, rows: Tensor, wanted: Tensor, columns: Tensor) -> Tensor:
    if columns.size(0) == 0:
      return torch.arange(rows.size(0), dtype=4, device=rows.device)
    found = __torch__.torch_classes.metatensor._find_rows(wanted, torch.index_select(rows, 1, columns))
    return torch.nonzero(torch.ge(found, 0)).flatten()

  # Whether all rows differ from each other.
  def are_unique(self: __torch__.Functions, rows: Tensor) -> Tensor:
    code = __torch__.torch_classes.metatensor._pack(rows)
    if __torch__.torch_classes.metatensor._is_increasing(code):
      return torch.ones([], dtype=11)
    ordered = (torch.sort(code))[0]
    return torch.all(torch.ne(ordered[1:], ordered[:-1])).to(torch.device("cpu"))

  # Some columns of the rows, in the given order.
  def columns(self: __torch__.Functions, rows: Tensor, columns: Tensor) -> Tensor:
    return torch.index_select(rows, 1, columns)

  # The rows with one more column, at the given position.
  def insert(self: __torch__.Functions, rows: Tensor, column: Tensor, position: Tensor) -> Tensor:
    index = int(position)
    return torch.cat([rows[:, :index], column.to(rows).unsqueeze(1), rows[:, index:]], 1)

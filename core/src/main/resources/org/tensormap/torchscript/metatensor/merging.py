# Merging of blocks: keys_to_samples and keys_to_properties.
#
# Blocks are taken in the order of the groups that they are merged into: `sizes[g]` is the number of
# blocks of group g. Where all blocks of each group have the same samples (or properties), merging
# is a concatenation; that is the common case, and one comparison for the whole map finds out. If
# not, the rows of all blocks are packed together with the number of their group, and one `unique`
# gives the merged rows of all groups.


# The dimensions of the keys to move, and the values to give them, if the caller said which.
def _keys_to_move(keys: mts.Labels, keys_to_move: Any, argument: str) -> mts.Labels:
  if isinstance(keys_to_move, mts.Labels):
    moved = mts._labels_to(keys_to_move, keys._values.device, False)
  else:
    names = mts._string_list(keys_to_move, argument)
    mts._check_names(names)
    moved = mts._labels_unchecked(
        names, torch.zeros([0, len(names)], dtype=3, device=keys._values.device))
  if keys._values.size(0) == 0:
    mts._value_error("invalid parameter: there are no keys to move in an empty TensorMap")
  for name in moved._names:
    if mts._find_name(keys._names, name) < 0:
      mts._value_error(
          "invalid parameter: '{}' is not part of the keys for this tensor map".format(name))
  return moved


# Groups of keys that are equal without the dimensions `moved`. Gives the keys of the groups in the
# order in which they appear; the blocks, one group after the other; the values of the moved
# dimensions for each of these; and the number of blocks in each group.
def _group_blocks(
    tensor: mts.TensorMap,
    moved: List[str]) -> Tuple[mts.Labels, List[mts.TensorBlock], Tensor, List[int]]:
  keys = tensor._keys
  values = keys._values
  device = values.device
  moved_columns = [mts._find_name(keys._names, name) for name in moved]
  names = annotate(List[str], [])
  columns = annotate(List[int], [])
  for i in range(len(keys._names)):
    if not (i in moved_columns):
      names.append(keys._names[i])
      columns.append(i)
  moved_values = torch.index_select(values, 1, torch.tensor(moved_columns, dtype=4, device=device))
  if len(names) == 0:
    single = mts._labels_unchecked(["_"], torch.zeros([1, 1], dtype=3, device=device))
    return (single, tensor._blocks, moved_values, [len(tensor._blocks)])
  remaining = torch.index_select(values, 1, torch.tensor(columns, dtype=4, device=device))
  no_group = torch.zeros([0], dtype=4, device=device)
  source, group, _ = mts._merge_rows(remaining, no_group, 1, False)
  group, order = torch.sort(group, stable=True)
  plan = annotate(List[List[int]], torch.stack([order, group], 0).tolist())
  blocks = [tensor._blocks[i] for i in plan[0]]
  sizes = annotate(List[int], torch.bincount(torch.tensor(plan[1], dtype=4)).tolist())
  new_keys = mts._labels_unchecked(names, torch.index_select(remaining, 0, source))
  return (new_keys, blocks, torch.index_select(moved_values, 0, order), sizes)


def _check_mergeable(blocks: List[mts.TensorBlock], sizes: List[int], target: str) -> None:
  for i in range(len(blocks[0]._components)):
    if not mts._alike([block._components[i] for block in blocks], sizes):
      mts._value_error(
          "invalid parameter: can not move keys to {} if the blocks have different components "
          "labels, call components_to_properties first".format(target))
  for i in range(len(blocks[0]._gradients)):
    if len(mts._gradient_at(blocks[0], i)._gradients) > 0:
      mts._value_error(
          "invalid parameter: gradient of gradients are not supported yet in keys_to_{}"
            .format(target))


# Whether in each group all blocks have the same labels. Often they are one object: readers share
# equal labels, and models make blocks with the labels of others.
def _alike(labels: List[mts.Labels], sizes: List[int]) -> bool:
  different = 0
  start = 0
  for size in sizes:
    head = labels[start]
    for one in labels[start:start + size]:
      if not (one is head):
        different += 1
    start += size
  if different == 0:
    return True
  values = [one._values for one in labels]
  return mts._same_in_groups(torch.cat(values, 0), [value.size(0) for value in values], sizes)


# Whether in each group all blocks have the rows of its first block; `rows` are those of all blocks,
# `counts[b]` of each block.
def _same_in_groups(rows: Tensor, counts: List[int], sizes: List[int]) -> bool:
  count = torch.tensor(counts, dtype=4)
  start = torch.cumsum(count, 0) - count
  size = torch.tensor(sizes, dtype=4)
  # for each block the first one of its group
  head = torch.repeat_interleave(torch.cumsum(size, 0) - size, size)
  if not torch.equal(count, torch.index_select(count, 0, head)):
    return False
  distance = torch.repeat_interleave(
      start - torch.index_select(start, 0, head), count).to(rows.device)
  own = torch.arange(rows.size(0), dtype=4, device=rows.device)
  return torch.equal(rows, torch.index_select(rows, 0, own - distance))


# The group of each row: `counts[b]` rows of each block, `sizes[g]` blocks of each group.
def _group_of_rows(counts: List[int], sizes: List[int], device: Device) -> Tensor:
  groups = annotate(List[int], torch.repeat_interleave(torch.tensor(sizes, dtype=4)).tolist())
  return mts._repeated(groups, counts, device)


# `numbers[i]`, repeated `counts[i]` times.
def _repeated(numbers: List[int], counts: List[int], device: Device) -> Tensor:
  return torch.repeat_interleave(
      torch.tensor(numbers, dtype=4, device=device), torch.tensor(counts, dtype=4, device=device),
      0, output_size=sum(counts))


# Labels of one axis, merged in each group. The second result tells where each row of the blocks is
# in the merged labels of its group; it is None where the blocks of a group agree with each other.
def _merge_labels(
    labels: List[mts.Labels], sizes: List[int],
    sort: bool) -> Tuple[List[mts.Labels], Optional[Tensor]]:
  if mts._alike(labels, sizes):
    heads = annotate(List[mts.Labels], [])
    start = 0
    for size in sizes:
      heads.append(labels[start])
      start += size
    if not sort or mts._all_sorted(heads):
      return (heads, annotate(Optional[Tensor], None))
  values = [one._values for one in labels]
  counts = [value.size(0) for value in values]
  rows = torch.cat(values, 0)
  source, target, merged_sizes = mts._merge_rows(
      rows, mts._group_of_rows(counts, sizes, rows.device), len(sizes), sort)
  return (
      mts._split_labels(labels[0]._names, torch.index_select(rows, 0, source), merged_sizes),
      target)


def _all_sorted(labels: List[mts.Labels]) -> bool:
  values = [one._values for one in labels]
  code = mts._pack(torch.cat(values, 0))
  increases = torch.lt(code[:-1], code[1:])
  # not from one to the next
  counts = torch.tensor([value.size(0) for value in values[:-1]], dtype=4)
  ends = torch.cumsum(counts, 0) - 1
  ends = ends[torch.logical_and(ends >= 0, ends < increases.size(0))].to(code.device)
  return bool(torch.all(torch.index_fill(increases, 0, ends, 1)))


# Merges equal rows within each group. `group` is the group of each row, ascending. Gives for each
# merged row a row it comes from, for each row its merged row as a position in its group, and the
# number of merged rows in each group. They are sorted, or in the order of their first appearance.
def _merge_rows(
    rows: Tensor, group: Tensor, n_groups: int, sort: bool) -> Tuple[Tensor, Tensor, List[int]]:
  count = rows.size(0)
  device = rows.device
  code = mts._pack(torch.cat([group.unsqueeze(1), rows], 1) if n_groups > 1 else rows)
  codes, inverse, _ = torch._unique2(code, True, True)
  n_merged = codes.size(0)
  source = torch.full([n_merged], count, dtype=4, device=device)
  source = torch.scatter_reduce(
      source, 0, inverse, torch.arange(count, dtype=4, device=device), "amin")
  if not sort:
    # the group is the first digit of the code and rows come by group, so groups stay in order
    source, order = torch.sort(source)
    rank = torch.zeros([n_merged], dtype=4, device=device)
    rank.scatter_(0, order, torch.arange(n_merged, dtype=4, device=device))
    inverse = torch.index_select(rank, 0, inverse)
  if n_groups == 1:
    return (source, inverse, [n_merged])
  sizes = torch.bincount(torch.index_select(group, 0, source), None, n_groups)
  starts = torch.cumsum(sizes, 0) - sizes
  return (
      source, inverse - torch.index_select(starts, 0, group), annotate(List[int], sizes.tolist()))


def _split_labels(names: List[str], rows: Tensor, sizes: List[int]) -> List[mts.Labels]:
  result = annotate(List[mts.Labels], [])
  for values in torch.split_with_sizes(rows, sizes, 0):
    result.append(mts._labels_unchecked(names, values))
  return result


# The gradients of all blocks with respect to one parameter.
def _gradients_of(blocks: List[mts.TensorBlock], parameter: str) -> List[mts.TensorBlock]:
  result = annotate(List[mts.TensorBlock], [])
  for block in blocks:
    result.append(mts._gradient_at(block, mts._find_name(block._gradient_names, parameter)))
  return result


# The samples of gradients, with `sample` moved from a position in the block's samples to one in the
# the merged samples of its group, which `target` has for all samples; and the number of them in
# each gradient.
def _moved_gradient_samples(
    blocks: List[mts.TensorBlock], gradients: List[mts.TensorBlock],
    target: Tensor) -> Tuple[Tensor, List[int]]:
  samples = [gradient._samples._values for gradient in gradients]
  counts = [value.size(0) for value in samples]
  rows = torch.cat(samples, 0)
  starts = annotate(List[int], [])
  start = 0
  for block in blocks:
    starts.append(start)
    start += block._values.size(0)
  position = torch.select(rows, 1, 0) + mts._repeated(starts, counts, rows.device)
  moved = torch.index_select(target, 0, position).to(3).unsqueeze(1)
  return (torch.cat([moved, rows[:, 1:]], 1), counts)


def _keys_to_properties(
    tensor: mts.TensorMap, moved: mts.Labels, fill_value: Any, sort_samples: bool) -> mts.TensorMap:
  new_keys, blocks, moved_values, sizes = mts._group_blocks(tensor, moved._names)
  mts._check_mergeable(blocks, sizes, "properties")
  properties, slots = mts._moved_to_properties(blocks, sizes, moved, moved_values)
  samples, target = mts._merge_labels([block._samples for block in blocks], sizes, sort_samples)
  new_blocks = mts._join_groups(blocks, sizes, samples, target, properties, slots, fill_value)

  for parameter in blocks[0]._gradient_names:
    gradients = mts._gradients_of(blocks, parameter)
    mts._check_mergeable(gradients, sizes, "properties")
    if target is None:
      gradient_samples, gradient_target = mts._merge_labels(
          [gradient._samples for gradient in gradients], sizes, True)
    else:
      rows, counts = mts._moved_gradient_samples(blocks, gradients, target)
      source, merged, merged_sizes = mts._merge_rows(
          rows, mts._group_of_rows(counts, sizes, rows.device), len(sizes), True)
      gradient_samples = mts._split_labels(
          gradients[0]._samples._names, torch.index_select(rows, 0, source), merged_sizes)
      gradient_target = annotate(Optional[Tensor], merged)
    new_gradients = mts._join_groups(
        gradients, sizes, gradient_samples, gradient_target, properties, slots, fill_value)
    for i in range(len(new_blocks)):
      mts._add_gradient_unchecked(new_blocks[i], parameter, new_gradients[i])
  return mts._map_unchecked(new_keys, new_blocks, tensor.info())


# The properties that `moved` and the properties of its blocks give to each group, and the blocks
# that stand next to each other in them, as positions in the group, or -1 where there is none.
def _moved_to_properties(
    blocks: List[mts.TensorBlock], sizes: List[int], moved: mts.Labels,
    moved_values: Tensor) -> Tuple[List[mts.Labels], List[List[int]]]:
  names = moved._names + blocks[0]._properties._names
  mts._check_names(names)
  labels = [block._properties for block in blocks]
  device = moved_values.device
  n_moved = moved._values.size(0)
  properties = annotate(List[mts.Labels], [])
  slots = annotate(List[List[int]], [])
  start = 0
  if n_moved == 0:
    values = [one._values for one in labels]
    counts = [value.size(0) for value in values]
    rows = torch.cat(values, 0)
    repeated = torch.repeat_interleave(
        moved_values, torch.tensor(counts, dtype=4, device=device), 0, output_size=rows.size(0))
    widths = annotate(List[int], [])
    for size in sizes:
      widths.append(sum(counts[start:start + size]))
      slots.append(list(range(size)))
      start += size
    return (mts._split_labels(names, torch.cat([repeated, rows], 1), widths), slots)
  if mts._alike(labels, [len(blocks)]):
    properties = [mts._outer_labels(moved, labels[0])] * len(sizes)
  elif mts._alike(labels, sizes):
    for size in sizes:
      properties.append(mts._outer_labels(moved, labels[start]))
      start += size
  else:
    mts._value_error(
        "invalid parameter: can not provide values for the keys to move to properties if the "
        "blocks have different property labels")
  # where each block stands in all slots of all groups
  size = torch.tensor(sizes, dtype=4, device=device)
  first = torch.repeat_interleave(torch.cumsum(size, 0) - size, size, 0, output_size=len(blocks))
  group = mts._repeated(list(range(len(sizes))), sizes, device)
  own = torch.arange(len(blocks), dtype=4, device=device) - first
  found = mts._find_rows(moved._values, moved_values)
  # blocks without a slot go to one more at the end
  place = torch.where(torch.lt(found, 0), n_moved * len(sizes), group * n_moved + found)
  table = torch.full([n_moved * len(sizes) + 1], -1, dtype=4, device=device)
  table.scatter_(0, place, own)
  slots = annotate(List[List[int]], table[:-1].view([len(sizes), n_moved]).tolist())
  return (properties, slots)


# The block of each group, joined along properties.
def _join_groups(
    blocks: List[mts.TensorBlock], sizes: List[int], samples: List[mts.Labels],
    target: Optional[Tensor], properties: List[mts.Labels], slots: List[List[int]],
    fill_value: Any) -> List[mts.TensorBlock]:
  values = [block._values for block in blocks]
  rows = annotate(List[Tensor], [])
  if target is not None:
    rows = torch.split_with_sizes(target, [value.size(0) for value in values], 0)
  result = annotate(List[mts.TensorBlock], [])
  # what stands for blocks that are not there, for as many groups as it fits
  filler = torch.zeros([0])
  start = 0
  for group in range(len(sizes)):
    end = start + sizes[group]
    slot = slots[group]
    group_values = values[start:end]
    n_rows = samples[group]._values.size(0)
    if target is not None:
      joined = mts._join_properties(group_values, rows[start:end], slot, n_rows, fill_value)
    else:
      if -1 in slot:
        shape = group_values[0].size()
        if filler.size()[1:] != shape[1:]:
          shape[0] = max([one._values.size(0) for one in samples])
          filler = mts._filled(shape, group_values[0], fill_value)
        # the last one is at position -1
        group_values.append(filler[:n_rows])
      joined = torch.cat([group_values[i] for i in slot], -1)
    result.append(
        mts._block_unchecked(joined, samples[group], blocks[start]._components, properties[group]))
    start = end
  return result


# One array of blocks along properties, where `rows[b]` are the rows of block b in the result.
# `slots` is as above, but blocks may have different numbers of properties if they are all there in
# order.
def _join_properties(
    values: List[Tensor], rows: List[Tensor], slots: List[int], n_rows: int,
    fill_value: Any) -> Tensor:
  width = values[0].size(-1)
  uniform = True
  n_columns = 0
  for value in values:
    uniform = uniform and value.size(-1) == width
    n_columns += value.size(-1)
  if uniform:
    return mts._gather_slots(values, rows, slots, n_rows, fill_value)
  return mts._scatter(
      values, torch.cat(rows, 0), torch.arange(n_columns, dtype=4, device=values[0].device), n_rows,
      n_columns, fill_value)


def _keys_to_samples(
    tensor: mts.TensorMap, moved: mts.Labels, fill_value: Any, sort_samples: bool) -> mts.TensorMap:
  if moved._values.size(0) > 0:
    mts._value_error(
        "invalid parameter: user provided values for the keys to move is not yet implemented, "
        "`keys_to_move` should not contain any entry when calling keys_to_samples")
  new_keys, blocks, moved_values, sizes = mts._group_blocks(tensor, moved._names)
  mts._check_mergeable(blocks, sizes, "samples")
  names = blocks[0]._samples._names + moved._names
  mts._check_names(names)
  properties, columns = mts._merge_labels([block._properties for block in blocks], sizes, False)
  samples = [block._samples._values for block in blocks]
  counts = torch.tensor([value.size(0) for value in samples], dtype=4, device=moved_values.device)
  rows = torch.cat(samples, 0)
  rows = torch.cat(
      [rows, torch.repeat_interleave(moved_values, counts, 0, output_size=rows.size(0))], 1)
  new_blocks, place = mts._join_samples(
      blocks, sizes, names, rows, sort_samples, properties, columns, fill_value)

  for parameter in blocks[0]._gradient_names:
    gradients = mts._gradients_of(blocks, parameter)
    mts._check_mergeable(gradients, sizes, "samples")
    gradient_rows, _ = mts._moved_gradient_samples(blocks, gradients, place)
    new_gradients, _ = mts._join_samples(
        gradients, sizes, gradients[0]._samples._names, gradient_rows, True, properties, columns,
        fill_value)
    for i in range(len(new_blocks)):
      mts._add_gradient_unchecked(new_blocks[i], parameter, new_gradients[i])
  return mts._map_unchecked(new_keys, new_blocks, tensor.info())


# The block of each group, joined along samples. `rows` are the samples of all blocks, each with its
# moved keys, so no two of a group are equal; `columns` are where their properties are in the new
# ones, if they are not these already. Gives also the position of each row in the samples of its
# group.
def _join_samples(
    blocks: List[mts.TensorBlock], sizes: List[int], names: List[str], rows: Tensor, sort: bool,
    properties: List[mts.Labels], columns: Optional[Tensor],
    fill_value: Any) -> Tuple[List[mts.TensorBlock], Tensor]:
  device = rows.device
  values = [block._values for block in blocks]
  counts = [value.size(0) for value in values]
  group_counts = annotate(List[int], [])
  start = 0
  for size in sizes:
    group_counts.append(sum(counts[start:start + size]))
    start += size
  count = torch.tensor(group_counts, dtype=4, device=device)
  first = torch.repeat_interleave(
      torch.cumsum(count, 0) - count, count, 0, output_size=rows.size(0))
  order = torch.arange(rows.size(0), dtype=4, device=device)
  place = order - first
  is_ordered = True
  if sort:
    group = mts._group_of_rows(counts, sizes, device).unsqueeze(1)
    code = mts._pack(torch.cat([group, rows], 1))
    is_ordered = mts._is_increasing(code)
    if not is_ordered:
      sorted_order = torch.argsort(code)
      place = torch.scatter(place, 0, sorted_order, place)
      order = sorted_order - first
      rows = torch.index_select(rows, 0, sorted_order)
  samples = torch.split_with_sizes(rows, group_counts, 0)
  orders = torch.split_with_sizes(order, group_counts, 0)
  places = torch.split_with_sizes(place, group_counts, 0)
  result = annotate(List[mts.TensorBlock], [])
  start = 0
  column = 0
  for group in range(len(sizes)):
    end = start + sizes[group]
    group_values = values[start:end]
    if columns is not None:
      n_columns = sum([value.size(-1) for value in group_values])
      joined = mts._scatter(
          group_values, places[group], columns[column:column + n_columns], group_counts[group],
          properties[group]._values.size(0), fill_value)
      column += n_columns
    else:
      joined = torch.cat(group_values, 0)
      if not is_ordered:
        joined = torch.index_select(joined, 0, orders[group])
    result.append(
        mts._block_unchecked(
            joined, mts._labels_unchecked(names, samples[group]), blocks[start]._components,
            properties[group]))
    start = end
  return (result, place)


# One array of blocks that stand next to each other along properties and have the same number of
# them: `slots[i]` is the block (of `values`) at the i-th place, or -1 for none; `rows[b]` are the
# rows of block b in the result. Every row of the result is gathered from the rows of the blocks,
# and those that no block has from one more row with the fill value.
def _gather_slots(
    values: List[Tensor], rows: List[Tensor], slots: List[int], n_rows: int,
    fill_value: Any) -> Tensor:
  first = values[0]
  device = first.device
  width = first.size(-1)
  components = mts._n_components(first)
  n_slots = len(slots)
  sources = annotate(List[Tensor], [])
  places = annotate(List[Tensor], [])
  n_sources = 0
  for slot in range(n_slots):
    if slots[slot] >= 0:
      value = values[slots[slot]]
      sources.append(value.reshape([value.size(0) * components, width]))
      places.append(rows[slots[slot]] * n_slots + slot)
      n_sources += value.size(0)
  sources.append(mts._filled([components, width], first, fill_value))
  index = torch.full([n_rows * n_slots], n_sources, dtype=4, device=device)
  if len(places) > 0:
    index.scatter_(0, torch.cat(places, 0), torch.arange(n_sources, dtype=4, device=device))
  if components > 1:
    index = index.view([n_rows, 1, n_slots]) * components + torch.arange(
        components, dtype=4, device=device).view([1, components, 1])
  gathered = torch.index_select(torch.cat(sources, 0), 0, index.flatten())
  return gathered.view(mts._shape(first, n_rows, n_slots * width))


# One array of blocks that share no element: the element of block b at [sample, ..., property] goes
# to [rows[s], ..., columns[p]], where s and p are its sample and property counted through all
# blocks.
def _scatter(
    values: List[Tensor], rows: Tensor, columns: Tensor, n_rows: int, n_columns: int,
    fill_value: Any) -> Tensor:
  first = values[0]
  device = first.device
  components = mts._n_components(first)
  sizes = annotate(List[int], [])
  widths = annotate(List[int], [])
  starts = annotate(List[int], [])
  row_starts = annotate(List[int], [])
  column_starts = annotate(List[int], [])
  start = 0
  row_start = 0
  column_start = 0
  for value in values:
    sizes.append(value.numel())
    widths.append(value.size(-1))
    starts.append(start)
    row_starts.append(row_start)
    column_starts.append(column_start)
    start += value.numel()
    row_start += value.size(0)
    column_start += value.size(-1)
  # for each element of all blocks: what is known of its block, then its place in the block
  known = torch.repeat_interleave(
      torch.tensor([starts, widths, row_starts, column_starts], dtype=4, device=device),
      torch.tensor(sizes, dtype=4, device=device), 1, output_size=start)
  place = torch.arange(start, dtype=4, device=device) - known[0]
  property = torch.remainder(place, known[1])
  outer = torch.floor_divide(place, known[1])
  component = torch.remainder(outer, components)
  sample = torch.floor_divide(outer, components)
  row = torch.index_select(rows, 0, known[2] + sample)
  column = torch.index_select(columns, 0, known[3] + property)
  target = (row * components + component) * n_columns + column
  result = mts._filled([n_rows * components * n_columns], first, fill_value)
  result.scatter_(0, target, torch.cat([value.flatten() for value in values], 0))
  return result.view(mts._shape(first, n_rows, n_columns))


def _filled(shape: List[int], like: Tensor, fill_value: Any) -> Tensor:
  if isinstance(fill_value, int):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  elif isinstance(fill_value, float):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  elif isinstance(fill_value, complex):
    return torch.full(shape, fill_value, dtype=like.dtype, device=like.device)
  mts._type_error(
      "`fill_value` must be a number, got '{}' instead".format(mts._type_name(fill_value)))
  return like


# `[samples, components..., properties]` with other samples and properties.
def _shape(like: Tensor, n_samples: int, n_properties: int) -> List[int]:
  shape = like.size()
  shape[0] = n_samples
  shape[-1] = n_properties
  return shape


def _n_components(like: Tensor) -> int:
  result = 1
  for size in like.size()[1:-1]:
    result *= size
  return result

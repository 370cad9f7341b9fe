# A model that does with the classes of metatensor what exported models do, and what they should not
# do. `mts.` stands for `__torch__.torch.classes.metatensor.`.
class Classes(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  tables : List[Dict[str, mts.Labels]]
  block : mts.TensorBlock
  map : Optional[mts.TensorMap]
  def forward(self: __torch__.Classes,
    x: Tensor) -> Tensor:
    return x
  def labels(self: __torch__.Classes,
    names: List[str],
    values: Tensor) -> mts.Labels:
    _0 = mts.Labels.__new__(mts.Labels)
    _1 = (_0).__init__(names, values, False, )
    return _0
  def ways_to_name(self: __torch__.Classes,
    one: Tensor,
    two: Tensor,
    none: Tensor) -> List[mts.Labels]:
    a = mts.Labels.__new__(mts.Labels)
    _0 = (a).__init__("first", one, True, )
    b = mts.Labels.__new__(mts.Labels)
    _1 = (b).__init__(("first", "second"), two, )
    c = mts.Labels.__new__(mts.Labels)
    _2 = (c).__init__(("first", ), one, False, )
    d = mts.Labels.__new__(mts.Labels)
    _3 = (d).__init__(annotate(List[str], []), none, False, )
    return [a, b, c, d]
  def union(self: __torch__.Classes,
    x: mts.Labels,
    y: mts.Labels) -> Tuple[mts.Labels, Tensor, Tensor]:
    return (x).union_and_mapping(y, )
  def intersection(self: __torch__.Classes,
    x: mts.Labels,
    y: mts.Labels) -> Tuple[mts.Labels, Tensor, Tensor]:
    return (x).intersection_and_mapping(y, )
  def difference(self: __torch__.Classes,
    x: mts.Labels,
    y: mts.Labels) -> Tuple[mts.Labels, Tensor]:
    return (x).difference_and_mapping(y, )
  def select(self: __torch__.Classes,
    x: mts.Labels,
    y: mts.Labels) -> Tensor:
    return (x).select(y, )
  def positions(self: __torch__.Classes,
    x: mts.Labels,
    row: Tensor) -> List[Optional[int]]:
    a = int(row[0])
    b = int(row[1])
    _0 = (x).position([a, b], )
    _1 = (x).position((a, b), )
    _2 = (x).position(row, )
    y = mts.Labels.__new__(mts.Labels)
    _3 = (y).__init__((x).names_getter(), torch.reshape(row, [1, 2]), False, )
    _4 = (x).position((y).entry(0, ), )
    return [_0, _1, _2, _4]
  def position_of_one(self: __torch__.Classes,
    x: mts.Labels) -> Optional[int]:
    return (x).position([1], )
  def position_of_text(self: __torch__.Classes,
    x: mts.Labels) -> bool:
    return (x).__contains__("one", )
  def texts_of_entries(self: __torch__.Classes,
    x: mts.Labels) -> List[str]:
    e = (x).entry(-1, )
    item = (x).__getitem__(0, )
    text = ""
    if isinstance(item, mts.LabelsEntry):
      text = (item).__repr__()
    column = (x).__getitem__("b", )
    if isinstance(column, Tensor):
      text = text + " " + str(int(torch.sum(column)))
    return [(e).print(), text, str((e).__getitem__(-1, ))]
  def entry_beyond_the_end(self: __torch__.Classes,
    x: mts.Labels) -> int:
    return ((x).entry((x).__len__(), )).__getitem__(0, )
  def names_that_were_changed(self: __torch__.Classes,
    x: mts.Labels) -> List[str]:
    names = (x).names_getter()
    _0 = torch.append(names, "more")
    return (x).names_getter()
  def edited(self: __torch__.Classes,
    x: mts.Labels,
    column: Tensor) -> List[mts.Labels]:
    more = (x).insert(1, "new", column, )
    return [more, (more).permute([2, -2, 0], ), (more).rename("new", "old", ), (x).append("last", column, )]
  def permuted(self: __torch__.Classes,
    x: mts.Labels,
    order: List[int]) -> mts.Labels:
    return (x).permute(order, )
  def legacy_view(self: __torch__.Classes,
    x: mts.Labels) -> mts.Labels:
    v = (x).view(["b"], )
    if (v).is_view():
      v = (v).to_owned()
    return (v).to_owned()
  def make_block(self: __torch__.Classes,
    values: Tensor,
    samples: mts.Labels,
    components: List[mts.Labels],
    properties: mts.Labels) -> mts.TensorBlock:
    _0 = mts.TensorBlock.__new__(mts.TensorBlock)
    _1 = (_0).__init__(values, samples, components, properties, )
    return _0
  def with_gradient(self: __torch__.Classes,
    block: mts.TensorBlock,
    gradient: mts.TensorBlock) -> mts.TensorBlock:
    _0 = (block).add_gradient("g", gradient, )
    return block
  def gradients_of_gradients(self: __torch__.Classes,
    block: mts.TensorBlock,
    first: mts.TensorBlock,
    second: mts.TensorBlock) -> Tuple[mts.TensorBlock, List[str], List[bool]]:
    _0 = (first).add_gradient("y", second, )
    _1 = (block).add_gradient("x", first, )
    # this is not seen in the block: it has what `first` was
    _2 = (first).add_gradient("late", second, )
    x = (block).gradient("x", )
    y = (x).gradient("y", )
    texts = [(block).__repr__(), (x).__str__(), (y).__str__()]
    flags = [(block).is_view_getter(), (x).is_view_getter(), (x).has_gradient("late", ), (x).has_gradient("y", )]
    return (block, texts, flags)
  def missing_gradient(self: __torch__.Classes,
    block: mts.TensorBlock) -> mts.TensorBlock:
    return (block).gradient("cell", )
  def copies(self: __torch__.Classes,
    block: mts.TensorBlock) -> Tuple[mts.TensorBlock, mts.TensorBlock, bool]:
    own = (block).copy(True, )
    _0 = torch.fill_((block).values_getter(), 0.)
    shared = (block).copy(False, )
    _1 = torch.fill_((shared).values_getter(), 5.)
    return (own, block, (shared).is_view_getter())
  def values_are_set(self: __torch__.Classes,
    block: mts.TensorBlock) -> int:
    _0 = (block).values_setter((block).values_getter(), )
    return 0
  def make_map(self: __torch__.Classes,
    keys: mts.Labels,
    blocks: List[mts.TensorBlock]) -> mts.TensorMap:
    _0 = mts.TensorMap.__new__(mts.TensorMap)
    _1 = (_0).__init__(keys, blocks, )
    return _0
  def map_of_the_blocks_of_a_map(self: __torch__.Classes,
    x: mts.TensorMap,
    copied: bool) -> mts.TensorMap:
    blocks = annotate(List[mts.TensorBlock], [])
    for i in range((x).__len__()):
      b = (x).__getitem__(i, )
      if copied:
        _0 = torch.append(blocks, (b).copy(False, ))
      else:
        _1 = torch.append(blocks, b)
    _2 = mts.TensorMap.__new__(mts.TensorMap)
    _3 = (_2).__init__((x).keys_getter(), blocks, )
    return _2
  def converted(self: __torch__.Classes,
    x: mts.TensorMap) -> mts.TensorMap:
    return (x).to("cpu", 6, None, None, "torch", False, )
  def converted_twice(self: __torch__.Classes,
    x: mts.TensorMap) -> mts.TensorMap:
    return (x).to(6, None, 7, None, None, False, )
  def selected(self: __torch__.Classes,
    x: mts.TensorMap,
    center: int,
    neighbor: int) -> List[mts.TensorBlock]:
    a = (x).block({"neighbor": neighbor, "center": center}, )
    y = mts.Labels.__new__(mts.Labels)
    _0 = (y).__init__(["center"], torch.tensor([[center]]), False, )
    return [a] + (x).blocks(y, ) + (x).blocks(0, ) + (x).blocks_by_id((x).blocks_matching(y, ), )
  def selected_by_center(self: __torch__.Classes,
    x: mts.TensorMap,
    center: int) -> mts.TensorBlock:
    return (x).block({"center": center}, )
  def only_block(self: __torch__.Classes,
    x: mts.TensorMap) -> mts.TensorBlock:
    return (x).block(None, )
  def block_at(self: __torch__.Classes,
    x: mts.TensorMap,
    index: int) -> mts.TensorBlock:
    return (x).block_by_id(index, )
  def keys_to_samples(self: __torch__.Classes,
    x: mts.TensorMap,
    names: List[str],
    fill: float,
    sort: bool) -> mts.TensorMap:
    return (x).keys_to_samples(names, fill, sort, )
  def keys_to_properties(self: __torch__.Classes,
    x: mts.TensorMap,
    names: List[str],
    fill: float,
    sort: bool) -> mts.TensorMap:
    return (x).keys_to_properties(names, fill, sort, )
  def given_keys_to_properties(self: __torch__.Classes,
    x: mts.TensorMap,
    given: mts.Labels,
    fill: float,
    sort: bool) -> mts.TensorMap:
    return (x).keys_to_properties(given, fill, sort, )
  # as before metatensor-torch 0.9
  def legacy_keys_to_properties(self: __torch__.Classes,
    x: mts.TensorMap,
    sort: bool) -> mts.TensorMap:
    return (x).keys_to_properties(("center", ), sort, )
  def components_to_properties(self: __torch__.Classes,
    x: mts.TensorMap,
    names: List[str]) -> mts.TensorMap:
    return (x).components_to_properties(names, )
  def printed(self: __torch__.Classes,
    x: mts.TensorMap) -> List[str]:
    return [(x).print(-1, ), (x).print(3, ), ((x).keys_getter()).print(3, 2, )]
  def saved(self: __torch__.Classes,
    x: mts.TensorMap) -> Tensor:
    return ops.metatensor.save_buffer(x)
  def loaded(self: __torch__.Classes,
    x: Tensor) -> mts.TensorMap:
    return ops.metatensor.load_buffer(x)
  def saved_block(self: __torch__.Classes,
    x: mts.TensorBlock) -> Tensor:
    return (x).save_buffer()
  def loaded_block(self: __torch__.Classes,
    x: Tensor) -> mts.TensorBlock:
    return ops.metatensor.load_block_buffer(x)
  def saved_labels(self: __torch__.Classes,
    x: mts.Labels) -> Tensor:
    return (x).save_buffer()
  def loaded_labels(self: __torch__.Classes,
    x: Tensor) -> mts.Labels:
    return ops.metatensor.load_labels_buffer(x)
  def saved_number(self: __torch__.Classes) -> Tensor:
    return ops.metatensor.save_buffer(3)
  def loaded_file(self: __torch__.Classes) -> mts.TensorMap:
    return ops.metatensor.load("features.mts")
  def saved_file(self: __torch__.Classes,
    x: mts.TensorMap) -> None:
    _0 = ops.metatensor.save("features.mts", x)
    return None
  def names_of_dtypes(self: __torch__.Classes) -> List[str]:
    return [ops.metatensor.version(), ops.metatensor.dtype_name(7), ops.metatensor.dtype_name(11)]
  def state(self: __torch__.Classes) -> Tuple[List[Dict[str, mts.Labels]], mts.TensorBlock, Optional[mts.TensorMap]]:
    return (self.tables, self.block, self.map)

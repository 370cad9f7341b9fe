# What `print`, `str` and `repr` give, to the space.


# `text` in the middle of `width` characters; `trailing` says whether to fill up the right side too.
def _centered(text: str, width: int, trailing: bool) -> str:
  left = (width - len(text)) // 2
  result = "".ljust(left) + text
  if trailing:
    result = result.ljust(width)
  return result


def _print_labels(labels: mts.Labels, max_entries: int, indent: int) -> str:
  count = labels._values.size(0)
  values = labels._values
  n_first = count
  if max_entries >= 0 and count > max_entries:
    shown = max(max_entries, 2)
    n_first = shown - shown // 2
    values = torch.cat([values[:n_first], values[count - shown // 2:]], 0)
  rows = annotate(List[List[int]], values.to(4).tolist())
  # at least one space on each side
  widths = [len(name) + 2 for name in labels._names]
  for row in rows:
    for i in range(len(widths)):
      widths[i] = max(widths[i], len(str(row[i])) + 2)
  n_columns = len(widths)
  margin = "".ljust(indent)
  line = ""
  for i in range(n_columns):
    line += mts._centered(labels._names[i], widths[i], i < n_columns - 1)
  lines = [line]
  for r in range(len(rows)):
    if r == n_first:
      # below the middle of the header
      middle = sum(widths) // 2
      if middle > 3:
        middle -= 3
      lines.append(margin + "".ljust(middle + 1) + "...")
    line = margin
    for i in range(n_columns):
      line += mts._centered(str(rows[r][i]), widths[i], i < n_columns - 1)
    lines.append(line)
  return "\n".join(lines)


def _print_shape(values: Tensor) -> str:
  return "TensorBlock with shape (" + ", ".join([str(size) for size in values.size()]) + ")"


def _print_block(block: mts.TensorBlock) -> str:
  text = "TensorBlock"
  if len(block._parameter) > 0:
    text += " gradient for '" + block._parameter + "',"
  shape = mts._print_shape(block._values)
  text += shape[len("TensorBlock"):] + "\n    samples: [" + ", ".join(block._samples._names) + "]\n"
  if len(block._components) > 0:
    text += "    components: [" + ", ".join(
        [component._names[0] for component in block._components]) + "]\n"
  text += "    properties: [" + ", ".join(block._properties._names) + "]"
  if len(block._gradients) > 0:
    text += "\n\n    gradients:"
    width = max([len(name) for name in block._gradient_names])
    for i in range(len(block._gradients)):
      gradient = mts._gradient_at(block, i)
      text += "\n        " + block._gradient_names[i].ljust(width) + " => " + mts._print_shape(
          gradient._values)
  return text


def _print_map(tensor: mts.TensorMap, max_keys: int) -> str:
  count = len(tensor._blocks)
  shown = count
  if max_keys >= 0:
    shown = min(max_keys, count)
  rows = annotate(List[List[int]], tensor._keys._values[:shown].to(4).tolist())
  widths = [2] * len(tensor._keys._names)
  for row in rows:
    for i in range(len(row)):
      widths[i] = max(widths[i], len(str(row[i])) + 2)
  blocks = "blocks"
  if count == 1:
    blocks = "block"
  lines = [
      "TensorMap with {} {}".format(count, blocks),
      "    keys: [" + ", ".join(tensor._keys._names) + "]", "    blocks:"]
  for r in range(shown):
    line = "      "
    for i in range(len(widths)):
      line += mts._centered(str(rows[r][i]), widths[i], True)
    lines.append(line + "  => " + mts._print_shape(tensor._blocks[r]._values))
  if shown < count:
    lines.append("      " + "".ljust(sum(widths)) + " ...")
  return "\n".join(lines)

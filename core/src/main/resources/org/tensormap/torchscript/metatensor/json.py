# JSON objects of strings: the `info.json` of a map.


# A JSON object of strings, with the keys in order.
def _write_json(info: Dict[str, str]) -> str:
  lines = annotate(List[str], [])
  for key in sorted(list(info.keys())):
    lines.append("  " + mts._json_string(key) + ": " + mts._json_string(info[key]))
  return "{\n" + ",\n".join(lines) + "\n}"


def _json_string(text: str) -> str:
  short = annotate(
      Dict[int, str], {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: "\\\"", 92: "\\\\"})
  hexadecimal = "0123456789abcdef"
  result = "\""
  for code in mts._codes(text):
    if code in short:
      result += short[code]
    elif code < 32:
      result += "\\u00" + hexadecimal[code // 16] + hexadecimal[code % 16]
    else:
      result += chr(code)
  return result + "\""


def _json_error(codes: List[int], at: int) -> None:
  mts._value_error(
      "serialization format error: 'info.json' should contain an object with strings as values, "
      "got '{}' at position {}".format(mts._text(codes[at:at + 10]), at))


# The position of the next character that is not white space; an error at the end.
def _json_next(codes: List[int], start: int) -> int:
  at = start
  while at < len(codes) and codes[at] in [9, 10, 13, 32]:
    at += 1
  if at >= len(codes):
    mts._json_error(codes, at)
  return at


def _json_hexadecimal(codes: List[int], at: int) -> int:
  value = 0
  for i in range(4):
    digit = -1
    if at + i < len(codes):
      digit = "0123456789abcdef".find(chr(codes[at + i]).lower())
    if digit < 0:
      mts._json_error(codes, at)
    value = value * 16 + digit
  return value


# The bytes of a code point in UTF-8.
def _utf8(point: int) -> List[int]:
  if point < 128:
    return [point]
  elif point < 2048:
    return [192 | (point >> 6), 128 | (point & 63)]
  elif point < 65536:
    return [224 | (point >> 12), 128 | ((point >> 6) & 63), 128 | (point & 63)]
  return [
      240 | (point >> 18), 128 | ((point >> 12) & 63), 128 | ((point >> 6) & 63),
      128 | (point & 63)]


# The string that starts at `start`, and the position after it.
def _parse_json_string(codes: List[int], start: int) -> Tuple[str, int]:
  escapes = annotate(
      Dict[int, int], {34: 34, 47: 47, 92: 92, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9})
  if codes[start] != 34:
    mts._json_error(codes, start)
  result = annotate(List[int], [])
  at = start + 1
  while at < len(codes) and codes[at] != 34:
    if codes[at] != 92:
      result.append(codes[at])
      at += 1
    elif at + 1 < len(codes) and codes[at + 1] in escapes:
      result.append(escapes[codes[at + 1]])
      at += 2
    elif at + 1 < len(codes) and codes[at + 1] == 117:
      point = mts._json_hexadecimal(codes, at + 2)
      at += 6
      if point >= 55296 and point < 56320 and at + 1 < len(codes) and codes[at] == 92 and codes[
          at + 1] == 117:
        # two halves of a code point outside the basic plane
        point = 65536 + (point - 55296) * 1024 + mts._json_hexadecimal(codes, at + 2) - 56320
        at += 6
      result += mts._utf8(point)
    else:
      mts._json_error(codes, at)
      at = len(codes)
  if at >= len(codes):
    mts._json_error(codes, start)
  return (mts._text(result), at + 1)


def _read_json(codes: List[int]) -> Dict[str, str]:
  info = annotate(Dict[str, str], {})
  at = mts._json_next(codes, 0)
  if codes[at] != 123:
    mts._json_error(codes, at)
  at = mts._json_next(codes, at + 1)
  while codes[at] != 125:
    key, at = mts._parse_json_string(codes, at)
    at = mts._json_next(codes, at)
    if codes[at] != 58:
      mts._json_error(codes, at)
    value, at = mts._parse_json_string(codes, mts._json_next(codes, at + 1))
    info[key] = value
    at = mts._json_next(codes, at)
    if codes[at] == 44:
      at = mts._json_next(codes, at + 1)
      if codes[at] != 34:
        mts._json_error(codes, at)
    elif codes[at] != 125:
      mts._json_error(codes, at)
  return info

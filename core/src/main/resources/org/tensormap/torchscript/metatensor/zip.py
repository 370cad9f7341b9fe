# Bytes, and zip archives of stored entries.


# The bytes of a string; TorchScript strings are bytes.
def _codes(text: str) -> List[int]:
  return [ord(text[i]) for i in range(len(text))]


def _text(codes: List[int]) -> str:
  return "".join([chr(code) for code in codes])


def _little_endian(value: int, size: int) -> List[int]:
  return [(value >> (8 * i)) & 255 for i in range(size)]


def _from_little_endian(codes: List[int], start: int, size: int) -> int:
  value = 0
  for i in range(size):
    value = value | (codes[start + i] << (8 * i))
  return value


def _uint8(codes: List[int]) -> Tensor:
  return torch.tensor(codes, dtype=0)


# Part of a file as a list of numbers.
def _codes_at(buffer: Tensor, start: int, size: int) -> List[int]:
  if start < 0 or size < 0 or start + size > buffer.size(0):
    mts._value_error(
        "serialization format error: expected {} bytes at position {}, but there are only {} bytes"
          .format(size, start, buffer.size(0)))
  return annotate(List[int], buffer[start:start + size].to(4).tolist())


# What `table` gives for each of the four bytes of `words`, combined. A linear function of 32-bit
# words over GF(2) is such a table: 256 results for each byte, the lowest one first.
def _apply(table: Tensor, words: Tensor) -> Tensor:
  flat = words.flatten()
  result = torch.index_select(table, 0, flat & 255)
  for i in range(1, 4):
    result = result ^ torch.index_select(table, 0, ((flat >> (8 * i)) & 255) + 256 * i)
  return result.view(words.size())


# CRC-32 (the one of zip: polynomial 0xEDB88320, bits reflected) of each of `entries` (uint8, on the
# CPU).
#
# A CRC is linear over GF(2) if its register starts at zero, so it is the XOR of what every byte
# contributes, and zeros in front change nothing. Entries are filled up with zeros in front to 16 *
# 2**k bytes and all those of one size are done at once: 16 tables ("slicing-by-16", M. Kounavis and
# F. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008) give
# the CRC of every 16 bytes, then neighbors are combined in pairs, k times: crc(ab) = crc(a 0...0) ^
# crc(b), where to append zeros is a linear function (as in `crc32_combine` of zlib) that is squared
# from one level to the next. The register has to start with all ones, which is what it holds after
# the bytes 62 F5 26 92, so these stand in front of each entry.
def _crc32(entries: List[Tensor]) -> List[int]:
  # what one byte does to an empty register
  step = torch.arange(256, dtype=3)
  for i in range(8):
    step = ((step >> 1) & 2147483647) ^ (-306674912 * (step & 1))
  # what 16 bytes do: the last one is as above, and each byte after another one moves on
  tables = [step]
  for i in range(15):
    last = tables[0]
    tables.insert(0, torch.index_select(step, 0, last & 255) ^ ((last >> 8) & 16777215))
  chunk_table = torch.cat(tables, 0)
  # what 16 zero bytes do to each byte of a register
  shift = torch.cat([torch.arange(256, dtype=3) << (8 * i) for i in range(4)], 0)
  for i in range(16):
    shift = torch.index_select(step, 0, shift & 255) ^ ((shift >> 8) & 16777215)

  prefix = mts._uint8([98, 245, 38, 146])
  by_size = annotate(Dict[int, List[int]], {})
  for i in range(len(entries)):
    size = 16
    while size < entries[i].size(0) + 4:
      size *= 2
    if not (size in by_size):
      by_size[size] = annotate(List[int], [])
    by_size[size].append(i)
  columns = torch.arange(16, dtype=3) * 256
  result = [0] * len(entries)
  for size in by_size.keys():
    members = by_size[size]
    padded = annotate(List[Tensor], [])
    for i in members:
      padded.append(torch.zeros([size - 4 - entries[i].size(0)], dtype=0))
      padded.append(prefix)
      padded.append(entries[i])
    # in slices, to bound the memory for the looked up numbers
    crcs = annotate(List[Tensor], [])
    for slice in torch.split(torch.cat(padded, 0).view([len(members) * size // 16, 16]), 262144, 0):
      found = torch.index_select(
          chunk_table, 0, (slice.to(3) + columns).flatten()).view(slice.size())
      for width in [8, 4, 2, 1]:
        found = found[:, :width] ^ found[:, width:]
      crcs.append(found.flatten())
    crc = torch.cat(crcs, 0).view([len(members), size // 16])
    table = shift
    while crc.size(1) > 1:
      crc = mts._apply(table, crc[:, 0::2]) ^ crc[:, 1::2]
      table = mts._apply(table, table)
    values = annotate(List[int], crc.flatten().to(4).tolist())
    for i in range(len(members)):
      # ones at the end as well, and unsigned
      result[members[i]] = (values[i] ^ 4294967295) & 4294967295
  return result


# A zip archive of stored entries, as the reference writes it: sizes in a zip64 field in front of
# each entry, times of 2000-01-01. See APPNOTE.TXT of PKWARE, version 6.3.10.
def _write_zip(names: List[str], entries: List[Tensor]) -> Tensor:
  crcs = mts._crc32(entries)
  parts = annotate(List[Tensor], [])
  directory = annotate(List[int], [])
  offset = 0
  for i in range(len(names)):
    name = mts._codes(names[i])
    flags = 0
    if max(name) > 127:
      # the name is UTF-8
      flags = 2048
    size = entries[i].size(0)
    # flags, method, time, date, CRC: the same in both headers
    common = mts._little_endian(flags, 2) + [0, 0, 0, 0, 33, 40] + mts._little_endian(crcs[i], 4)
    name_size = mts._little_endian(len(name), 2)
    size64 = mts._little_endian(size, 8)

    header = [80, 75, 3, 4, 20, 0] + common + [255] * 8 + name_size + [20, 0] + name
    header += [1, 0, 16, 0] + size64 + size64
    parts.append(mts._uint8(header))
    parts.append(entries[i])

    # what does not fit into 32 bits goes to a zip64 field
    extra = annotate(List[int], [])
    if size >= 4294967295:
      extra += size64 + size64
    if offset >= 4294967295:
      extra += mts._little_endian(offset, 8)
    if len(extra) > 0:
      extra = [1, 0, len(extra), 0] + extra
    size32 = mts._little_endian(min(size, 4294967295), 4)
    directory += [80, 75, 1, 2, 46, 3, 20, 0] + common + size32 + size32 + name_size
    # no comment, on the first disk, binary, and the permissions of a file
    directory += [len(extra), 0, 0, 0, 0, 0, 0, 0, 0, 0, 164, 129]
    directory += mts._little_endian(min(offset, 4294967295), 4) + name + extra
    offset += len(header) + size

  count = len(names)
  directory_size = len(directory)
  end = annotate(List[int], [])
  if count >= 65535 or offset >= 4294967295 or directory_size >= 4294967295:
    count64 = mts._little_endian(count, 8)
    end += [80, 75, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0, 46, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    end += count64 + count64
    end += mts._little_endian(directory_size, 8) + mts._little_endian(offset, 8)
    end += [80, 75, 6, 7, 0, 0, 0, 0] + mts._little_endian(offset + directory_size, 8)
    end += [1, 0, 0, 0]
  count16 = mts._little_endian(min(count, 65535), 2)
  end += [80, 75, 5, 6, 0, 0, 0, 0] + count16 + count16
  end += mts._little_endian(min(directory_size, 4294967295), 4)
  end += mts._little_endian(min(offset, 4294967295), 4) + [0, 0]
  parts.append(mts._uint8(directory + end))
  return torch.cat(parts, 0)


# The entries of a zip archive: for each name, where its bytes are, after their CRC was checked.
def _read_zip(buffer: Tensor) -> Dict[str, Tensor]:
  size = buffer.size(0)
  # the end of the central directory is the last thing in the file, but for a comment
  tail_size = min(size, 65557)
  tail = mts._codes_at(buffer, size - tail_size, tail_size)
  end = tail_size - 22
  while end >= 0 and not (
      tail[end] == 80 and tail[end + 1] == 75 and tail[end + 2] == 5 and tail[end + 3] == 6):
    end -= 1
  if end < 0:
    mts._value_error(
        "serialization format error: invalid zip archive of {} bytes, there is no central "
        "directory: at '<root>'".format(size))
  count = mts._from_little_endian(tail, end + 10, 2)
  directory_size = mts._from_little_endian(tail, end + 12, 4)
  directory_start = mts._from_little_endian(tail, end + 16, 4)
  if end >= 20 and tail[
      end - 20] == 80 and tail[end - 19] == 75 and tail[end - 18] == 6 and tail[end - 17] == 7:
    end64 = mts._codes_at(buffer, mts._from_little_endian(tail, end - 12, 8), 56)
    count = mts._from_little_endian(end64, 32, 8)
    directory_size = mts._from_little_endian(end64, 40, 8)
    directory_start = mts._from_little_endian(end64, 48, 8)
  directory = mts._codes_at(buffer, directory_start, directory_size)
  names = annotate(List[str], [])
  entries = annotate(List[Tensor], [])
  crcs = annotate(List[int], [])
  at = 0
  for i in range(count):
    if at + 46 > directory_size:
      mts._value_error(
          "serialization format error: the central directory of the zip archive ends after {} of "
          "{} entries".format(i, count))
    method = mts._from_little_endian(directory, at + 10, 2)
    entry_size = mts._from_little_endian(directory, at + 20, 4)
    full_size = mts._from_little_endian(directory, at + 24, 4)
    name_end = at + 46 + mts._from_little_endian(directory, at + 28, 2)
    extra_end = name_end + mts._from_little_endian(directory, at + 30, 2)
    comment_size = mts._from_little_endian(directory, at + 32, 2)
    offset = mts._from_little_endian(directory, at + 42, 4)
    if extra_end + comment_size > directory_size:
      mts._value_error(
          "serialization format error: the central directory of the zip archive ends after {} of "
          "{} entries".format(i, count))
    name = mts._text(directory[at + 46:name_end])
    # numbers that do not fit are in a zip64 field, in this order
    field = name_end
    while field + 4 <= extra_end:
      field_size = mts._from_little_endian(directory, field + 2, 2)
      if directory[field] == 1 and directory[field + 1] == 0:
        value = field + 4
        if full_size == 4294967295 and value + 8 <= extra_end:
          full_size = mts._from_little_endian(directory, value, 8)
          value += 8
        if entry_size == 4294967295 and value + 8 <= extra_end:
          entry_size = mts._from_little_endian(directory, value, 8)
          value += 8
        if offset == 4294967295 and value + 8 <= extra_end:
          offset = mts._from_little_endian(directory, value, 8)
      field += 4 + field_size
    if method != 0 or full_size != entry_size:
      mts._value_error(
          "serialization format error: '{}' in the zip archive is compressed (method {}), only "
          "stored entries can be read here".format(name, method))
    header = mts._codes_at(buffer, offset, 30)
    if not (header[0] == 80 and header[1] == 75 and header[2] == 3 and header[3] == 4):
      mts._value_error(
          "serialization format error: there is no entry '{}' at position {} of the zip archive"
            .format(name, offset))
    start = offset + 30 + mts._from_little_endian(
        header, 26, 2) + mts._from_little_endian(header, 28, 2)
    if entry_size < 0 or start + entry_size > size:
      mts._value_error(
          "serialization format error: '{}' should have {} bytes from position {}, but the zip "
          "archive has only {} bytes".format(name, entry_size, start, size))
    names.append(name)
    entries.append(buffer[start:start + entry_size])
    crcs.append(mts._from_little_endian(directory, at + 16, 4))
    at = extra_end + comment_size
  found = mts._crc32(entries)
  result = annotate(Dict[str, Tensor], {})
  for i in range(count):
    if found[i] != crcs[i]:
      mts._value_error(
          "serialization format error: invalid checksum of '{}': expected {}, got {}"
            .format(names[i], crcs[i], found[i]))
    result[names[i]] = entries[i]
  return result


def _zip_entry(archive: Dict[str, Tensor], name: str) -> Tensor:
  if not (name in archive):
    mts._value_error(
        "serialization format error: specified file not found in archive: at '{}'".format(name))
  return archive[name]

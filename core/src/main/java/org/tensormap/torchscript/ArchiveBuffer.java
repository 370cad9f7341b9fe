package org.tensormap.torchscript;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what is written in memory, in pieces, so that it may be larger than an array. */
final class ArchiveBuffer extends OutputStream {
  private static final int MIN_PIECE = 1 << 16;
  private static final int MAX_PIECE = 1 << 26;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] piece = new byte[MIN_PIECE];
  private int size;

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (size == piece.length) {
        full.add(piece);
        piece = new byte[Math.min(2 * piece.length, MAX_PIECE)];
        size = 0;
      }
      int count = Math.min(length - done, piece.length - size);
      System.arraycopy(bytes, offset + done, piece, size, count);
      size += count;
      done += count;
    }
  }

  /** Returns what was written so far, from its start. */
  InputStream toInputStream() {
    List<InputStream> streams = new ArrayList<>();
    full.forEach(bytes -> streams.add(new ByteArrayInputStream(bytes)));
    streams.add(new ByteArrayInputStream(piece, 0, size));
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}

package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of one entry, stored or deflated, read in pieces; size and checksum are verified when
 * the end is reached.
 */
final class ZipEntryChannel implements ReadableByteChannel {
  private static final int PIECE = 1 << 18;

  private final ByteSource source;
  private final ZipArchive.Entry entry;
  private final CRC32 crc = new CRC32();

  /** Null if the entry is stored. */
  private final Inflater inflater;

  private long nextOffset;
  private long compressedLeft;
  private long left;
  private boolean verified;
  private boolean open = true;

  ZipEntryChannel(ByteSource source, ZipArchive.Entry entry, long dataOffset) {
    this.source = source;
    this.entry = entry;
    this.nextOffset = dataOffset;
    this.compressedLeft = entry.compressedSize();
    this.left = entry.size();
    this.inflater = entry.method() == ZipFormat.DEFLATED ? new Inflater(true) : null;
  }

  /**
   * Reads a piece that stays in the processor's cache until its checksum is taken; -1 when all
   * bytes have been read and verified.
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (left == 0) {
      verifyEnd();
      return -1;
    }
    int start = target.position();
    int length = (int) Math.min(left, Math.min(target.remaining(), PIECE));
    ByteBuffer window = target.slice(start, length);
    while (window.hasRemaining()) {
      if (inflater == null) {
        window.put(nextPiece(window.remaining()));
      } else {
        inflate(window);
      }
    }
    crc.update(window.flip());
    target.position(start + length);
    left -= length;
    return length;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    if (inflater != null) {
      inflater.end();
    }
  }

  private ByteBuffer nextPiece(int atMost) throws IOException {
    int length = (int) Math.min(Math.min(atMost, PIECE), compressedLeft);
    ByteBuffer piece = source.read(nextOffset, length);
    nextOffset += length;
    compressedLeft -= length;
    return piece;
  }

  /** Adds bytes to the target, which has room, or gets more to inflate. */
  private void inflate(ByteBuffer target) throws IOException {
    if (inflateOnce(target) == 0 && inflater.finished()) {
      throw endsEarly();
    }
  }

  private int inflateOnce(ByteBuffer target) throws IOException {
    try {
      int length = inflater.inflate(target);
      if (length == 0 && !inflater.finished()) {
        if (compressedLeft == 0) {
          throw endsEarly();
        }
        if (!inflater.needsInput()) {
          throw problem("its compressed bytes need a dictionary, which a ZIP archive has not");
        }
        inflater.setInput(nextPiece(PIECE));
      }
      return length;
    } catch (DataFormatException e) {
      throw new MtsFormatException(
          source.name(), entry.name(), "its compressed bytes are damaged: " + e.getMessage(), e);
    }
  }

  private void verifyEnd() throws IOException {
    if (verified) {
      return;
    }
    if (inflater != null) {
      verifyInflaterEnd();
    }
    ZipArchive.checkCrc(source.name(), entry, crc.getValue());
    verified = true;
  }

  /** The end mark of the compressed bytes may still have to be read. */
  private void verifyInflaterEnd() throws IOException {
    ByteBuffer surplus = ByteBuffer.allocate(1);
    while (!inflater.finished()) {
      if (inflateOnce(surplus) > 0) {
        throw problem("it inflates to more than its " + entry.size() + " bytes");
      }
    }
    if (inflater.getRemaining() > 0 || compressedLeft > 0) {
      throw problem(
          (inflater.getRemaining() + compressedLeft) + " bytes follow the compressed bytes");
    }
  }

  private MtsFormatException endsEarly() {
    return problem("its compressed bytes end before its " + entry.size() + " bytes");
  }

  private MtsFormatException problem(String problem) {
    return new MtsFormatException(source.name(), entry.name(), problem);
  }
}

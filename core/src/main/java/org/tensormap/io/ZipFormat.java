package org.tensormap.io;

/**
 * The parts of the ZIP file format that are written and read here, after PKWARE's APPNOTE.TXT 6.3:
 * signatures, lengths of records without their variable parts, and values of fields.
 */
final class ZipFormat {
  static final int LOCAL_HEADER = 0x04034b50;
  static final int LOCAL_HEADER_LENGTH = 30;

  static final int CENTRAL_HEADER = 0x02014b50;
  static final int CENTRAL_HEADER_LENGTH = 46;

  static final int ZIP64_END = 0x06064b50;
  static final int ZIP64_END_LENGTH = 56;

  static final int ZIP64_LOCATOR = 0x07064b50;
  static final int ZIP64_LOCATOR_LENGTH = 20;

  static final int END = 0x06054b50;
  static final int END_LENGTH = 22;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  static final int FLAG_ENCRYPTED = 1;
  static final int FLAG_UTF8 = 1 << 11;

  /** The extra field with 64-bit sizes and offset. */
  static final int ZIP64_EXTRA = 1;

  /** In a field of four bytes: the value is in the ZIP64 record. */
  static final long IN_ZIP64_INT = 0xffffffffL;

  private ZipFormat() {}
}

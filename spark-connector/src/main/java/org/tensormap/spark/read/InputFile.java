package org.tensormap.spark.read;

import java.io.Serializable;

/**
 * A file to read.
 *
 * @param path where it is, with scheme and authority
 * @param size its length in bytes when the read was planned
 */
public record InputFile(String path, long size) implements Serializable {}

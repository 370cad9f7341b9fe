/**
 * Runs the notebooks of {@code notebooks/} in this JVM, with the class path of the tests in the
 * place of their magics, and compares what they print with what is stored in them.
 */
package org.tensormap.notebooks;

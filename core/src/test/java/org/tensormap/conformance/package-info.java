/**
 * Replays behaviour recorded from the reference implementation, one test per case.
 *
 * <p>A case is a folder with {@code case.json}, the files that it names, and for a call of a model
 * the {@code model.pt}. By default the cases shipped in the repository are replayed; {@code
 * -Dconformance=DIR} names another folder.
 */
package org.tensormap.conformance;

/**
 * Replays behaviour recorded from the reference implementation, one test per case.
 *
 * <p>A case is a folder with {@code case.json}, the files that it names, and for a call of a model
 * the {@code model.pt}. By default the cases shipped in the repository are replayed; {@code
 * -Dconformance=DIR} names another folder. Those below {@code numpy} were recorded from the Python
 * package without PyTorch: metatensor-operations 0.5 on metatensor-core 0.1.20; those below {@code
 * torch} from metatensor-torch 0.10.3 with metatensor-operations 0.5.
 *
 * <p>{@link org.tensormap.conformance.LibraryCall} says what stands for a function; a case of a
 * function, or with arguments, that it does not know fails.
 */
package org.tensormap.conformance;

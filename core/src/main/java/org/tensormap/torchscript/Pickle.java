package org.tensormap.torchscript;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A checked pickle of a TorchScript archive.
 *
 * @param bytes the pickle, without anything that follows its end
 * @param root the class of the object that it holds; {@code null} if it holds something else
 * @param classes the full names of the classes of the model that it mentions
 * @param classPrefixes the positions in it of {@code __torch__.torch.classes.}, the start of the
 *     name of a class
 */
record Pickle(
    ByteBuffer bytes, PickleValue.Global root, Set<String> classes, Set<Integer> classPrefixes) {}

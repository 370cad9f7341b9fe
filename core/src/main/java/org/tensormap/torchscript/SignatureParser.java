package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.tensormap.torchscript.ScriptToken.Kind;

/**
 * Reads the signatures of the methods of a class from its TorchScript source, which {@code
 * torch.jit.save} writes as
 *
 * <pre>{@code
 * class Model(Module):
 *   attribute : Tensor
 *   def forward(self: __torch__.Model,
 *     x: List[Tensor],
 *     scale: float=2.) -> __torch__.torch.classes.metatensor.TensorMap:
 * }</pre>
 */
final class SignatureParser {
  private static final int METHOD_COLUMN = 2;

  private final ScriptCursor cursor;
  private final NamedTuples namedTuples;
  private final ScriptMethods methods = new ScriptMethods();

  private SignatureParser(ScriptCursor cursor, NamedTuples namedTuples) {
    this.cursor = cursor;
    this.namedTuples = namedTuples;
  }

  /**
   * Returns the methods of a class.
   *
   * @param file the name of the source, for messages
   * @param tokens the tokens of the source
   * @param className the last part of the name of the class
   * @param namedTuples those that signatures may name
   * @throws ScriptSyntaxException if the class is not there, or a signature is not what a
   *     serializer writes
   */
  static ScriptMethods methods(
      String file, List<ScriptToken> tokens, String className, NamedTuples namedTuples)
      throws ScriptSyntaxException {
    ScriptCursor cursor = new ScriptCursor(file, tokens);
    if (cursor.moveBehindClass(className)) {
      return new SignatureParser(cursor, namedTuples).methods();
    }
    throw new ScriptSyntaxException(file + " does not define the class '" + className + "'");
  }

  private ScriptMethods methods() throws ScriptSyntaxException {
    while (cursor.token().column() != 0 && cursor.token().kind() != Kind.END) {
      ScriptToken token = cursor.next();
      if (token.isName("def") && token.column() == METHOD_COLUMN) {
        addMethod(cursor.next().text());
      }
    }
    return methods;
  }

  private void addMethod(String name) throws ScriptSyntaxException {
    TypeParser types = new TypeParser(cursor, namedTuples);
    String where = "";
    try {
      cursor.expect('(');
      cursor.skipItem();
      List<ModelArgument> arguments = new ArrayList<>();
      while (!cursor.skip(')')) {
        cursor.expect(',');
        String argument = cursor.next().text();
        where = "its argument '" + argument + "' ";
        cursor.expect(':');
        arguments.add(argument(argument, types.type()));
      }
      cursor.expect('-');
      cursor.expect('>');
      where = "its result ";
      ModelType result = types.type();
      methods.add(new ScriptMethod(new ModelSignature(name, arguments, result), types.namespace()));
    } catch (UnsupportedTypeException e) {
      methods.addProblem(name, where + e.getMessage());
    }
  }

  private ModelArgument argument(String name, ModelType type) throws ScriptSyntaxException {
    if (!cursor.skip('=')) {
      return new ModelArgument(name, type, false, null);
    }
    int start = cursor.position();
    try {
      return new ModelArgument(name, type, true, new LiteralParser(cursor).value(type));
    } catch (ScriptSyntaxException e) {
      // A tensor, for example: such an argument must be given.
      cursor.moveTo(start);
      cursor.skipItem();
      return new ModelArgument(name, type, false, null);
    }
  }
}

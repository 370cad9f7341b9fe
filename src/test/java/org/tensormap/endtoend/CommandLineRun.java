package org.tensormap.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.tensormap.spark.cli.TensorMapCommand;

/** What a command printed and how it ended. */
record CommandLineRun(int status, String out, String err) {
  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        TensorMapCommand.run(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
    return new CommandLineRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}

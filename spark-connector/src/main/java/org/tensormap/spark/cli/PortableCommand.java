package org.tensormap.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensormap.torchscript.PortableArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Rewrites a model for stock libtorch. Does not start Spark. */
@Command(
    name = "portable",
    sortOptions = false,
    description = {
      "Rewrite a model so that libtorch and Python load it without the extension metatensor.torch.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap portable energy.pt energy-portable.pt"})
final class PortableCommand extends CommonOptions {
  @Parameters(index = "0", paramLabel = "IN.pt", description = "A model saved in Python.")
  private Path input;

  @Parameters(index = "1", paramLabel = "OUT.pt", description = "The file to write.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(input)) {
      throw new CommandException("there is no file " + input);
    }
    if (Files.exists(output)) {
      throw new CommandException(output + " is there already; remove it, or choose another name");
    }
    PortableArchive.write(input, output);
    err().println("Wrote " + output + ": " + Files.size(output) + " bytes");
    return 0;
  }
}

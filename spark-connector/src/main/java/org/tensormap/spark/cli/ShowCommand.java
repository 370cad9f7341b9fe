package org.tensormap.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.torchscript.TorchScriptModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what is in tensor maps. Does not start Spark. */
@Command(
    name = "show",
    sortOptions = false,
    description = {
      "Print what is inside of a dataset, of .mts files, or of a model.",
      "",
      "Shows the keys and the shapes of the blocks; with --key, also labels and the first values of"
          + " the blocks with this key. As JSON, one line per block.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tensormap show features --key center_type=8",
      "  tensormap show features --html features.html"
    })
final class ShowCommand extends CommonOptions {
  private static final int MOST_BLOCKS = 10;

  /** A model, as programs read it. */
  private record ModelJson(String path, String signature) {}

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "A dataset; .mts files: one, a directory or a glob; or a model saved in Python (.pt), whose"
              + " signature is shown.")
  private List<String> paths;

  @Option(
      names = "--key",
      paramLabel = "NAME=VALUE",
      description = "Show the blocks whose key has this value. Can be repeated.")
  private Map<String, Integer> key = new LinkedHashMap<>();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page for a browser: keys, shapes, and the first values of blocks, of those with"
              + " --key if it is there.")
  private Path html;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    if (paths.get(0).endsWith(".pt")) {
      for (String path : paths) {
        showModel(path);
      }
    } else {
      showTensorMap();
    }
    return 0;
  }

  private void showModel(String path) throws IOException {
    if (html != null) {
      throw usageError("--html is for tensor maps, not for models");
    }
    if (!Files.isRegularFile(Path.of(path))) {
      throw new CommandException("there is no file " + path);
    }
    String signature =
        TorchScriptModel.readSignature(path, Files.readAllBytes(Path.of(path))).toString();
    if (format.isJson()) {
      format.ifJson(out(), new ModelJson(path, signature));
    } else {
      out().println(signature);
    }
  }

  private void showTensorMap() throws IOException {
    TensorMapFiles files = TensorMapFiles.find(paths, settings());
    MapOverview overview = MapOverview.of(files);
    if (html != null) {
      HtmlPage.write(html, files, overview, key);
      err().println("Wrote " + html + ": " + Files.size(html) + " bytes");
    } else if (format.isJson()) {
      new MapJson(files, overview).blocks(key).forEach(block -> format.ifJson(out(), block));
    } else if (key.isEmpty()) {
      out().println(files.description());
      out().println(overview.print());
    } else {
      showBlocks(files, overview.find(key));
    }
  }

  private void showBlocks(TensorMapFiles files, List<MapOverview.Place> places) throws IOException {
    int shown = Math.min(MOST_BLOCKS, places.size());
    for (MapOverview.Place place : places.subList(0, shown)) {
      try (MtsFile file = files.open(place.file());
          HostNDManager manager = HostNDManager.newManager();
          TensorBlock block = file.block(place.block()).load(manager)) {
        out().println(file.keys().entry(place.block()).print() + " in " + files.name(place.file()));
        new BlockText(block).print(out());
        out().println();
      }
    }
    if (shown < places.size()) {
      out().println("… " + (places.size() - shown) + " more blocks");
    }
  }
}

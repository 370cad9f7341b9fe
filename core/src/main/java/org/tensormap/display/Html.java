package org.tensormap.display;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Tensor maps as HTML, for notebooks and files.
 *
 * <p>What the methods return is self-contained: style inside, no scripts, nothing loaded from
 * elsewhere. Colors come from what is around it, so that it reads on light and on dark pages. Names
 * and metadata are escaped. However large a tensor map is, 100 blocks are listed, and the first
 * values of 20 shown.
 */
public final class Html {
  private Html() {}

  /**
   * Shows a tensor map: its axes, metadata, keys, and the shape, gradients and first values of each
   * block.
   *
   * @param map the tensor map
   * @return one HTML element
   */
  public static String of(TensorMap map) {
    return of(
        map.keys(), map.blocks().stream().map(TensorBlock::shape).toList(), map.info(), map::block);
  }

  /**
   * Shows a tensor map of which blocks are read when they are shown.
   *
   * @param keys the keys
   * @param shapes the shapes of the blocks, in the order of the keys
   * @param info the global metadata
   * @param blocks gives a block by the position of its key: all of it, or its first samples; called
   *     for the blocks whose values are shown
   * @return one HTML element
   */
  public static String of(
      Labels keys, List<Shape> shapes, Map<String, String> info, IntFunction<TensorBlock> blocks) {
    return Elements.styled(new MapElements(keys, shapes, info, blocks).text());
  }

  /**
   * Shows a block: its shape, drawn, the dimensions of its axes, its first values, and its
   * gradients.
   *
   * @param block the block
   * @return one HTML element
   */
  public static String of(TensorBlock block) {
    return Elements.styled(
        Elements.title("TensorBlock", BlockElements.summary(block))
            + BlockElements.of(block, block.samples().size()));
  }

  /**
   * Shows labels: their dimensions and first entries.
   *
   * @param labels the labels
   * @return one HTML element
   */
  public static String of(Labels labels) {
    return Elements.styled(LabelsElements.of(labels));
  }

  /**
   * Makes a whole document, for a file that a browser opens.
   *
   * @param title the title, as text
   * @param body elements made by the other methods
   * @return the document, light or dark as the browser prefers
   */
  public static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        :root { color-scheme: light dark; }
        body { margin: 2em auto; max-width: 72em; padding: 0 1.5em; background: #fff; color: #1c1e21;
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.3em; font-weight: 600; overflow-wrap: anywhere; }
        @media (prefers-color-scheme: dark) { body { background: #16181c; color: #e4e6e9; } }
        </style>
        </head>
        <body>
        <h1>%s</h1>
        %s
        </body>
        </html>
        """
        .formatted(Elements.escape(title), Elements.escape(title), body);
  }
}

package org.tensormap.display;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlTest {
  private static final Path FEATURES =
      Path.of("src/test/resources/molecules/features/part-00000.mts");

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void aMapIsShownWithItsAxesKeysShapesAndFirstValues() throws Exception {
    TensorMap map = Mts.load(FEATURES, manager);
    map.setInfo("unit", "eV");

    String html = Html.of(map);

    assertThat(text(html))
        .contains("TensorMap with 121 blocks")
        .contains("center_type", "neighbor_type", "system", "atom", "n")
        .contains("uniteV")
        .contains("21 more blocks");
    BlockExcerpt excerpt = BlockExcerpt.of(map.block(0), 6, 8);
    for (BlockExcerpt.Row row : excerpt.rows()) {
      row.values().forEach(value -> assertThat(html).contains("<td>" + value + "</td>"));
    }
    assertThat(parse(html).getElementsByTagName("details").getLength()).isEqualTo(20);
  }

  @Test
  void gradientsAreBlocksInsideOfTheirs() throws Exception {
    TensorBlock block = block(List.of("system"), 3, 2);
    block.addGradient(
        "cell",
        new TensorBlock(
            manager.create(new double[] {1.5, 2.5}, new Shape(1, 1, 2)),
            new Labels(List.of("sample"), new int[] {2}),
            List.of(Labels.range("xyz", 1)),
            Labels.range("n", 2)));

    assertThat(text(Html.of(block)))
        .contains("TensorBlock with shape 3 × 2, float64")
        .contains("gradient with respect to cell with shape 1 × 1 × 2, float64")
        .contains("xyz=0 n=1")
        .contains("1.52.5");
  }

  @Test
  void namesAndMetadataAreEscaped() throws Exception {
    TensorMap map = new TensorMap(Labels.single(), List.of(block(List.of("system"), 1, 1)));
    map.setInfo("<script>alert('x')</script>", "\"a\" & <b>");

    String html = Html.of(map);

    assertThat(html).doesNotContain("<script").doesNotContain("<b>");
    assertThat(text(html)).contains("<script>alert('x')</script>", "\"a\" & <b>");
    assertThat(Html.page("</title><script>", "")).doesNotContain("<script");
  }

  @Test
  void hugeMapsHaveBoundedText() throws Exception {
    Labels keys = Labels.range("key", 5_000);
    Labels properties = Labels.range("n", 1_000);
    Labels samples = Labels.range("system", 100);
    double[] values = new double[100_000];
    List<TensorBlock> blocks = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      blocks.add(
          new TensorBlock(
              i == 0 ? manager.create(values, new Shape(100, 1000)) : blocks.get(0).values(),
              samples,
              List.of(),
              properties));
    }
    TensorMap map = new TensorMap(keys, blocks);
    map.setInfo("long", "x".repeat(1_000_000));

    String html = Html.of(map);

    assertThat(html.length()).isLessThan(200_000);
    assertThat(text(html)).contains("4,900 more blocks", "94 more samples, 992 more columns");
    assertThat(text(Html.of(properties))).contains("Labels with 1,000 entries", "… 990 more");
  }

  @Test
  void emptyThingsAreShown() throws Exception {
    TensorMap map = new TensorMap(Labels.empty(List.of("key")), List.of());

    assertThat(text(Html.of(map))).contains("TensorMap with 0 blocks");
    assertThat(text(Html.of(block(List.of("system"), 0, 2)))).contains("no values");
    assertThat(text(Html.of(Labels.empty(List.of("a", "b"))))).contains("0 entries");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    String html = Html.page("features", Html.of(Mts.load(FEATURES, manager)));

    assertThat(html).doesNotContain("<script", "http:", "https:", "src=", "url(", "@import");
  }

  private TensorBlock block(List<String> sampleNames, int samples, int properties) {
    double[] values = new double[samples * properties];
    return new TensorBlock(
        manager.create(values, new Shape(samples, properties)),
        new Labels(sampleNames, Labels.range("_", samples).column("_")),
        List.of(),
        Labels.range("n", properties));
  }

  /** What a reader sees, without the style; also checks that every element is closed. */
  private static String text(String html) throws Exception {
    Document document = parse(html);
    var style = document.getElementsByTagName("style").item(0);
    style.getParentNode().removeChild(style);
    return document.getDocumentElement().getTextContent();
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}

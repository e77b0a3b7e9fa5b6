package swarmline.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class HtmlReportTest {
  private static final Pattern FIGURE =
      Pattern.compile("<span data-path=\"([^\"]+)\" data-scale=\"([^\"]+)\">([^<]*)</span>");
  private static final int CLAIM_LIGHT = 0x2563eb;
  private static final int ANSWER_LIGHT = 0xc2570c;
  private static final int CLAIM_DARK = 0x6ea8fe;
  private static final int PAGE_DARK = 0x10141b;

  @TempDir private Path directory;
  private Browser browser;

  @BeforeEach
  void open() {
    browser = Browser.of(directory.resolve("profile")).orElse(null);
    assumeTrue(
        browser != null,
        "no Chromium on this machine (Debian: chromium), the page is not looked at");
  }

  @Test
  void everyNumberOnThePageIsTheReportsOwn() throws Exception {
    for (JsonNode report : List.of(ReportStory.good(), ReportStory.bad())) {
      Matcher figures = FIGURE.matcher(browser.dom(page(report)));
      List<String> seen = new ArrayList<>();
      while (figures.find()) {
        seen.add(figures.group(1));
        String text = figures.group(3).replace(",", "");
        int dot = text.indexOf('.');
        double unit = Math.pow(10, dot < 0 ? 0 : dot + 1 - text.length());
        assertThat(Double.parseDouble(text))
            .as(figures.group(1))
            .isCloseTo(
                report.at(figures.group(1)).doubleValue() * Double.parseDouble(figures.group(2)),
                within(unit / 2 + 1e-9));
      }
      assertThat(seen)
          .hasSizeGreaterThan(25)
          .contains(
              "/cyclesPerSecond",
              "/latencyMillis/claim/p99.99",
              "/latencyMillis/reassign/max",
              "/errorCount",
              "/cpu/generatorCores");
    }
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void theVerdictComesFirstAndItsReasonsAreTextNotMarkup() throws Exception {
    String good = browser.dom(page(ReportStory.good()));
    String bad = browser.dom(page(ReportStory.bad()));

    assertThat(good)
        .contains("<header id=\"verdict\" class=\"good\"><h1 id=\"verdict-word\">Passed<");
    assertThat(bad)
        .contains("<header id=\"verdict\" class=\"bad\"><h1 id=\"verdict-word\">Failed<")
        .contains("<li>claim.p99 &lt; 1ms is not met")
        .contains("<li>push.p99 &lt; 1s is not met: push.p99 was not measured</li>")
        .contains("&lt;b&gt;not bold&lt;/b&gt;")
        .contains("Beside an earlier run");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void chartsAreDrawnInLightAndDark() throws Exception {
    Path page = page(ReportStory.bad());
    Path light = directory.resolve("light.png");
    Path dark = directory.resolve("dark.png");
    browser.picture(page, light, 1200, 2400, false);
    browser.picture(page, dark, 1200, 2400, true);

    assertThat(browser.dom(page)).contains("data-drawn=\"7\"");
    assertThat(pixels(light, CLAIM_LIGHT)).isGreaterThan(500);
    assertThat(pixels(light, ANSWER_LIGHT)).isGreaterThan(500);
    assertThat(pixels(dark, CLAIM_DARK)).isGreaterThan(500);
    assertThat(pixels(dark, PAGE_DARK)).isGreaterThan(100_000);
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void thePageNeedsNothingButItself() throws IOException {
    String page = HtmlReport.of(ReportStory.good());

    assertThat(page).doesNotContain("{{").doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  private Path page(JsonNode report) throws IOException {
    return Files.writeString(directory.resolve("report.html"), HtmlReport.of(report));
  }

  private static long pixels(Path png, int colour) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    long count = 0;
    for (int pixel : all) {
      count += (pixel & 0xffffff) == colour ? 1 : 0;
    }
    return count;
  }
}

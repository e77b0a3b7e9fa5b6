package swarmline.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the API is used, as it is shipped.
 *
 * @param page HTML that shows the first of them, without any other host
 */
record Documents(String openapi, Optional<String> asyncapi, String page) {
  private static final String FOLDER = "/swarmline/api/documents/";
  private static final String PLACE = "/*OPENAPI*/null";

  static Documents load() {
    String openapi = read("openapi.yaml").orElseThrow();
    String page = read("docs.html").orElseThrow();
    if (!page.contains(PLACE)) {
      throw new IllegalStateException("docs.html has no place for the API");
    }
    return new Documents(openapi, read("asyncapi.yaml"), page.replace(PLACE, json(openapi)));
  }

  /** The YAML as JSON that can stand in a script element. */
  private static String json(String yaml) {
    try {
      JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(yaml);
      return new ObjectMapper().writeValueAsString(tree).replace("</", "<\\/");
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml is not YAML", e);
    }
  }

  private static Optional<String> read(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(FOLDER + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}

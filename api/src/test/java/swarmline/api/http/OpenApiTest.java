package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.OpenApi;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** The running server and {@code docs/openapi.yaml} hold against each other, both ways. */
class OpenApiTest extends OneServer {
  private static final OpenApi DOCUMENT = OpenApi.document();

  @Test
  void everyOperationThatIsServedIsDocumentedAndTheOtherWayRound() {
    assertThat(new TreeSet<>(server.server().operations()))
        .isEqualTo(new TreeSet<>(DOCUMENT.operations()));
  }

  @Test
  void everyDocumentedOperationAnswersOnTheWire() {
    for (String operation : DOCUMENT.operations()) {
      String method = operation.substring(0, operation.indexOf(' '));
      String path =
          operation
              .substring(operation.indexOf(' ') + 1)
              .replace("{pool}", "p000000000000")
              .replace("{task}", "p000000000000-1")
              .replace("{assignment}", "p000000000000-1.1")
              .replace("{worker}", "ann")
              .replace("{name}", "language");
      if (path.equals("/v1/events")) {
        path = path + "?after=none";
      }
      Reply reply =
          server.send(method, path, TestServer.PLATFORM, method.equals("GET") ? null : "{}");
      assertThat(reply.status()).as(operation).isNotEqualTo(405);
      if (reply.status() == 404) {
        assertThat(reply.code()).as(operation).isNotEqualTo("unknown-route");
      }
    }
  }

  @Test
  void parametersBodiesAndAnswersOfEveryOperationAreDocumented() {
    for (Endpoint endpoint : endpoints()) {
      String operation = endpoint.method().value() + " " + endpoint.path().text();
      assertThat(DOCUMENT.parameters(operation, "query"))
          .as(operation)
          .isEqualTo(new TreeSet<>(endpoint.query()));
      assertThat(DOCUMENT.parameters(operation, "path"))
          .as(operation)
          .isEqualTo(places(endpoint.path()));
      assertThat(DOCUMENT.bodyTypes(operation))
          .as(operation)
          .isEqualTo(new TreeSet<>(endpoint.consumes()));
      assertThat(DOCUMENT.parameters(operation, "header").contains(IdempotencyKeys.HEADER))
          .as(operation)
          .isEqualTo(endpoint.method().value().equals("POST"));
      if (!endpoint.path().text().equals("/v1/work")) {
        assertThat(DOCUMENT.answerTypes(operation))
            .as(operation)
            .isEqualTo(
                endpoint.produces().stream()
                    .map(Media::text)
                    .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  @Test
  void everyExampleKeepsToItsSchema() {
    assertThat(DOCUMENT.brokenExamples()).isEmpty();
  }

  @Test
  void anAnswerThatIsNotAsDocumentedIsNoticed() {
    assertThat(wrong(200, "application/json", "{\"items\": [{\"id\": 5}], \"next\": null}"))
        .isNotEmpty();
    assertThat(wrong(200, "application/json", "{\"items\": [], \"next\": null, \"x\": 1}"))
        .isNotEmpty();
    assertThat(wrong(500, "text/html", "<h1>Error</h1>")).isNotEmpty();
    assertThat(wrong(200, "application/json", "{\"items\": [], \"next\": null}")).isEmpty();
  }

  private static List<String> wrong(int status, String type, String body) {
    return DOCUMENT.wrong("GET", "/v1/pools", status, type, body);
  }

  @Test
  void theDocumentsAreServedAsTheyAreInTheRepository() throws Exception {
    for (String name : new String[] {"openapi.yaml", "asyncapi.yaml"}) {
      assertThat(server.get("/" + name, null).body())
          .isEqualTo(java.nio.file.Files.readString(Path.of("..", "docs", name)));
    }
    Reply page = server.get("/docs", null);
    assertThat(page.header("Content-Type").toLowerCase(Locale.ROOT)).startsWith("text/html");
    assertThat(page.body())
        .contains("\"/v1/pools/{pool}\"")
        .doesNotContain("src=\"http", "href=\"http");
  }

  private static Set<String> places(PathTemplate path) {
    return path.segments().stream()
        .filter(segment -> segment.startsWith("{"))
        .map(segment -> segment.substring(1, segment.length() - 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Iterable<Endpoint> endpoints() {
    return server.api().table().endpoints();
  }
}

package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer;

class EventsTest {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.on(directory, "swarmline.api.events.heartbeat = 100 ms");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Event(String place, String kind, JsonNode data) {}

  @Test
  void eventsComeAsTheyHappenAndGoOnAfterAnyOfThem() throws IOException {
    try (BufferedReader live = open("?after=end")) {
      live.readLine();
      String pool = server.openPool("\"name\": \"events\"");
      server.post("/v1/pools/" + pool + "/tasks", "[{\"key\": \"k\", \"payload\": 1}]");
      String assignment =
          server
              .post("/v1/workers/ann/claims", "{\"waitSeconds\": 10}")
              .json()
              .at("/assignments/0/assignment")
              .asText();
      server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": 1}");

      List<Event> seen = next(live, 3);

      assertThat(seen)
          .extracting(Event::kind)
          .containsExactly("pool.changed", "pool.changed", "task.ended");
      assertThat(seen.get(2).data().at("/data/outcome").asText()).isEqualTo("resolved");
      assertThat(seen.get(2).data().at("/data/key").asText()).isEqualTo("k");
      for (int i = 0; i < 2; i++) {
        try (BufferedReader resumed = open("?after=" + seen.get(i).place())) {
          assertThat(next(resumed, 2 - i))
              .extracting(Event::data)
              .isEqualTo(seen.subList(i + 1, 3).stream().map(Event::data).toList());
        }
      }
    }
  }

  @Test
  void theLastEventsPlaceInTheHeaderGoesBeforeTheAddress() throws IOException {
    server.post("/v1/pools", "{\"name\": \"one\"}");
    List<Event> all;
    try (BufferedReader stream = open("")) {
      all = next(stream, 1);
    }
    server.post("/v1/pools", "{\"name\": \"two\"}");
    try (BufferedReader stream = open("?after=end", "Last-Event-ID", all.get(0).place())) {
      assertThat(next(stream, 1)).doesNotContainAnyElementsOf(all);
    }
  }

  @Test
  void aQuietStreamCarriesComments() throws IOException {
    try (BufferedReader stream = open("?after=end")) {
      int comments = 0;
      while (comments < 3) {
        comments += ":".equals(stream.readLine()) ? 1 : 0;
      }
    }
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThat(server.get("/v1/events?after=nowhere", TestServer.PLATFORM).code())
        .isEqualTo("invalid-cursor");
  }

  @Test
  void anotherTenantsEventsAreNotSeen() throws IOException {
    server.post("/v1/pools", "{\"name\": \"mine\"}");
    try (BufferedReader other = open("", "Authorization", "Bearer " + TestServer.OTHER)) {
      server.send("POST", "/v1/pools", TestServer.OTHER, "{\"name\": \"theirs\"}");
      String pool = server.get("/v1/pools", TestServer.OTHER).json().at("/items/0/id").asText();
      assertThat(next(other, 1).get(0).data().at("/data/pool").asText()).isEqualTo(pool);
    }
  }

  private static BufferedReader open(String query, String... headers) throws IOException {
    URLConnection connection =
        URI.create(server.server().url() + "/v1/events" + query).toURL().openConnection();
    connection.setReadTimeout(READ_TIMEOUT_MILLIS);
    connection.setRequestProperty("Authorization", "Bearer " + TestServer.PLATFORM);
    for (int i = 0; i < headers.length; i += 2) {
      connection.setRequestProperty(headers[i], headers[i + 1]);
    }
    return new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  private static List<Event> next(BufferedReader stream, int count) throws IOException {
    List<Event> events = new ArrayList<>();
    String place = null;
    String kind = null;
    while (events.size() < count) {
      String line = stream.readLine();
      if (line.startsWith("id: ")) {
        place = line.substring(4);
      } else if (line.startsWith("event: ")) {
        kind = line.substring(7);
      } else if (line.startsWith("data: ")) {
        events.add(new Event(place, kind, new ObjectMapper().readTree(line.substring(6))));
      }
    }
    return events;
  }
}

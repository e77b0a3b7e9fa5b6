package swarmline.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer;

/** Replies that are streamed are read from the store no faster than their reader takes them. */
class SlowReaderTest {
  private static final int RECEIVE_BUFFER = 16 * 1024;

  /** With answers of this length, some three times what sockets and streams hold on their way. */
  private static final int TASKS = 200;

  private static final int ANSWER_LENGTH = 60_000;

  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.on(directory, "swarmline.api.stream.page = 10");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * Another reader of the same list, which takes it all, is the clock: had the server not waited
   * for the slow one, it would have been at the end of the list by then, and what is added later
   * would not be in the reply.
   */
  @Test
  void whatIsAddedWhileAReaderStandsStillIsAtTheEndOfItsReply() throws IOException {
    String pool = server.openPool("\"name\": \"long answers\"");
    end(pool, 0, TASKS);
    outcomes(pool, TASKS);

    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
      socket.connect(
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), server.server().localAddress().getPort()));
      BufferedReader slow = asked(socket, "/v1/pools/" + pool + "/outcomes");
      assertThat(slow.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(outcomes(pool, TASKS)).hasSize(TASKS);

      end(pool, TASKS, 1);
      List<String> all = outcomes(pool, TASKS + 1);

      List<String> reply = slow.lines().dropWhile(header -> !header.isEmpty()).skip(1).toList();
      assertThat(reply.size()).as("lines").isEqualTo(TASKS + 1);
      assertThat(reply.equals(all)).as("it is whole").isTrue();
    }
  }

  /** Asks in HTTP 1.0, in which the reply is not cut into chunks and ends with the connection. */
  private static BufferedReader asked(Socket socket, String path) throws IOException {
    String request =
        "GET "
            + path
            + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "
            + TestServer.PLATFORM
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** Publishes so many tasks more, and answers them. */
  private static void end(String pool, int before, int tasks) {
    String lines =
        String.join(
            ",",
            IntStream.range(before, before + tasks)
                .mapToObj(i -> "{\"key\": \"k" + i + "\", \"payload\": 1}")
                .toList());
    server.post("/v1/pools/" + pool + "/tasks", "[" + lines + "]");
    for (int i = 0; i < tasks; i++) {
      String claimed =
          server
              .post("/v1/workers/ann/claims", "{\"pools\": [\"" + pool + "\"]}")
              .json()
              .at("/assignments/0/assignment")
              .asText();
      int status =
          server
              .post(
                  "/v1/assignments/" + claimed + "/answer",
                  "{\"answer\": \"" + "x".repeat(ANSWER_LENGTH) + "\"}")
              .status();
      assertThat(status).isEqualTo(200);
    }
  }

  /** The lines of the pool's outcomes, once there are so many. */
  private static List<String> outcomes(String pool, int wanted) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      List<String> lines =
          server
              .get("/v1/pools/" + pool + "/outcomes", TestServer.PLATFORM)
              .body()
              .lines()
              .toList();
      if (lines.size() == wanted) {
        return lines;
      }
      assertThat(System.nanoTime()).as("%s outcomes of %s", lines.size(), wanted).isLessThan(until);
    }
  }
}

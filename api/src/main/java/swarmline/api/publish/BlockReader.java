package swarmline.api.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import swarmline.api.json.Json;
import swarmline.api.json.JsonErrors;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;
import swarmline.api.problem.Rejected;
import swarmline.engine.catalog.NewTask;

/** Reads the tasks in pieces of bodies. Thread-safe. */
final class BlockReader {
  private static final byte LINE_FEED = '\n';
  private static final int ARRAY_DEPTH = 1;

  private final Json json;
  private final int lineMax;

  BlockReader(Json json, int lineMax) {
    this.json = json;
    this.lineMax = lineMax;
  }

  /** The tasks of NDJSON lines; empty lines are passed over, lines that are no task are refused. */
  ReadTasks lines(LineBlock block) {
    var read = new Growing();
    if (block.tooLong()) {
      read.refused.add(tooLong(block.firstLine()));
      return read.done();
    }
    byte[] bytes = block.bytes();
    long line = block.firstLine();
    int from = 0;
    while (from < bytes.length) {
      int to = from;
      while (to < bytes.length && bytes[to] != LINE_FEED) {
        to++;
      }
      line(bytes, from, to, line, read);
      from = to + 1;
      line++;
    }
    return read.done();
  }

  private void line(byte[] bytes, int from, int to, long line, Growing read) {
    if (blank(bytes, from, to)) {
      return;
    }
    try (JsonParser parser = json.parser(bytes, from, to - from)) {
      requireUtf8(parser);
      parser.nextToken();
      NewTask task = new TaskReader(bytes, from).read(parser);
      if (parser.nextToken() != null) {
        read.refused.add(
            RefusedLine.of(line, ApiError.MALFORMED_JSON, "a line holds one task only"));
        return;
      }
      read.add(task, line);
    } catch (InvalidTask invalid) {
      read.refused.add(new RefusedLine(line, invalid.code(), invalid.getMessage()));
    } catch (IOException notJson) {
      Problem problem = JsonErrors.rejected(notJson).problem();
      read.refused.add(new RefusedLine(line, problem.code(), problem.detail()));
    }
  }

  /**
   * The tasks of a JSON array; elements that are no task are refused.
   *
   * @throws Rejected where the body is not a JSON array; nothing of it is to be published then
   */
  ReadTasks array(byte[] body) {
    var read = new Growing();
    try (JsonParser parser = json.parser(body, 0, body.length)) {
      requireUtf8(parser);
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw notAnArray(parser);
      }
      var reader = new TaskReader(body, 0);
      long element = 1;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element(parser, reader, element++, read);
      }
      if (parser.nextToken() != null) {
        throw new Rejected(ApiError.MALFORMED_JSON, "There is more after the end of the array.");
      }
    } catch (IOException notJson) {
      throw JsonErrors.rejected(notJson);
    }
    return read.done();
  }

  private void element(JsonParser parser, TaskReader reader, long element, Growing read)
      throws IOException {
    long from = parser.currentTokenLocation().getByteOffset();
    try {
      NewTask task = reader.read(parser);
      if (parser.currentLocation().getByteOffset() - from > lineMax) {
        read.refused.add(tooLong(element));
      } else {
        read.add(task, element);
      }
    } catch (InvalidTask invalid) {
      read.refused.add(new RefusedLine(element, invalid.code(), invalid.getMessage()));
      leave(parser);
    }
  }

  /** Reads on to the end of the element that the parser is somewhere in. */
  private static void leave(JsonParser parser) throws IOException {
    while (parser.getParsingContext().getNestingDepth() > ARRAY_DEPTH) {
      if (parser.nextToken() == null) {
        return;
      }
    }
  }

  /** Other encodings are recognised by the parser, which then knows no places in the bytes. */
  private static void requireUtf8(JsonParser parser) throws IOException {
    if (parser.currentLocation().getByteOffset() < 0) {
      throw new CharConversionException("not UTF-8");
    }
  }

  private RefusedLine tooLong(long line) {
    return RefusedLine.of(line, ApiError.LINE_TOO_LONG, "a task has at most " + lineMax + " bytes");
  }

  private static Rejected notAnArray(JsonParser parser) {
    return parser.currentToken() == null
        ? new Rejected(ApiError.MALFORMED_JSON, "The body is empty; a JSON array is needed.")
        : new Rejected(ApiError.INVALID_FIELD, "The body must be a JSON array of tasks.");
  }

  private static boolean blank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** What has been read so far. */
  private static final class Growing {
    private final List<NewTask> tasks = new ArrayList<>();
    private final List<RefusedLine> refused = new ArrayList<>();
    private long[] lines = new long[64];

    void add(NewTask task, long line) {
      if (tasks.size() == lines.length) {
        lines = Arrays.copyOf(lines, lines.length * 2);
      }
      lines[tasks.size()] = line;
      tasks.add(task);
    }

    ReadTasks done() {
      return new ReadTasks(tasks, Arrays.copyOf(lines, tasks.size()), refused);
    }
  }
}

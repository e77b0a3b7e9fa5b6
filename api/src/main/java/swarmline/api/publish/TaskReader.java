package swarmline.api.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import swarmline.api.problem.ApiError;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.Names;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.TaskDefinition;

/**
 * Reads one task from where a parser stands. The payload is never taken apart: it is checked to be
 * JSON and kept as the text it came in. Not thread-safe; one for each piece of a body.
 */
final class TaskReader {
  static final int PRIORITY_MAX = 1_000_000;

  private static final int KEY = 1;
  private static final int PAYLOAD = 1 << 1;
  private static final int PRIORITY = 1 << 2;
  private static final int REDUNDANCY = 1 << 3;
  private static final int RESERVED_FOR = 1 << 4;
  private static final int UNAVAILABLE_FOR = 1 << 5;
  private static final int GOLD = 1 << 6;

  private final byte[] buffer;
  private final int offset;

  private int seen;
  private String key;
  private String payload;
  private int priority;
  private Integer redundancy;
  private Set<String> reservedFor;
  private Set<String> unavailableFor;
  private String gold;
  private String explanation;

  /**
   * @param buffer what the parsers read from, so that a payload's text can be taken out of it
   * @param offset where in the buffer the parsers begin
   */
  TaskReader(byte[] buffer, int offset) {
    this.buffer = buffer;
    this.offset = offset;
  }

  /**
   * The task whose opening brace the parser has just read; the parser ends at its closing one.
   *
   * @throws InvalidTask where it is JSON but not a task; the parser is somewhere inside it
   * @throws IOException where it is not JSON
   */
  NewTask read(JsonParser parser) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      throw invalid("a task is a JSON object");
    }
    clear();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      field(name, parser);
    }
    if ((seen & PAYLOAD) == 0) {
      throw invalid("\"payload\" is missing; it may be any JSON");
    }
    return new NewTask(
        key, payload, priority, redundancy, reservedFor, unavailableFor, gold, explanation);
  }

  private void clear() {
    seen = 0;
    key = null;
    payload = null;
    priority = 0;
    redundancy = null;
    reservedFor = Set.of();
    unavailableFor = Set.of();
    gold = null;
    explanation = null;
  }

  private void field(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "key" -> {
        first(KEY, name);
        key = nullable(parser) ? null : name(parser, name);
      }
      case "payload" -> {
        first(PAYLOAD, name);
        payload = text(parser);
      }
      case "priority" -> {
        first(PRIORITY, name);
        priority = nullable(parser) ? 0 : number(parser, name, -PRIORITY_MAX, PRIORITY_MAX);
      }
      case "redundancy" -> {
        first(REDUNDANCY, name);
        redundancy = nullable(parser) ? null : redundancy(parser);
      }
      case "reservedFor" -> {
        first(RESERVED_FOR, name);
        reservedFor = nullable(parser) ? Set.of() : workers(parser, name);
      }
      case "unavailableFor" -> {
        first(UNAVAILABLE_FOR, name);
        unavailableFor = nullable(parser) ? Set.of() : workers(parser, name);
      }
      case "gold" -> {
        first(GOLD, name);
        if (!nullable(parser)) {
          gold(parser);
        }
      }
      default ->
          throw new InvalidTask(
              ApiError.UNKNOWN_FIELD.code(), "a task has no field \"" + shortened(name) + "\"");
    }
  }

  private void first(int field, String name) throws InvalidTask {
    if ((seen & field) != 0) {
      throw invalid("\"" + name + "\" is given twice");
    }
    seen |= field;
  }

  private static boolean nullable(JsonParser parser) {
    return parser.hasToken(JsonToken.VALUE_NULL);
  }

  private static String name(JsonParser parser, String field) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_STRING)) {
      String text = parser.getText();
      if (Names.valid(text)) {
        return text;
      }
    }
    throw invalid(
        "\""
            + field
            + "\" must be a string of 1 to "
            + Names.LENGTH_MAX
            + " characters of A-Z a-z 0-9 . _ : @ -");
  }

  private static int number(JsonParser parser, String field, int least, int most)
      throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      int value = parser.getIntValue();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw invalid("\"" + field + "\" must be a whole number, " + least + " to " + most);
  }

  private static int redundancy(JsonParser parser) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      boolean small = parser.getNumberType() == JsonParser.NumberType.INT;
      int value = small ? parser.getIntValue() : 0;
      if (value >= 1 && value <= RedundancyPolicy.MAX) {
        return value;
      }
      Refusal refusal = Refusal.REDUNDANCY_OUT_OF_RANGE;
      throw new InvalidTask(refusal.code(), refusal.detail());
    }
    throw invalid("\"redundancy\" must be a whole number, 1 to " + RedundancyPolicy.MAX);
  }

  private static Set<String> workers(JsonParser parser, String field) throws IOException {
    if (!parser.hasToken(JsonToken.START_ARRAY)) {
      throw invalid("\"" + field + "\" must be an array of worker ids");
    }
    var names = new LinkedHashSet<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      names.add(name(parser, field));
      if (names.size() > TaskDefinition.NAMED_WORKERS_MAX) {
        throw invalid(
            "\"" + field + "\" names at most " + TaskDefinition.NAMED_WORKERS_MAX + " workers");
      }
    }
    return names;
  }

  /** The answer that is right, as it came, and why it is. */
  private void gold(JsonParser parser) throws IOException {
    boolean known = parser.hasToken(JsonToken.START_OBJECT);
    String name = known ? parser.nextFieldName() : null;
    for (; known && name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals("answer") && gold == null) {
        gold = text(parser);
      } else if (name.equals("explanation") && explanation == null) {
        explanation = nullable(parser) ? null : explanation(parser);
      } else {
        known = false;
      }
    }
    if (!known || gold == null) {
      throw invalid(
          "\"gold\" must be {\"answer\": …} with the answer that is right, and may have an"
              + " \"explanation\"");
    }
  }

  private static String explanation(JsonParser parser) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_STRING)
        && parser.getTextLength() <= TaskDefinition.EXPLANATION_LENGTH_MAX) {
      return parser.getText();
    }
    throw invalid(
        "\"gold.explanation\" must be a string of at most "
            + TaskDefinition.EXPLANATION_LENGTH_MAX
            + " characters");
  }

  /** The text of the value that the parser stands at; the parser ends at its last token. */
  private String text(JsonParser parser) throws IOException {
    int from = offset + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = offset + (int) parser.currentLocation().getByteOffset();
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  private static InvalidTask invalid(String message) {
    return new InvalidTask(ApiError.INVALID_FIELD.code(), message);
  }

  private static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}

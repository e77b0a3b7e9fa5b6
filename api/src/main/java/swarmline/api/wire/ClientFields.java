package swarmline.api.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import swarmline.api.wire.ClientMessage.Answer;
import swarmline.api.wire.ClientMessage.Hello;
import swarmline.api.wire.ClientMessage.Pause;
import swarmline.api.wire.ClientMessage.Renew;
import swarmline.api.wire.ClientMessage.Request;
import swarmline.api.wire.ClientMessage.Resume;
import swarmline.api.wire.ClientMessage.Return;
import swarmline.api.wire.ClientMessage.Skip;
import swarmline.api.wire.ClientMessage.Unreadable;

/**
 * The fields of one message while it is read. What is wrong with one does not end the reading, so
 * that the refusal can name the request; the first wrong one is told.
 */
final class ClientFields {
  /** Characters at the most in a request's id. */
  static final int ID_MAX = 128;

  /** Characters at the most in an assignment's id; no assignment has as many. */
  static final int ASSIGNMENT_MAX = 128;

  /** Characters at the most in the reason of a return. */
  static final int REASON_MAX = 1_000;

  /** Assignments at the most that one session may ask to hold. */
  static final int CAPACITY_MAX = 1_000;

  /** Pools at the most that one session may name. */
  static final int POOLS_MAX = 100;

  private static final int SHOWN_MAX = 40;

  private final byte[] text;
  private final JsonParser parser;

  private final Set<ClientField> present = EnumSet.noneOf(ClientField.class);
  private ClientType type;
  private String id;
  private String assignment;
  private String answer;
  private String reason;
  private int capacity;
  private List<String> pools = List.of();

  private boolean unknownType;
  private String invalid;
  private String unknown;

  ClientFields(byte[] text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  ClientMessage read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return unreadable(ProtocolError.MALFORMED_JSON, "a message is a JSON object");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      ClientField field = ClientField.of(name);
      if (field != null) {
        read(field, value);
      } else if (unknown == null) {
        unknown = "no message has the field " + shown(name);
      }
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      return unreadable(ProtocolError.MALFORMED_JSON, "a message is one JSON object");
    }
    return message();
  }

  private ClientMessage message() {
    if (type == null && unknownType) {
      return unreadable(ProtocolError.UNKNOWN_TYPE, "there is no message of this type");
    }
    if (unknown != null) {
      return unreadable(ProtocolError.UNKNOWN_FIELD, unknown);
    }
    if (type == null && invalid == null) {
      return unreadable(ProtocolError.INVALID_FIELD, "a message needs the field type");
    }
    if (type != null && !type.allowed().containsAll(present)) {
      return unreadable(
          ProtocolError.UNKNOWN_FIELD,
          type.text() + " has not the field " + firstOf(present, type.allowed()));
    }
    if (invalid != null) {
      return unreadable(ProtocolError.INVALID_FIELD, invalid);
    }
    if (!present.containsAll(type.required())) {
      return unreadable(
          ProtocolError.INVALID_FIELD,
          type.text() + " needs the field " + firstOf(type.required(), present));
    }
    return request();
  }

  /** The first of the fields that the others have not. */
  private static String firstOf(Set<ClientField> fields, Set<ClientField> others) {
    return fields.stream().filter(f -> !others.contains(f)).findFirst().orElseThrow().text();
  }

  private Request request() {
    return switch (type) {
      case HELLO -> new Hello(id, capacity, pools);
      case ANSWER -> new Answer(id, assignment, answer);
      case RETURN -> new Return(id, assignment, reason);
      case SKIP -> new Skip(id, assignment);
      case RENEW -> new Renew(id, assignment);
      case PAUSE -> new Pause(id);
      case RESUME -> new Resume(id);
    };
  }

  /** The refusal of what could not be read, with the request's id where that could. */
  Unreadable unreadable(ProtocolError error, String detail) {
    return new Unreadable(id, error, detail);
  }

  private void read(ClientField field, JsonToken value) throws IOException {
    if (!present.add(field)) {
      wrong(field.text() + " is there twice");
      return;
    }
    switch (field) {
      case TYPE -> readType(value);
      case ID -> id = text(field, value, ID_MAX);
      case ASSIGNMENT -> assignment = text(field, value, ASSIGNMENT_MAX);
      case ANSWER -> answer = asItCame();
      case REASON -> reason = value == JsonToken.VALUE_NULL ? null : text(field, value, REASON_MAX);
      case CAPACITY -> capacity = capacity(value);
      case POOLS -> pools = value == JsonToken.VALUE_NULL ? List.of() : pools(value);
    }
  }

  private void readType(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      type = ClientType.of(parser.getText());
      unknownType = type == null;
    } else {
      wrong("type is a string");
    }
  }

  private String text(ClientField field, JsonToken value, int lengthMax) throws IOException {
    String read = value == JsonToken.VALUE_STRING ? parser.getText() : null;
    if (read != null && !read.isEmpty() && read.length() <= lengthMax) {
      return read;
    }
    wrong(field.text() + " is a string of 1 to " + lengthMax + " characters");
    return null;
  }

  private int capacity(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT
        && parser.getIntValue() >= 1
        && parser.getIntValue() <= CAPACITY_MAX) {
      return parser.getIntValue();
    }
    wrong("capacity is a whole number from 1 to " + CAPACITY_MAX);
    return 0;
  }

  private List<String> pools(JsonToken value) throws IOException {
    var read = new ArrayList<String>();
    boolean valid = value == JsonToken.START_ARRAY;
    JsonToken item = valid ? parser.nextToken() : JsonToken.END_ARRAY;
    while (item != JsonToken.END_ARRAY) {
      valid &= item == JsonToken.VALUE_STRING;
      read.add(item == JsonToken.VALUE_STRING ? parser.getText() : "");
      parser.skipChildren();
      item = parser.nextToken();
    }
    if (!valid || read.size() > POOLS_MAX) {
      wrong("pools is an array of at most " + POOLS_MAX + " pool ids");
    }
    return read;
  }

  /** The value's own bytes, so that nothing is built of what only travels through. */
  private String asItCame() throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getByteOffset();
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private void wrong(String detail) {
    if (invalid == null) {
      invalid = detail;
    }
  }

  private static String shown(String name) {
    return name.length() <= SHOWN_MAX ? name : name.substring(0, SHOWN_MAX) + "…";
  }
}

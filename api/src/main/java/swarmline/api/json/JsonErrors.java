package swarmline.api.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.id.Words;
import swarmline.engine.pool.InvalidPoolSpec;

/** What Jackson complains of, in the words of the API. */
public final class JsonErrors {
  private JsonErrors() {}

  public static Rejected rejected(IOException e) {
    if (e instanceof StreamConstraintsException beyond) {
      return constraint(beyond);
    }
    if (e instanceof JsonMappingException mapping) {
      return mapping(mapping);
    }
    if (e instanceof JsonParseException malformed) {
      return malformed(malformed.getOriginalMessage(), malformed.getLocation());
    }
    return new Rejected(ApiError.MALFORMED_JSON, "The text is not UTF-8 encoded JSON.");
  }

  static Rejected noValue() {
    return new Rejected(ApiError.INVALID_FIELD, "The body is null; an object is needed.");
  }

  private static Rejected constraint(StreamConstraintsException e) {
    boolean depth = e.getOriginalMessage().contains("nesting depth");
    return new Rejected(
        depth ? ApiError.JSON_TOO_DEEP : ApiError.VALUE_TOO_LONG,
        e.getOriginalMessage().replaceAll(" \\(.*", "") + ".");
  }

  private static Rejected mapping(JsonMappingException e) {
    if (e.getCause() instanceof InvalidPoolSpec invalid) {
      return new Rejected(ApiError.INVALID_POOL_SPEC, invalid.getMessage() + ".");
    }
    if (e.getCause() instanceof JsonParseException malformed) {
      return rejected(malformed);
    }
    if (e.getCause() instanceof StreamConstraintsException beyond) {
      return constraint(beyond);
    }
    String field = path(e);
    if (e instanceof PropertyBindingException) {
      return new Rejected(ApiError.UNKNOWN_FIELD, "There is no field \"" + field + "\" here.");
    }
    if (field.isEmpty() && e.getOriginalMessage().startsWith("No content")) {
      return new Rejected(ApiError.MALFORMED_JSON, "The body is empty; a JSON object is needed.");
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return malformed("there is more after the end of the document", e.getLocation());
    }
    return new Rejected(
        ApiError.INVALID_FIELD,
        (field.isEmpty() ? "The body" : "The field \"" + field + "\"") + " " + wanted(e) + ".");
  }

  private static String wanted(JsonMappingException e) {
    if (e instanceof InvalidFormatException format
        && format.getTargetType() != null
        && format.getTargetType().isEnum()) {
      return "must be one of " + constants(format.getTargetType());
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be " + kind(mismatch.getTargetType());
    }
    return e.getCause() instanceof InputCoercionException ? "is out of range" : "is not valid";
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Words.of((Enum<?>) constant))
        .collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return "a string";
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number in range";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == java.time.Instant.class) {
      return "a time such as 2026-01-31T12:00:00Z";
    }
    return Iterable.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static Rejected malformed(String message, JsonLocation at) {
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new Rejected(
        ApiError.MALFORMED_JSON, "It is not JSON" + where + ": " + firstSentence(message) + ".");
  }

  private static String firstSentence(String message) {
    String line = message.lines().findFirst().orElse("").strip();
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}

package swarmline.api.http;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import swarmline.api.problem.Problem;

/** The media types of the API. */
final class Media {
  static final String JSON_TEXT = "application/json";
  static final String MERGE_PATCH_TEXT = "application/merge-patch+json";
  static final String NDJSON_TEXT = "application/x-ndjson";

  static final MediaType.WithFixedCharset JSON = MediaTypes.APPLICATION_JSON;
  static final MediaType.WithFixedCharset NDJSON = fixed("application", "x-ndjson");
  static final MediaType.WithFixedCharset EVENTS = MediaTypes.TEXT_EVENT_STREAM;
  static final MediaType.WithFixedCharset CSV = fixed("text", "csv");
  static final MediaType.WithFixedCharset YAML = fixed("application", "yaml");
  static final MediaType.WithFixedCharset HTML = fixed("text", "html");
  static final MediaType.WithFixedCharset PLAIN = fixed("text", "plain");

  static final ContentType JSON_CONTENT = ContentTypes.create(JSON);
  static final ContentType PROBLEM_CONTENT =
      ContentTypes.create(
          fixed("application", Problem.MEDIA_TYPE.substring("application/".length())));

  private Media() {}

  private static MediaType.WithFixedCharset fixed(String type, String subtype) {
    return MediaTypes.customWithFixedCharset(type, subtype, HttpCharsets.UTF_8, Map.of(), false);
  }

  static Set<MediaType> ordered(MediaType... types) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(types)));
  }

  /** {@code type/subtype} in lower case. */
  static String text(MediaType type) {
    return (type.mainType() + "/" + type.subType()).toLowerCase(Locale.ROOT);
  }

  /** The first of the types with the highest quality that the client accepts. */
  static Optional<MediaType> accepted(HttpRequest request, Set<MediaType> produced) {
    Optional<Accept> accept = request.getHeader(Accept.class);
    if (accept.isEmpty()) {
      return produced.stream().findFirst();
    }
    MediaType best = null;
    float bestQuality = 0;
    for (MediaType type : produced) {
      float quality = quality(accept.get(), type);
      if (quality > bestQuality) {
        best = type;
        bestQuality = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  private static float quality(Accept accept, MediaType type) {
    float quality = 0;
    for (var range : accept.getMediaRanges()) {
      if (range.matches(type)) {
        quality = Math.max(quality, range.qValue());
      }
    }
    return quality;
  }
}

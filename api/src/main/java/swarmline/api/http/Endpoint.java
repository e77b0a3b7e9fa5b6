package swarmline.api.http;

import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.MediaType;
import swarmline.api.auth.Role;

/**
 * One operation of the API: a row of the table of routes.
 *
 * @param roles who may ask; empty for anyone, with or without a key
 * @param query names of the query parameters it takes
 * @param consumes media types of the body, {@code type/subtype}; empty where it takes none
 * @param produces media types it can answer with, the preferred one first
 * @param needsEngine whether it is refused until the engine has started
 */
record Endpoint(
    HttpMethod method,
    PathTemplate path,
    Set<Role> roles,
    Set<String> query,
    Set<String> consumes,
    Set<MediaType> produces,
    boolean needsEngine,
    Handler handler) {

  static Endpoint get(String path, Handler handler) {
    return of(HttpMethods.GET, path, handler).producing(Media.JSON);
  }

  static Endpoint post(String path, Handler handler) {
    return of(HttpMethods.POST, path, handler).consuming(Media.JSON_TEXT);
  }

  static Endpoint put(String path, Handler handler) {
    return of(HttpMethods.PUT, path, handler).consuming(Media.JSON_TEXT);
  }

  static Endpoint patch(String path, Handler handler) {
    return of(HttpMethods.PATCH, path, handler).consuming(Media.JSON_TEXT, Media.MERGE_PATCH_TEXT);
  }

  static Endpoint delete(String path, Handler handler) {
    return of(HttpMethods.DELETE, path, handler);
  }

  private static Endpoint of(HttpMethod method, String path, Handler handler) {
    return new Endpoint(
        method,
        PathTemplate.of(path),
        Set.of(Role.PLATFORM),
        Set.of(),
        Set.of(),
        Media.ordered(Media.JSON),
        true,
        handler);
  }

  /** For these roles instead of platforms only. */
  Endpoint to(Role... allowed) {
    return new Endpoint(
        method, path, Set.of(allowed), query, consumes, produces, needsEngine, handler);
  }

  /** For anyone, also before the engine has started. */
  Endpoint open() {
    return new Endpoint(method, path, Set.of(), query, consumes, produces, false, handler);
  }

  Endpoint asking(String... parameters) {
    return new Endpoint(
        method, path, roles, Set.of(parameters), consumes, produces, needsEngine, handler);
  }

  Endpoint consuming(String... types) {
    return new Endpoint(method, path, roles, query, Set.of(types), produces, needsEngine, handler);
  }

  Endpoint producing(MediaType... types) {
    return new Endpoint(
        method, path, roles, query, consumes, Media.ordered(types), needsEngine, handler);
  }

  Endpoint handledBy(Handler other) {
    return new Endpoint(method, path, roles, query, consumes, produces, needsEngine, other);
  }
}

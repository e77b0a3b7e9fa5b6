package swarmline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** {@code docs/openapi.yaml} as tests read it. Thread-safe. */
public final class OpenApi {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OpenApi INSTANCE = new OpenApi();

  private final JsonNode root = read();
  private final Map<String, JsonNode> operations = new LinkedHashMap<>();
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private OpenApi() {
    root.get("paths")
        .properties()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(path.getValue()::has)
                    .forEach(
                        method ->
                            operations.put(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                operation(path.getValue(), method))));
  }

  public static OpenApi document() {
    return INSTANCE;
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode operation(JsonNode path, String method) {
    ObjectNode operation = path.get(method).deepCopy();
    var parameters = operation.withArray("parameters");
    path.path("parameters").forEach(parameters::add);
    return operation;
  }

  /** Every operation, such as {@code GET /v1/pools/{pool}}. */
  public Set<String> operations() {
    return operations.keySet();
  }

  public JsonNode operation(String name) {
    return operations.get(name);
  }

  /** Names of an operation's parameters in this place: query, path or header. */
  public Set<String> parameters(String operation, String in) {
    var names = new TreeSet<String>();
    operations
        .get(operation)
        .path("parameters")
        .forEach(
            parameter -> {
              JsonNode found = resolved(parameter);
              if (found.get("in").asText().equals(in)) {
                names.add(found.get("name").asText());
              }
            });
    return names;
  }

  public Set<String> bodyTypes(String operation) {
    return names(resolved(operations.get(operation).path("requestBody")).path("content"));
  }

  /** Media types of an operation's good answers. */
  public Set<String> answerTypes(String operation) {
    var types = new TreeSet<String>();
    operations
        .get(operation)
        .get("responses")
        .properties()
        .forEach(
            response -> {
              if (response.getKey().startsWith("2")) {
                types.addAll(names(resolved(response.getValue()).path("content")));
              }
            });
    return types;
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** The examples of an operation's body with the schema each must keep to. */
  public List<String> brokenExamples() {
    var broken = new ArrayList<String>();
    operations.forEach(
        (name, operation) -> {
          contents(resolved(operation.path("requestBody")), name, broken);
          operation
              .get("responses")
              .forEach(response -> contents(resolved(response), name, broken));
        });
    return broken;
  }

  private void contents(JsonNode holder, String name, List<String> broken) {
    holder
        .path("content")
        .properties()
        .forEach(
            content -> {
              if (content.getKey().contains("json") && !content.getKey().contains("ndjson")) {
                JsonNode body = content.getValue();
                if (body.has("example")) {
                  example(name, body, body.get("example"), broken);
                }
                body.path("examples")
                    .forEach(example -> example(name, body, example.get("value"), broken));
              }
            });
  }

  private void example(String name, JsonNode body, JsonNode example, List<String> broken) {
    schema(body.get("schema"))
        .validate(example)
        .forEach(error -> broken.add(name + ": " + error + " in " + example));
  }

  /** What is wrong with an answer; empty where it is as documented, or the path is none. */
  public List<String> wrong(
      String method, String path, int status, String contentType, String body) {
    Optional<String> operation = find(method, path);
    if (operation.isEmpty()) {
      return List.of();
    }
    JsonNode responses = operations.get(operation.get()).get("responses");
    JsonNode response =
        responses.has(Integer.toString(status))
            ? responses.get(Integer.toString(status))
            : responses.path("default");
    String type = contentType == null ? "" : contentType.replaceAll(" *;.*", "");
    JsonNode content = resolved(response).path("content").path(type);
    if (content.isMissingNode()) {
      return List.of(operation.get() + " answers " + status + " as " + type + ", undocumented");
    }
    return type.contains("json") ? violations(content.get("schema"), type, body) : List.of();
  }

  private List<String> violations(JsonNode schema, String type, String body) {
    List<String> documents = type.contains("ndjson") ? body.lines().toList() : List.of(body);
    var violations = new ArrayList<String>();
    for (String document : documents) {
      try {
        schema(schema)
            .validate(JSON.readTree(document))
            .forEach(error -> violations.add(error + " in " + document));
      } catch (IOException e) {
        violations.add("not JSON: " + document);
      }
    }
    return violations;
  }

  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        key -> {
          ObjectNode whole = JSON.createObjectNode();
          whole.set("$defs", root.at("/components/schemas"));
          whole.putArray("allOf").add(key);
          String text = whole.toString().replace("#/components/schemas/", "#/$defs/");
          try {
            return registry.getSchema(JSON.readTree(text));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Optional<String> find(String method, String path) {
    String[] segments = path.replaceAll("\\?.*", "").split("/", -1);
    return operations.keySet().stream()
        .filter(name -> name.startsWith(method + " "))
        .filter(name -> matches(name.substring(name.indexOf(' ') + 1).split("/", -1), segments))
        .findFirst();
  }

  private static boolean matches(String[] template, String[] segments) {
    if (template.length != segments.length) {
      return false;
    }
    for (int i = 0; i < template.length; i++) {
      if (!template[i].startsWith("{") && !template[i].equals(segments[i])) {
        return false;
      }
    }
    return true;
  }
}

package swarmline.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swarmline.api.frame.FrameBuffer;
import swarmline.api.wire.ClientMessage.Request;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Expired;
import swarmline.engine.dispatch.SessionMessage.Expiring;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.Refused;
import swarmline.engine.dispatch.SessionMessage.Revoked;
import swarmline.engine.dispatch.SessionMessage.Settled;
import swarmline.engine.dispatch.SessionMessage.Waiting;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;

/** The document says what the codec does, and the codec does what the document says. */
final class AsyncApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DOCUMENT = document();
  private static final JsonNode MESSAGES = DOCUMENT.at("/components/messages");
  private static final AssignmentId ASSIGNMENT =
      AssignmentId.parse(new TenantId("t"), "p7k3m9x2c4v8n-17.1").orElseThrow();
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00.120Z");

  private static JsonNode document() {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(Path.of("../docs/asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // From the codec to the document

  @Test
  void everyTypeIsDocumentedOnItsSideAndNoOther() {
    assertThat(names(DOCUMENT.at("/operations/hear/messages")))
        .isEqualTo(texts(ClientType.values(), ClientType::text));
    Set<String> said = names(DOCUMENT.at("/operations/say/messages"));
    said.addAll(names(DOCUMENT.at("/operations/hear/reply/messages")));
    assertThat(said).isEqualTo(texts(ServerType.values(), ServerType::text));
    said.addAll(texts(ClientType.values(), ClientType::text));
    assertThat(keys(MESSAGES)).isEqualTo(said);
    assertThat(keys(DOCUMENT.at("/channels/work/messages"))).isEqualTo(said);
  }

  @ParameterizedTest
  @MethodSource("clientTypes")
  void aClientsFieldsAreThoseTheCodecTakes(ClientType type) {
    JsonNode payload = MESSAGES.get(type.text()).get("payload");
    assertThat(payload.get("additionalProperties").booleanValue()).isFalse();
    assertThat(keys(payload.get("properties"))).isEqualTo(texts(type.allowed()));
    assertThat(strings(payload.get("required"))).isEqualTo(texts(type.required()));
  }

  @ParameterizedTest
  @MethodSource("everythingTheServerSays")
  void whatTheServerSaysFitsTheDocument(SessionMessage message) throws IOException {
    var out = new FrameBuffer();
    ServerType type = new ServerMessageWriter(out, "s1").write(message);
    assertFits(type.text(), json(out));
  }

  @Test
  void aRefusalOfWhatCouldNotBeReadFitsTheDocument() throws IOException {
    for (ProtocolError error : ProtocolError.values()) {
      var out = new FrameBuffer();
      new ServerMessageWriter(out, "s1").refuse(null, error.code(), "no");
      assertFits("refused", json(out));
      assertThat(MESSAGES.at("/refused/description").textValue())
          .contains("`" + error.code() + "`");
    }
  }

  // From the document to the codec

  @ParameterizedTest
  @MethodSource("clientTypes")
  void everyExampleOfAClientIsRead(ClientType type) throws IOException {
    for (JsonNode example : examples(type.text())) {
      byte[] text = JSON.writeValueAsBytes(example);
      assertThat(new ClientMessageReader(10_000).read(text, text.length))
          .isInstanceOfSatisfying(
              Request.class, request -> assertThat(request.type()).isEqualTo(type));
    }
  }

  @Test
  void everyExampleFitsItsSchema() throws IOException {
    for (String name : keys(MESSAGES)) {
      assertThat(examples(name)).as(name).isNotEmpty();
      for (JsonNode example : examples(name)) {
        assertFits(name, example);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everythingTheServerSays")
  void everyFieldOfTheServersMessagesIsSaidBySome(SessionMessage message) throws IOException {
    var out = new FrameBuffer();
    ServerType type = new ServerMessageWriter(out, "s1").write(message);
    Set<String> said = new TreeSet<>();
    everythingTheServerSays()
        .filter(other -> other.getClass().equals(message.getClass()))
        .forEach(other -> said.addAll(fieldsOf(other)));
    assertThat(keys(MESSAGES.get(type.text()).at("/payload/properties"))).isEqualTo(said);
  }

  @Test
  void theReasonsOfRevocationsAreTheEngines() {
    assertThat(strings(MESSAGES.at("/revoked/payload/properties/reason/enum")))
        .isEqualTo(
            Arrays.stream(RevokeReason.values())
                .map(reason -> fieldsText(new Revoked(ASSIGNMENT, reason, true), "reason"))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theLimitsAreTheCodecs() {
    JsonNode hello = MESSAGES.at("/hello/payload/properties");
    assertThat(hello.at("/capacity/maximum").intValue()).isEqualTo(ClientFields.CAPACITY_MAX);
    assertThat(hello.at("/pools/maxItems").intValue()).isEqualTo(ClientFields.POOLS_MAX);
    assertThat(MESSAGES.at("/return/payload/properties/reason/maxLength").intValue())
        .isEqualTo(ClientFields.REASON_MAX);
    JsonNode schemas = DOCUMENT.at("/components/schemas");
    assertThat(schemas.at("/RequestId/maxLength").intValue()).isEqualTo(ClientFields.ID_MAX);
    assertThat(schemas.at("/AssignmentId/maxLength").intValue())
        .isEqualTo(ClientFields.ASSIGNMENT_MAX);
  }

  static Stream<ClientType> clientTypes() {
    return Arrays.stream(ClientType.values());
  }

  static Stream<SessionMessage> everythingTheServerSays() {
    var held = new Held(ASSIGNMENT, "[1,{\"a\":null}]", AT);
    return Stream.of(
        new Welcome("1", List.of(), null),
        new Welcome("1", List.of(held, held), null),
        new Assigned(held),
        new Accepted("1", null, null),
        new Accepted("1", ASSIGNMENT, null),
        new Accepted("1", ASSIGNMENT, AT),
        new Accepted("1", ASSIGNMENT, null, new Feedback(true, "{\"a\":[1]}", null)),
        new Accepted("1", ASSIGNMENT, null, new Feedback(false, "\"yes\"", "it is")),
        new Refused("1", null, Refusal.UNKNOWN_POOL),
        new Refused("1", ASSIGNMENT, Refusal.LEASE_EXPIRED),
        new Revoked(ASSIGNMENT, RevokeReason.TASK_ENDED, false),
        new Expired(ASSIGNMENT),
        new Expiring(ASSIGNMENT, 0),
        new Settled(ASSIGNMENT, new Settlement(Verdict.APPROVED, 20_000, "USD")),
        new Settled(ASSIGNMENT, new Settlement(Verdict.REJECTED, 0, "USD")),
        new Waiting());
  }

  private static void assertFits(String name, JsonNode message) throws IOException {
    // The schema alone, with what it refers to beside it.
    ObjectNode schema = MESSAGES.get(name).get("payload").deepCopy();
    schema.set("$defs", DOCUMENT.at("/components/schemas"));
    String alone = JSON.writeValueAsString(schema).replace("#/components/schemas/", "#/$defs/");
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(alone)
            .validate(message);
    assertThat(errors).as("%s %s", name, message).isEmpty();
  }

  private static Set<String> fieldsOf(SessionMessage message) {
    return keys(jsonOf(message));
  }

  private static String fieldsText(SessionMessage message, String field) {
    return jsonOf(message).get(field).textValue();
  }

  private static JsonNode jsonOf(SessionMessage message) {
    var out = new FrameBuffer();
    new ServerMessageWriter(out, "s1").write(message);
    try {
      return json(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(FrameBuffer out) throws IOException {
    byte[] frame = out.take();
    int header = frame[1] == 126 ? 4 : 2;
    return JSON.readTree(new String(frame, header, frame.length - header, UTF_8));
  }

  private static List<JsonNode> examples(String name) {
    var examples = new ArrayList<JsonNode>();
    Optional.ofNullable(MESSAGES.get(name).get("examples"))
        .ifPresent(all -> all.forEach(example -> examples.add(example.get("payload"))));
    return examples;
  }

  /** The last parts of references. */
  private static Set<String> names(JsonNode references) {
    var names = new TreeSet<String>();
    for (JsonNode reference : (ArrayNode) references) {
      String text = reference.get("$ref").textValue();
      names.add(text.substring(text.lastIndexOf('/') + 1));
    }
    return names;
  }

  private static Set<String> keys(JsonNode node) {
    var keys = new TreeSet<String>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> strings(JsonNode array) {
    var strings = new TreeSet<String>();
    array.forEach(item -> strings.add(item.textValue()));
    return strings;
  }

  private static Set<String> texts(Set<ClientField> fields) {
    return fields.stream().map(ClientField::text).collect(Collectors.toCollection(TreeSet::new));
  }

  private static <E> Set<String> texts(E[] values, Function<E, String> text) {
    return Arrays.stream(values).map(text).collect(Collectors.toCollection(TreeSet::new));
  }
}

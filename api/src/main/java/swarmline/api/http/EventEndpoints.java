package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import swarmline.api.http.Lines.Row;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.Page;
import swarmline.engine.id.TenantId;

/**
 * The tenant's feed as server-sent events: everything that is kept from a place on, then what is
 * new as it comes. At least once; each event's {@code id} is the place after it.
 */
final class EventEndpoints {
  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");

  private final Api api;
  private final SharedKillSwitch open = KillSwitches.shared("events");

  EventEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/events", this::events).asking("after").producing(Media.EVENTS));
  }

  /** Ends every stream; clients come back with the place they have reached. */
  void close() {
    open.shutdown();
  }

  /**
   * @param data what happened, by kind
   */
  record EventView(String id, String kind, Instant at, @JsonRawValue String data) {}

  private CompletionStage<HttpResponse> events(Exchange exchange) {
    Cursor from = from(exchange);
    TenantId tenant = exchange.tenant();
    return Lines.first(from, page -> feed(tenant, page))
        .thenApply(
            first ->
                Source.from(Lines.rows(from.page(), Lines.rest(first.items(), from, FeedEntry::id)))
                    .concatLazy(following(tenant, first))
                    .map(row -> ByteString.fromString(text(row)))
                    .keepAlive(api.settings().heartbeat(), () -> HEARTBEAT)
                    .via(open.flow()))
        .thenApply(
            events ->
                HttpResponse.create()
                    .addHeader(RawHeader.create("Cache-Control", "no-store"))
                    .withEntity(
                        HttpEntities.createChunked(
                            ContentTypes.create(Media.EVENTS),
                            Source.single(HEARTBEAT).concat(events))));
  }

  /** What a reconnecting client has last seen goes before what its address says. */
  private static Cursor from(Exchange exchange) {
    Optional<String> place =
        exchange
            .request()
            .getHeader("Last-Event-ID")
            .map(HttpHeader::value)
            .or(() -> exchange.query("after"));
    return place.isPresent() && place.get().equals(Catalog.FEED_END)
        ? new Cursor(Catalog.FEED_END, "")
        : place.map(Cursor::parse).orElse(Cursor.START);
  }

  private CompletionStage<Page<FeedEntry>> feed(TenantId tenant, String page) {
    return api.engine().catalog().feed(tenant, page, api.settings().streamPage());
  }

  private Source<Row<FeedEntry>, NotUsed> following(TenantId tenant, Page<FeedEntry> first) {
    return Source.unfoldAsync(first, before -> next(tenant, before)).mapConcat(rows -> rows);
  }

  private CompletionStage<Optional<Pair<Page<FeedEntry>, List<Row<FeedEntry>>>>> next(
      TenantId tenant, Page<FeedEntry> before) {
    CompletionStage<Page<FeedEntry>> read =
        before.items().isEmpty()
            ? Patterns.after(
                api.settings().feedPoll(),
                api.system().classicSystem(),
                () -> feed(tenant, before.next()))
            : feed(tenant, before.next());
    return read.thenCompose(
        page ->
            CompletableFuture.completedStage(
                Optional.of(Pair.create(page, Lines.rows(before.next(), page.items())))));
  }

  private String text(Row<FeedEntry> row) {
    FeedEntry entry = row.item();
    byte[] data =
        api.json().write(new EventView(entry.id(), entry.kind(), entry.at(), entry.data()));
    return "id: "
        + new Cursor(row.page(), entry.id()).text()
        + "\nevent: "
        + entry.kind()
        + "\ndata: "
        + new String(data, StandardCharsets.UTF_8)
        + "\n\n";
  }
}

package swarmline.api.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import swarmline.api.frame.CloseCode;
import swarmline.api.wire.ClientType;
import swarmline.api.wire.ProtocolError;
import swarmline.api.wire.ServerType;
import swarmline.engine.id.Words;
import swarmline.engine.task.Refusal;

/** What is counted of workers' connections. Thread-safe. */
final class WorkMetrics {
  private final Map<ClientType, Counter> received;
  private final Map<ServerType, Counter> sent;
  private final Map<Refusal, Counter> refusals;
  private final Map<ProtocolError, Counter> errors;
  private final Map<CloseCode, Counter> closes;
  private final Counter closedByPeer;

  /**
   * @param sockets how many connections there are now
   */
  WorkMetrics(MeterRegistry registry, Supplier<Number> sockets) {
    Gauge.builder("swarmline.work.sockets", sockets).register(registry);
    received = counters(registry, ClientType.class, "received", "type", ClientType::text);
    sent = counters(registry, ServerType.class, "sent", "type", ServerType::text);
    refusals = counters(registry, Refusal.class, "refused", "code", Refusal::code);
    errors = counters(registry, ProtocolError.class, "errors", "code", ProtocolError::code);
    closes = counters(registry, CloseCode.class, "closed", "why", Words::of);
    closedByPeer = registry.counter("swarmline.work.closed", "why", "peer");
  }

  private static <E extends Enum<E>> Map<E, Counter> counters(
      MeterRegistry registry, Class<E> kind, String name, String tag, Function<E, String> text) {
    var counters = new EnumMap<E, Counter>(kind);
    for (E value : kind.getEnumConstants()) {
      counters.put(value, registry.counter("swarmline.work." + name, tag, text.apply(value)));
    }
    return counters;
  }

  void received(ClientType type) {
    received.get(type).increment();
  }

  void sent(ServerType type) {
    sent.get(type).increment();
  }

  void refused(Refusal refusal) {
    refusals.get(refusal).increment();
  }

  void broken(ProtocolError error) {
    errors.get(error).increment();
  }

  void closed(CloseCode code) {
    closes.get(code).increment();
  }

  void closedByPeer() {
    closedByPeer.increment();
  }
}

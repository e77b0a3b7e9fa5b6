package swarmline.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

class AuthenticatorTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final byte[] SECRET = new byte[Tickets.SECRET_BYTES_MIN];

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Tickets tickets = new Tickets(SECRET, () -> now);
  private final String key = ApiKey.generate(new Random(1));
  private final Authenticator authenticator =
      new Authenticator(List.of(new ApiKey(ACME, Role.PLATFORM, ApiKey.hashOf(key))), tickets);

  @Test
  void aConfiguredKeyNamesItsTenantAndRole() {
    assertThat(bearer("Bearer " + key)).contains(new Principal(ACME, Role.PLATFORM, null));
    assertThat(bearer("bearer " + key)).isPresent();
  }

  @Test
  void anythingElseIsNobody() {
    assertThat(bearer("Bearer " + key + "0")).isEmpty();
    assertThat(bearer("Basic " + key)).isEmpty();
    assertThat(bearer(key)).isEmpty();
    assertThat(bearer("")).isEmpty();
    assertThat(bearer("Bearer " + "x".repeat(10_000))).isEmpty();
    assertThat(authenticator.authenticate(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void aTicketIsOneWorkerOfOneTenant() {
    String ticket = tickets.issue(new WorkerId(ACME, "ann"), Duration.ofMinutes(1)).text();

    Optional<Principal> principal =
        authenticator.authenticate(Optional.empty(), Optional.of(ticket));

    assertThat(principal).contains(new Principal(ACME, Role.WORKER, "ann"));
    assertThat(principal.orElseThrow().speaksFor("ann")).isTrue();
    assertThat(principal.orElseThrow().speaksFor("bob")).isFalse();
    assertThat(bearer("Bearer " + ticket)).isEqualTo(principal);
  }

  @Test
  void aTicketEndsWhenItSays() {
    Tickets.Ticket ticket = tickets.issue(new WorkerId(ACME, "ann"), Duration.ofMinutes(1));

    now = ticket.expiresAt().minusMillis(1);
    assertThat(tickets.verify(ticket.text())).isPresent();
    now = ticket.expiresAt();
    assertThat(tickets.verify(ticket.text())).isEmpty();
  }

  @Test
  void aTicketSignedWithAnotherSecretOrNotAtAllIsNobodys() {
    byte[] other = new byte[Tickets.SECRET_BYTES_MIN];
    other[0] = 1;
    String forged =
        new Tickets(other, () -> now).issue(new WorkerId(ACME, "ann"), Duration.ofDays(1)).text();
    String unsigned =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4iLCJ0ZW5hbnQiOiJhY21lIiwiZXhwIjo5OTk5OTk5OTk5fQ.";

    assertThat(tickets.verify(forged)).isEmpty();
    assertThat(tickets.verify(unsigned)).isEmpty();
    assertThat(tickets.verify("a.b.c")).isEmpty();
    assertThat(tickets.verify("")).isEmpty();
  }

  private Optional<Principal> bearer(String header) {
    return authenticator.authenticate(Optional.of(header), Optional.empty());
  }
}

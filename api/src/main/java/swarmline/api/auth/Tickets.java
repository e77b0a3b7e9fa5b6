package swarmline.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import swarmline.engine.id.Names;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

/**
 * Short-lived proofs that the bearer is one worker of one tenant: JSON Web Tokens signed with
 * HMAC-SHA256. Nothing of them is stored; they end by themselves. Thread-safe.
 */
public final class Tickets {
  /** Bytes at the least in a signing secret: as many as the hash has. */
  public static final int SECRET_BYTES_MIN = 32;

  private static final String TENANT = "tenant";

  private final byte[] secret;
  private final InstantSource clock;

  public Tickets(byte[] secret, InstantSource clock) {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException(
          "a signing secret has at least " + SECRET_BYTES_MIN + " bytes");
    }
    this.secret = secret.clone();
    this.clock = clock;
  }

  /**
   * @param expiresAt first instant at which it is no longer accepted, in whole seconds
   */
  public record Ticket(String text, Instant expiresAt) {}

  public Ticket issue(WorkerId worker, Duration life) {
    Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond());
    var claims =
        new JWTClaimsSet.Builder()
            .subject(worker.name())
            .claim(TENANT, worker.tenant().value())
            .expirationTime(Date.from(expiresAt))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
    return new Ticket(token.serialize(), expiresAt);
  }

  /** Whose ticket it is, or nothing where it is forged, over or no ticket at all. */
  public Optional<Principal> verify(String ticket) {
    try {
      SignedJWT token = SignedJWT.parse(ticket);
      if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
          || !token.verify(new MACVerifier(secret))) {
        return Optional.empty();
      }
      return principal(token.getJWTClaimsSet());
    } catch (ParseException | JOSEException notATicket) {
      return Optional.empty();
    }
  }

  private Optional<Principal> principal(JWTClaimsSet claims) throws ParseException {
    Date expires = claims.getExpirationTime();
    String tenant = claims.getStringClaim(TENANT);
    String worker = claims.getSubject();
    if (expires == null
        || tenant == null
        || worker == null
        || !clock.instant().isBefore(expires.toInstant())
        || !Names.valid(tenant)
        || !Names.valid(worker)) {
      return Optional.empty();
    }
    return Optional.of(new Principal(new TenantId(tenant), Role.WORKER, worker));
  }
}

package swarmline.api.wire;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import swarmline.api.frame.FrameBuffer;
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
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.Words;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement.Verdict;

/**
 * Writes what the engine tells one session into frames. Everything is written as bytes into the
 * frame itself; payloads are JSON already and go in as they are. As thread-safe as the buffer.
 */
public final class ServerMessageWriter {
  private static final byte[] WELCOME = Json.ascii("{\"type\":\"welcome\"");
  private static final byte[] ASSIGNED = Json.ascii("{\"type\":\"assigned\",");
  private static final byte[] ACCEPTED = Json.ascii("{\"type\":\"accepted\"");
  private static final byte[] REFUSED = Json.ascii("{\"type\":\"refused\"");
  private static final byte[] REVOKED = Json.ascii("{\"type\":\"revoked\"");
  private static final byte[] EXPIRED = Json.ascii("{\"type\":\"expired\"");
  private static final byte[] EXPIRING = Json.ascii("{\"type\":\"expiring\"");
  private static final byte[] SETTLED = Json.ascii("{\"type\":\"settled\"");
  private static final byte[] WAITING = Json.ascii("{\"type\":\"waiting\"}");

  private static final byte[] RE = Json.ascii(",\"re\":");
  private static final byte[] SESSION = Json.ascii(",\"session\":");
  private static final byte[] ASSIGNMENTS = Json.ascii(",\"assignments\":[");
  private static final byte[] ASSIGNMENT = Json.ascii(",\"assignment\":\"");
  private static final byte[] HELD_ASSIGNMENT = Json.ascii("\"assignment\":\"");
  private static final byte[] TASK = Json.ascii("\",\"task\":\"");
  private static final byte[] POOL = Json.ascii("\",\"pool\":\"");
  private static final byte[] PAYLOAD = Json.ascii("\",\"payload\":");
  private static final byte[] EXPIRES_AT = Json.ascii(",\"expiresAt\":");
  private static final byte[] RENEWABLE = Json.ascii(",\"renewable\":true");
  private static final byte[] FEEDBACK = Json.ascii(",\"feedback\":{\"right\":");
  private static final byte[] ANSWER = Json.ascii(",\"answer\":");
  private static final byte[] EXPLANATION = Json.ascii(",\"explanation\":");
  private static final byte[] CODE = Json.ascii(",\"code\":\"");
  private static final byte[] DETAIL = Json.ascii("\",\"detail\":");
  private static final byte[] REASON = Json.ascii(",\"reason\":\"");
  private static final byte[] PAID = Json.ascii("\",\"paid\":");
  private static final byte[] IN_SECONDS = Json.ascii(",\"inSeconds\":");
  private static final byte[] VERDICT = Json.ascii(",\"verdict\":\"");
  private static final byte[] AMOUNT = Json.ascii("\",\"amount\":");
  private static final byte[] CURRENCY = Json.ascii(",\"currency\":");

  private static final Map<Refusal, String> REFUSALS = texts(Refusal.class);
  private static final Map<RevokeReason, String> REASONS = texts(RevokeReason.class);
  private static final Map<Verdict, String> VERDICTS = texts(Verdict.class);

  private final FrameBuffer out;
  private final String session;

  /**
   * @param session the session's id
   */
  public ServerMessageWriter(FrameBuffer out, String session) {
    this.out = out;
    this.session = session;
  }

  private static <E extends Enum<E>> Map<E, String> texts(Class<E> kind) {
    var texts = new EnumMap<E, String>(kind);
    for (E value : kind.getEnumConstants()) {
      texts.put(value, Words.of(value));
    }
    return texts;
  }

  /**
   * Writes one frame. {@code Superseded} and {@code NothingFollows} are no messages: the one closes
   * the connection, the other is for the session itself.
   */
  public ServerType write(SessionMessage message) {
    out.beginText();
    ServerType type = writeText(message);
    out.endText();
    return type;
  }

  /** Writes the frame of a refusal that is not the engine's. */
  public ServerType refuse(String re, String code, String detail) {
    out.beginText();
    refused(re, null, code, detail);
    out.endText();
    return ServerType.REFUSED;
  }

  /** In the order of how often they are sent. */
  private ServerType writeText(SessionMessage message) {
    if (message instanceof Assigned assigned) {
      return assigned(assigned.held());
    }
    if (message instanceof Accepted accepted) {
      return accepted(accepted);
    }
    if (message instanceof Settled settled) {
      return settled(settled);
    }
    if (message instanceof Refused refused) {
      Refusal refusal = refused.refusal();
      return refused(refused.re(), refused.assignment(), REFUSALS.get(refusal), refusal.detail());
    }
    if (message instanceof Waiting) {
      out.append(WAITING);
      return ServerType.WAITING;
    }
    if (message instanceof Revoked revoked) {
      return revoked(revoked);
    }
    if (message instanceof Expired expired) {
      return expired(expired);
    }
    if (message instanceof Expiring expiring) {
      return expiring(expiring);
    }
    if (message instanceof Welcome welcome) {
      return welcome(welcome);
    }
    throw new IllegalArgumentException("not a message of the subprotocol: " + message);
  }

  private ServerType welcome(Welcome welcome) {
    out.append(WELCOME);
    re(welcome.re());
    out.append(SESSION);
    Json.text(out, session);
    out.append(ASSIGNMENTS);
    List<Held> held = welcome.assignments();
    for (int i = 0; i < held.size(); i++) {
      out.append(i == 0 ? '{' : ',');
      if (i > 0) {
        out.append('{');
      }
      held(held.get(i));
      out.append('}');
    }
    out.append(']');
    out.append('}');
    return ServerType.WELCOME;
  }

  private ServerType assigned(Held held) {
    out.append(ASSIGNED);
    held(held);
    out.append('}');
    return ServerType.ASSIGNED;
  }

  private void held(Held held) {
    TaskId task = held.assignment().task();
    out.append(HELD_ASSIGNMENT);
    id(held.assignment());
    out.append(TASK);
    id(task);
    out.append(POOL);
    id(task.pool());
    out.append(PAYLOAD);
    out.append(held.payload());
    out.append(EXPIRES_AT);
    Json.time(out, held.expiresAt());
    out.append(RENEWABLE);
  }

  private ServerType accepted(Accepted accepted) {
    out.append(ACCEPTED);
    re(accepted.re());
    if (accepted.assignment() != null) {
      assignment(accepted.assignment());
    }
    if (accepted.expiresAt() != null) {
      out.append(EXPIRES_AT);
      Json.time(out, accepted.expiresAt());
    }
    if (accepted.feedback() != null) {
      feedback(accepted.feedback());
    }
    out.append('}');
    return ServerType.ACCEPTED;
  }

  private void feedback(Feedback feedback) {
    out.append(FEEDBACK);
    Json.truth(out, feedback.right());
    out.append(ANSWER);
    out.append(feedback.answer());
    if (feedback.explanation() != null) {
      out.append(EXPLANATION);
      Json.text(out, feedback.explanation());
    }
    out.append('}');
  }

  private ServerType refused(String re, AssignmentId assignment, String code, String detail) {
    out.append(REFUSED);
    if (re != null) {
      re(re);
    }
    if (assignment != null) {
      assignment(assignment);
    }
    out.append(CODE);
    out.append(code);
    out.append(DETAIL);
    Json.text(out, detail);
    out.append('}');
    return ServerType.REFUSED;
  }

  private ServerType revoked(Revoked revoked) {
    out.append(REVOKED);
    assignment(revoked.assignment());
    out.append(REASON);
    out.append(REASONS.get(revoked.reason()));
    out.append(PAID);
    Json.truth(out, revoked.paid());
    out.append('}');
    return ServerType.REVOKED;
  }

  private ServerType expired(Expired expired) {
    out.append(EXPIRED);
    assignment(expired.assignment());
    out.append('}');
    return ServerType.EXPIRED;
  }

  private ServerType expiring(Expiring expiring) {
    out.append(EXPIRING);
    assignment(expiring.assignment());
    out.append(IN_SECONDS);
    Json.number(out, expiring.inSeconds());
    out.append('}');
    return ServerType.EXPIRING;
  }

  private ServerType settled(Settled settled) {
    out.append(SETTLED);
    assignment(settled.assignment());
    out.append(VERDICT);
    out.append(VERDICTS.get(settled.settlement().verdict()));
    out.append(AMOUNT);
    Json.number(out, settled.settlement().amount());
    out.append(CURRENCY);
    Json.text(out, settled.settlement().currency());
    out.append('}');
    return ServerType.SETTLED;
  }

  private void re(String re) {
    out.append(RE);
    Json.text(out, re);
  }

  private void assignment(AssignmentId assignment) {
    out.append(ASSIGNMENT);
    id(assignment);
    out.append('"');
  }

  private void id(AssignmentId assignment) {
    id(assignment.task());
    out.append('.');
    Json.number(out, assignment.ordinal());
  }

  private void id(TaskId task) {
    id(task.pool());
    out.append('-');
    Json.number(out, task.number());
  }

  private void id(PoolId pool) {
    out.append(pool.code());
  }
}

package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.regex.Pattern;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.Words;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Settlement;

/**
 * One worker's one turn at a task, as the platform sees it.
 *
 * @param answer JSON as it counts, or null
 * @param endedAt when the lease ended, whichever way; null while it is live
 * @param submittedAt when the answer came, in time or late; null when none did
 * @param reason said by the worker who returned it, or why it was revoked
 * @param settlement null while the lease is live or the review pending
 * @param adjusts the assignment whose settlement this one adjusts; null for any other
 */
record AssignmentView(
    String assignment,
    String task,
    String key,
    String worker,
    @JsonRawValue String answer,
    String state,
    boolean counted,
    Instant leasedAt,
    Instant expiresAt,
    Instant endedAt,
    Instant submittedAt,
    String reason,
    SettlementView settlement,
    String adjusts) {

  private static final Pattern CONSTANT = Pattern.compile("[A-Z_]+");

  /**
   * @param amount in millionths of the currency unit
   */
  record SettlementView(String verdict, long amount, String currency) {

    static SettlementView of(Settlement settlement) {
      return settlement == null
          ? null
          : new SettlementView(
              Words.of(settlement.verdict()), settlement.amount(), settlement.currency());
    }
  }

  static AssignmentView of(TaskId task, String key, Assignment turn) {
    return new AssignmentView(
        new AssignmentId(task, turn.ordinal()).text(),
        task.text(),
        key,
        turn.worker(),
        turn.answer(),
        Words.of(turn.status()),
        turn.counted(),
        turn.leasedAt(),
        turn.expiresAt(),
        turn.endedAt(),
        turn.submittedAt(),
        reason(turn),
        SettlementView.of(turn.settlement()),
        turn.adjusts() == null ? null : new AssignmentId(task, turn.adjusts()).text());
  }

  private static String reason(Assignment turn) {
    boolean ours =
        turn.status() == Assignment.Status.REVOKED
            && turn.reason() != null
            && CONSTANT.matcher(turn.reason()).matches();
    return ours ? Words.of(turn.reason()) : turn.reason();
  }
}

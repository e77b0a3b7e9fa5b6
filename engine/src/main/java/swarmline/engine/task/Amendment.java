package swarmline.engine.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskEvent.AnswerReviewed;
import swarmline.engine.task.TaskEvent.GoldCorrected;

/**
 * What changed afterwards of what a task's answers had said: an answer that counted counts no
 * longer, or counts again, or the truth of a gold is another. Kept with its time, so that a pool's
 * model made anew hears of it when the first one did.
 *
 * @param ordinal the turn whose answer it is; null for a gold's truth
 * @param counts whether the answer counts from then on; null for a gold's truth
 * @param gold the truth from then on, canonical JSON text; null for an answer
 */
public record Amendment(Instant at, Integer ordinal, Boolean counts, String gold) {

  private static Amendment of(int ordinal, boolean counts, Instant at) {
    return new Amendment(at, ordinal, counts, null);
  }

  /** Those there are after an event of any type. */
  static List<Amendment> after(List<Amendment> amendments, Turns before, TaskEvent event) {
    if (event instanceof AnswerDiscounted discounted) {
      return with(amendments, of(discounted.ordinal(), false, discounted.at()));
    }
    if (event instanceof AnswerRestored restored) {
      return with(amendments, of(restored.ordinal(), true, restored.at()));
    }
    if (event instanceof GoldCorrected corrected) {
      return with(amendments, new Amendment(corrected.at(), null, null, corrected.answer()));
    }
    boolean rejected =
        event instanceof AnswerReviewed reviewed
            && reviewed.settlement().verdict() != Settlement.Verdict.APPROVED
            && before.of(reviewed.ordinal()).filter(Assignment::counted).isPresent();
    return rejected
        ? with(
            amendments,
            of(((AnswerReviewed) event).ordinal(), false, ((AnswerReviewed) event).at()))
        : amendments;
  }

  private static List<Amendment> with(List<Amendment> amendments, Amendment next) {
    var all = new ArrayList<>(amendments);
    all.add(next);
    return List.copyOf(all);
  }
}

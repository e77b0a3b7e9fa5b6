package swarmline.engine.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import swarmline.engine.consensus.CountedAnswer;

/**
 * Every turn a task's workers took, in order. The ordinal of a turn is one higher than that of the
 * turn before, so it only ever grows; the first has any.
 *
 * <p>Invariants: no worker has two live leases, nor two counted answers, nor one of each.
 */
public record Turns(List<Assignment> all) {
  static final Turns NONE = new Turns(List.of());

  public Turns {
    all = List.copyOf(all);
  }

  public int lastOrdinal() {
    return all.isEmpty() ? 0 : all.get(all.size() - 1).ordinal();
  }

  /** The place of a turn in the list; outside of it where there is no such turn. */
  private int place(int ordinal) {
    return all.isEmpty() ? -1 : ordinal - all.get(0).ordinal();
  }

  public Optional<Assignment> of(int ordinal) {
    int place = place(ordinal);
    return place >= 0 && place < all.size() ? Optional.of(all.get(place)) : Optional.empty();
  }

  public List<Assignment> live() {
    return all.stream().filter(Assignment::live).toList();
  }

  /** Slots taken: live leases, overdue ones too, and counted answers. */
  public int taken() {
    int taken = 0;
    for (Assignment turn : all) {
      if (turn.live() || turn.counted()) {
        taken++;
      }
    }
    return taken;
  }

  public int counted() {
    int counted = 0;
    for (Assignment turn : all) {
      if (turn.counted()) {
        counted++;
      }
    }
    return counted;
  }

  /**
   * The turn that takes a slot and is to be enough alone. It began when no slot was taken, so it is
   * the last one; where others were asked after it all the same, it is one among them.
   */
  Optional<Assignment> trusted() {
    int last = all.size() - 1;
    while (last >= 0 && all.get(last).status() == Assignment.Status.ADJUSTED) {
      last--;
    }
    return last < 0
        ? Optional.empty()
        : Optional.of(all.get(last))
            .filter(turn -> turn.trust() != null && (turn.live() || turn.counted()));
  }

  /** The counted answers' texts, in order of their turns. */
  public List<String> countedAnswers() {
    return all.stream().filter(Assignment::counted).map(Assignment::answer).toList();
  }

  /** The counted answers as a pool's model learns of them, in order of their turns. */
  public List<CountedAnswer> given() {
    return all.stream().filter(Assignment::counted).map(Assignment::given).toList();
  }

  /**
   * The answers that count or once did, in order of their turns.
   *
   * @param amended turns whose answers may have counted though they do not now
   */
  public List<CountedAnswer> given(Set<Integer> amended) {
    return all.stream()
        .filter(turn -> turn.counted() || amended.contains(turn.ordinal()))
        .map(Assignment::given)
        .toList();
  }

  /** The ordinals of the counted answers, in order. */
  List<Integer> countedOrdinals() {
    return all.stream().filter(Assignment::counted).map(Assignment::ordinal).toList();
  }

  public List<Assignment> overdue(Instant now) {
    return all.stream().filter(turn -> turn.overdue(now)).toList();
  }

  public Optional<Assignment> liveOf(String worker) {
    return all.stream().filter(turn -> turn.live() && turn.worker().equals(worker)).findAny();
  }

  /** Whether an answer of the worker counts, or did until it was rejected or discounted. */
  boolean answeredBy(String worker) {
    return all.stream()
        .filter(turn -> turn.worker().equals(worker))
        .anyMatch(
            turn ->
                switch (turn.status()) {
                  case SUBMITTED, APPROVED, REJECTED -> true;
                  case LEASED, RETURNED, SKIPPED, EXPIRED, REVOKED, ADJUSTED -> false;
                });
  }

  Turns with(Assignment next) {
    if (!all.isEmpty() && next.ordinal() != lastOrdinal() + 1) {
      throw new IllegalStateException("turn " + next.ordinal() + " after " + lastOrdinal());
    }
    var turns = new ArrayList<>(all);
    turns.add(next);
    return new Turns(turns);
  }

  Turns changed(int ordinal, UnaryOperator<Assignment> change) {
    int place = place(ordinal);
    if (place < 0 || place >= all.size()) {
      throw new NoSuchElementException("no turn " + ordinal + " among " + all.size());
    }
    var turns = new ArrayList<>(all);
    turns.set(place, change.apply(turns.get(place)));
    return new Turns(turns);
  }
}

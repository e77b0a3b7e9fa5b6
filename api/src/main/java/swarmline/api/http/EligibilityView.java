package swarmline.api.http;

import java.util.List;
import java.util.stream.Collectors;
import swarmline.engine.dispatch.WorkerReply.Explained;
import swarmline.engine.dispatch.WorkerReply.Rule;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.Requirement;
import swarmline.engine.task.Refusal;

/**
 * Why a worker is or is not offered a pool's tasks.
 *
 * @param offered whether all rules are met
 * @param unanswered slices of the pool, from 0, that did not answer in time; one of them may offer
 *     what the others do not
 */
record EligibilityView(
    String worker, String pool, boolean offered, List<RuleView> rules, List<Integer> unanswered) {

  /**
   * @param rule the code of the refusal that it would give
   * @param detail what was compared
   */
  record RuleView(String rule, boolean met, String detail) {}

  /** With all that was compared: for the platform. */
  static EligibilityView inFull(String worker, PoolView pool, Explained explained) {
    return new EligibilityView(
        worker,
        pool.id().text(),
        explained.offered(),
        explained.rules().stream()
            .map(rule -> new RuleView(rule.name(), rule.met(), rule.detail()))
            .toList(),
        explained.unanswered());
  }

  /**
   * Without what is measured of the worker: a count that grows with some answers and not with
   * others would tell which tasks were golds.
   */
  static EligibilityView forWorker(String worker, PoolView pool, Explained explained) {
    EligibilityView full = inFull(worker, pool, explained);
    String measured = measured(pool);
    return measured.isEmpty()
        ? full
        : new EligibilityView(
            worker,
            full.pool(),
            full.offered(),
            explained.rules().stream()
                .map(rule -> new RuleView(rule.name(), rule.met(), told(rule, measured)))
                .toList(),
            full.unanswered());
  }

  private static String told(Rule rule, String measured) {
    boolean tells = rule.name().equals(Refusal.NOT_QUALIFIED.code()) && !rule.met();
    return tells ? "the pool requires: " + measured : rule.detail();
  }

  /** All that the pool requires, where some of it is measured; else empty. */
  private static String measured(PoolView pool) {
    List<Requirement> requires = pool.spec().requires();
    return requires.stream().allMatch(one -> one.measure() == null)
        ? ""
        : requires.stream().map(Requirement::text).collect(Collectors.joining(", "));
  }
}

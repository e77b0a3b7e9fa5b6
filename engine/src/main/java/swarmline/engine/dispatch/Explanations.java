package swarmline.engine.dispatch;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import swarmline.engine.dispatch.WorkerReply.Rule;
import swarmline.engine.partition.Eligibility;

/** Why a worker is or is not offered tasks, rule by rule. */
final class Explanations {
  private Explanations() {}

  /** The rules of one slice. */
  static List<Rule> of(Eligibility eligibility) {
    return Stream.of(Eligibility.Rule.values())
        .map(
            rule ->
                new Rule(rule.refusal().code(), eligibility.meets(rule), eligibility.detail(rule)))
        .toList();
  }

  /**
   * The rules that count where slices differ: a worker is offered a task if any slice meets all, so
   * those of the slice in which most rules are met before the first that is not.
   *
   * @param slices the rules of each, in the order in which the worker looks into them; of equals
   *     the first counts
   */
  static List<Rule> closest(List<List<Rule>> slices) {
    return slices.stream()
        .max(Comparator.<List<Rule>>comparingLong(Explanations::metAtFirst))
        .orElseThrow();
  }

  private static long metAtFirst(List<Rule> rules) {
    return rules.stream().takeWhile(Rule::met).count();
  }
}

package swarmline.engine.dispatch;

import java.util.ArrayList;
import java.util.List;
import swarmline.engine.dispatch.WorkerReply.Explained;
import swarmline.engine.dispatch.WorkerReply.Rule;
import swarmline.engine.partition.Eligibility;

/** Why a worker is or is not offered a pool's tasks, rule by rule. */
final class Explanations {
  private Explanations() {}

  /**
   * @param before rules of others, which come first
   */
  static Explained of(List<Rule> before, Eligibility eligibility) {
    List<Rule> rules = new ArrayList<>(before);
    for (Eligibility.Rule rule : Eligibility.Rule.values()) {
      rules.add(new Rule(rule.refusal().code(), eligibility.meets(rule), eligibility.detail(rule)));
    }
    return new Explained(rules.stream().allMatch(Rule::met), rules);
  }
}

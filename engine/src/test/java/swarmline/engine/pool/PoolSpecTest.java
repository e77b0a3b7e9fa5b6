package swarmline.engine.pool;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.Specs;

class PoolSpecTest {

  @Test
  void everythingHasADefaultButTheName() {
    PoolSpec spec = PoolSpec.named("signs");

    assertThat(spec.priority()).isZero();
    assertThat(spec.order()).isEqualTo(DispatchOrder.PRIORITY);
    assertThat(spec.lease())
        .isEqualTo(
            new LeasePolicy(
                600, 0, LeasePolicy.LateAnswer.REJECT, LeasePolicy.AfterReturn.MAY_RETRY, null));
    assertThat(spec.redundancy()).isEqualTo(new RedundancyPolicy(1, 1));
    assertThat(spec.consensus())
        .isEqualTo(
            new ConsensusPolicy(
                ConsensusPolicy.Rule.FIXED, null, 0.5, ConsensusPolicy.Aggregation.MAJORITY));
    assertThat(spec.answer().type()).isEqualTo(AnswerSpec.Type.JSON);
    assertThat(spec.limits()).isEqualTo(new Limits(0, 1, 0));
    assertThat(spec.requires()).isEmpty();
    assertThat(spec.reward())
        .isEqualTo(new Reward(0L, "USD", Reward.Revoked.NO_PAY, Reward.WrongGolds.PAY));
    assertThat(spec.review()).isEqualTo(new ReviewPolicy(ReviewPolicy.Mode.AUTO, 0));
    assertThat(spec.opensAt()).isNull();
    assertThat(spec.closesAt()).isNull();
    assertThat(Specs.spec("name: 'signs'")).isEqualTo(spec);
  }

  @Test
  void choicesAloneMakeItAChoice() {
    assertThat(Specs.spec("answer: {choices: ['yes', 'no']}").answer().type())
        .isEqualTo(AnswerSpec.Type.CHOICE);
  }

  @Test
  void theMaximumIsTheNumberOfAnswersUnlessItIsMore() {
    assertThat(Specs.spec("redundancy: {answers: 3}").redundancy().max()).isEqualTo(3);
  }

  @Test
  void moreThanHalfMustMatchUnlessANumberIsGiven() {
    assertThat(ConsensusPolicy.defaults().matchingOf(3)).isEqualTo(2);
    assertThat(ConsensusPolicy.defaults().matchingOf(4)).isEqualTo(3);
    assertThat(new ConsensusPolicy(null, 4, null, null).matchingOf(3)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name: ' '                                              | name",
        "priority: 1000001                                      | priority",
        "priority: -1000001                                     | priority",
        "lease: {seconds: 0}                                    | lease.seconds",
        "lease: {seconds: 2592001}                              | lease.seconds",
        "lease: {graceSeconds: -1}                              | lease.graceSeconds",
        "lease: {afterDisconnectSeconds: -1}                    | lease.afterDisconnectSeconds",
        "redundancy: {answers: 0}                               | redundancy.answers",
        "redundancy: {answers: 101}                             | redundancy.answers",
        "redundancy: {answers: 3, max: 2}                       | redundancy.max",
        "redundancy: {answers: 3, max: 101}                     | redundancy.max",
        "consensus: {threshold: 0}                              | consensus.threshold",
        "consensus: {threshold: 1.1}                            | consensus.threshold",
        "consensus: {matching: 0}                               | consensus.matching",
        "consensus: {rule: 'posterior', aggregator: 'majority'} | consensus.aggregator",
        "consensus: {rule: 'agreement', aggregator: 'crowd'}    | consensus.aggregator",
        "consensus: {rule: 'posterior'}                         | consensus.aggregator",
        "consensus: {rule: 'lead'}, answer: {type: 'text'}      | consensus.aggregator",
        "consensus: {rule: 'matching', matching: 2}             | consensus.matching",
        "answer: {choices: ['yes']}                             | answer.choices",
        "answer: {choices: ['yes', 'yes']}                      | answer.choices",
        "answer: {type: 'choice'}                               | answer.choices",
        "answer: {type: 'text', choices: ['a', 'b']}            | answer.choices",
        "answer: {type: 'choices'}                              | answer.choices",
        "answer: {type: 'choices', choices: ['a', 'a']}         | answer.choices",
        "answer: {type: 'choices', choices: ['a', 'b']}, consensus: {rule: 'lead'} | consensus"
            + " weighs",
        "consensus: {aggregator: 'weighted-median'}, answer: {type: 'number'} | answer.tolerance",
        "consensus: {aggregator: 'weighted-median'}, answer: {type: 'text'} | weighted-median",
        "consensus: {aggregator: 'weighted-majority'}, answer: {type: 'number'} | weighted-median",
        "consensus: {rule: 'lead', aggregator: 'weighted-majority'} | consensus.aggregator",
        "consensus: {rule: 'expected-value', aggregator: 'majority'} | consensus.aggregator",
        "consensus: {worth: 3}                                  | consensus.worth",
        "consensus: {rule: 'expected-value', worth: 0}          | consensus.worth",
        "answer: {type: 'boxes', overlap: 0}                    | answer.overlap",
        "answer: {type: 'text', overlap: 0.5}                   | answer.overlap",
        "answer: {type: 'ranking'}                              | answer.choices",
        "answer: {type: 'boxes', choices: ['a', 'a']}           | answer.choices",
        "consensus: {aggregator: 'rover'}                       | rover",
        "consensus: {aggregator: 'bradley-terry'}               | bradley-terry",
        "limits: {perWorker: -1}                                | limits.perWorker",
        "limits: {perWorkerAtOnce: -1}                          | limits.perWorkerAtOnce",
        "limits: {atOnce: 1000000001}                           | limits.atOnce",
        "reward: {amount: -1}                                   | reward.amount",
        "reward: {currency: 'usd'}                              | reward.currency",
        "review: {afterSeconds: -1}                             | review.afterSeconds",
        "gold: {every: -1}                                      | gold.every",
        "gold: {every: 1001}                                    | gold.every",
        "gold: {answers: 0}                                     | gold.answers",
        "gold: {answers: 1001}                                  | gold.answers",
        "requires: [{measure: 'accuracy', op: 'ge', values: ['0.9']}] | requires[].measure",
        "requires: [{measure: 'accuracy', op: 'le', values: ['0.9']}] | requires[].op",
        "requires: [{measure: 'accuracy', op: 'ge', values: ['9']}] | requires[].values",
        "requires: [{qualification: 'a', measure: 'accuracy', op: 'ge', values: ['1']}] | unless",
        "gold: {feedback: true} | gold.feedback",
        "requires: [{measure: 'agreement', op: 'eq', values: ['1']}] | requires[].op",
        "requires: [{qualification: 'a', pool: 'p1', op: 'exists'}] | requires[].pool",
        "consensus: {aggregator: 'median'}                      | median",
        "consensus: {rule: 'posterior', aggregator: 'median'}, answer: {type: 'number'} |"
            + " aggregator",
        "consensus: {aggregator: 'normalised-text'}, answer: {type: 'number'} | normalised-text",
        "answer: {type: 'number', tolerance: -1}                | answer.tolerance",
        "answer: {type: 'text', tolerance: 1}                   | answer.tolerance",
        "requires: [{op: 'exists'}]                             | requires[].qualification",
        "requires: [{qualification: 'a'}]                       | requires[].op",
        "requires: [{qualification: 'a', op: 'eq'}]             | requires[].values",
        "requires: [{qualification: 'a', op: 'in', values: []}] | requires[].values",
        "requires: [{qualification: 'a', op: 'exists', values: ['x']}] | requires[].values"
      })
  void whatBreaksARuleNamesTheFieldAndTheBound(String fields, String field) {
    assertThatThrownBy(() -> Specs.spec(fields))
        .hasCauseInstanceOf(JsonMappingException.class)
        .rootCause()
        .isInstanceOf(InvalidPoolSpec.class)
        .hasMessageContaining(field);
  }

  @Test
  void rulesThatAskHowLikelyAValueIsWeighByTheCrowdModelUnlessAnotherIsNamed() {
    ConsensusPolicy posterior = choice("rule: 'posterior'");
    assertThat(posterior.aggregator()).isEqualTo(ConsensusPolicy.Aggregation.CROWD);
    assertThat(posterior.threshold()).isEqualTo(0.95);
    assertThat(posterior.weighs()).isTrue();
    assertThat(choice("rule: 'lead', aggregator: 'one-coin'").aggregator())
        .isEqualTo(ConsensusPolicy.Aggregation.ONE_COIN);
    assertThat(choice("aggregator: 'dawid-skene'").rule()).isEqualTo(ConsensusPolicy.Rule.FIXED);
    assertThat(choice("rule: 'agreement'").weighs()).isFalse();
    assertThat(choice("rule: 'agreement', aggregator: 'weighted-majority'").weighs()).isTrue();
    assertThat(choice("rule: 'expected-value'").worth()).isEqualTo(100);
    assertThat(choice("rule: 'expected-value'").threshold()).isEqualTo(0.5);
    assertThat(choice("rule: 'lead'").worth()).isNull();
  }

  private static ConsensusPolicy choice(String consensus) {
    return Specs.spec("answer: {choices: ['a', 'b']}, consensus: {" + consensus + "}").consensus();
  }

  @Test
  void whereAnswersAreWeighedThereAreAtMostThirtyTwoChoices() {
    String choices = IntStream.range(0, 32).mapToObj(i -> "'" + i + "'").collect(joining(", "));
    String weighing = "consensus: {rule: 'posterior'}, answer: {choices: [" + choices;
    assertThat(Specs.spec(weighing + "]}").answer().choices()).hasSize(32);
    assertThatThrownBy(() -> Specs.spec(weighing + ", 'x']}"))
        .rootCause()
        .hasMessageContaining("at most 32 choices");
  }

  @Test
  void aPoolThatClosesBeforeItOpensIsInvalid() {
    assertThatThrownBy(
            () -> Specs.spec("opensAt: '2030-01-02T00:00:00Z', closesAt: '2030-01-02T00:00:00Z'"))
        .rootCause()
        .hasMessage("closesAt must be after opensAt");
  }

  @Test
  void theLongestNameIsTwoHundredCharacters() {
    assertThat(PoolSpec.named("x".repeat(200)).name()).hasSize(200);
    assertThatThrownBy(() -> PoolSpec.named("x".repeat(201))).isInstanceOf(InvalidPoolSpec.class);
    assertThatThrownBy(() -> PoolSpec.named(null)).isInstanceOf(InvalidPoolSpec.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "collect: 'skips', atLeast: 1 | rules[].name",
        "name: 'r', atLeast: 1 | rules[].collect must be one of",
        "name: 'r', collect: 'fast-answers', atLeast: 1 | rules[].seconds",
        "name: 'r', collect: 'skips', seconds: 1, atLeast: 1 | rules[].seconds",
        "name: 'r', collect: 'skips' | either atLeast or share",
        "name: 'r', collect: 'skips', atLeast: 1, share: 0.5 | either atLeast or share",
        "name: 'r', collect: 'skips', atLeast: 5, last: 4 | rules[].atLeast must be 1 to 4",
        "name: 'r', collect: 'skips', share: 0 | rules[].share must be above 0",
        "name: 'r', collect: 'skips', share: 1, last: 4, after: 5 | rules[].after must be 1 to 4",
        "name: 'r', collect: 'skips', atLeast: 101 | rules[].last must be 1 to 100",
      })
  void aRuleThatCannotBeMeantIsRefusedByTheNameOfItsField(String rule, String message) {
    assertThatThrownBy(() -> Specs.spec("rules: [{" + rule + ", then: [{action: 'restrict'}]}]"))
        .rootCause()
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | action must be one of",
        "{action: 'notify', forSeconds: 5} | are for action \"restrict\" only",
        "{action: 'restrict', forSeconds: 0} | forSeconds must be 1 to",
        "{action: 'restrict', scope: 'project'} | for pools that name a project",
        "{action: 'qualify'} | qualification names one",
        "{action: 'qualify', qualification: 'not a name'} | qualification names one",
        "{action: 'notify', qualification: 'a'} | qualification names one",
        "{action: 'restrict', value: 'a'} | qualification names one",
        "{action: 'qualify', qualification: 'a', value: ''} | value must have 1 to 256",
      })
  void aConsequenceThatCannotBeMeantIsRefusedByTheNameOfItsField(String then, String message) {
    String rule = "{name: 'r', collect: 'skips', atLeast: 1, then: [" + then + "]}";
    assertThatThrownBy(() -> Specs.spec("rules: [" + rule + "]"))
        .rootCause()
        .hasMessageContaining(message);
  }

  @Test
  void rulesHaveNamesOfTheirOwnAndSensibleDefaults() {
    String rule = "{name: 'r', collect: 'skips', share: 0.5, then: [{action: 'restrict'}]}";
    assertThatThrownBy(() -> Specs.spec("rules: [" + rule + ", " + rule + "]"))
        .rootCause()
        .hasMessageContaining("unique");

    PoolSpec spec = Specs.spec("rules: [" + rule + "]");
    assertThat(spec.rules().get(0).last()).isEqualTo(10);
    assertThat(spec.rules().get(0).after()).isEqualTo(10);
    assertThat(spec.rules().get(0).then().get(0).scope()).isEqualTo(Consequence.Scope.POOL);
    assertThat(spec.observes()).isTrue();
    assertThat(Specs.spec("").observes()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redundancy: {answers: 100}", "lease: {seconds: 1}", "limits: {atOnce: 0}"})
  void aBoundItselfIsWithin(String fields) {
    assertThat(Specs.spec(fields)).isNotNull();
  }

  @Test
  void slicesShareWhatAPoolMayHaveAtOnceAndEachMayHaveOne() {
    Limits ten = Specs.spec("limits: {atOnce: 10}").limits();
    assertThat(IntStream.range(0, 4).map(slice -> ten.atOnceOf(slice, 4)))
        .containsExactly(3, 3, 2, 2);
    assertThat(ten.atOnceOf(0, 1)).isEqualTo(10);
    Limits one = Specs.spec("limits: {atOnce: 1}").limits();
    assertThat(IntStream.range(0, 3).map(slice -> one.atOnceOf(slice, 3))).containsOnly(1);
    assertThat(Specs.spec("").limits().atOnceOf(2, 3)).isZero();
  }

  @Test
  void workIsKeptWhereRulesLookAtItOrTheSamePoolRequiresSomethingOfIt() {
    String agreement = "requires: [{measure: 'agreement', op: 'ge', values: ['0.9']";

    assertThat(Specs.spec("").observes()).isFalse();
    assertThat(Specs.spec(agreement + "}]").observes()).isTrue();
    assertThat(Specs.spec(agreement + ", pool: 'p0123456789ab'}]").observes()).isFalse();
    assertThat(
            Specs.spec("requires: [{qualification: 'a', op: 'exists'}], gold: {every: 3}")
                .observes())
        .isFalse();
  }
}

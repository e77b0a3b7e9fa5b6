package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MajorityTest {
  private final Majority majority = new Majority();

  @Test
  void theMostFrequentAnswerLeads() {
    assertThat(majority.aggregate(List.of("a", "b", "b")))
        .isEqualTo(new Aggregate("b", 2, 2, 1, 3));
  }

  @Test
  void ofValuesThatTieTheFirstInTextOrderLeadsAndTheTieIsSeen() {
    Aggregate tie = majority.aggregate(List.of("b", "a"));

    assertThat(tie).isEqualTo(new Aggregate("a", 1, 1, 1, 2));
    assertThat(tie.tied()).isTrue();
  }

  @Test
  void oneAnswerAgreesWithItself() {
    Aggregate one = majority.aggregate(List.of("a"));

    assertThat(one.agreement()).isEqualTo(1.0);
    assertThat(one.tied()).isFalse();
  }

  @Test
  void noAnswersHaveNoValueAndNoAgreement() {
    Aggregate none = majority.aggregate(List.of());

    assertThat(none.value()).isNull();
    assertThat(none.agreement()).isZero();
  }

  @Test
  void agreementIsTheShareOfTheLeader() {
    assertThat(majority.aggregate(List.of("a", "a", "a", "b")).agreement()).isEqualTo(0.75);
  }
}

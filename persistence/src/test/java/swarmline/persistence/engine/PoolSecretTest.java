package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swarmline.engine.id.PoolId;

/** Each pool has a secret of its own, by which golds' places and spot checks are drawn. */
class PoolSecretTest extends OnePlatform {
  @Test
  void itIsItsOwnAndStaysAcrossARestart() {
    var acme = platform.tenant();
    PoolId one = acme.open("redundancy: {answers: 1}");
    PoolId other = acme.open("redundancy: {answers: 1}");
    Long secret = acme.view(one).secret();
    assertThat(secret).isNotNull().isNotEqualTo(acme.view(other).secret());

    platform.restart();

    assertThat(acme.view(one).secret()).isEqualTo(secret);
    assertThat(acme.view(one).drawnBy()).isEqualTo(secret);
  }
}

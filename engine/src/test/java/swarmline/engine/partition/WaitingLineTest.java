package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.partition.WaitingLine.Served;

class WaitingLineTest {
  private final WaitingLine<Integer> line = new WaitingLine<>();

  @Test
  void firstComeIsFirstServedAndWhoAsksAgainKeepsItsPlace() {
    line.join("ann", 1);
    line.join("bob", 1);
    line.join("ann", 2);

    assertThat(serve(Served.STAYS)).containsExactly("ann=2", "bob=1");
  }

  @Test
  void whoIsServedLeavesAndTheOthersKeepTheirOrder() {
    List.of("ann", "bob", "cid").forEach(worker -> line.join(worker, 1));

    line.serve((worker, with) -> worker.equals("bob") ? Served.LEAVES : Served.STAYS);

    assertThat(serve(Served.STAYS)).containsExactly("ann=1", "cid=1");
  }

  @Test
  void servingEndsWhereThereIsNothingLeftToGive() {
    List.of("ann", "bob", "cid").forEach(worker -> line.join(worker, 1));

    assertThat(serve(Served.STAYS_LAST)).containsExactly("ann=1");
    assertThat(serve(Served.LEAVES_LAST)).containsExactly("ann=1");
    assertThat(serve(Served.LEAVES)).containsExactly("bob=1", "cid=1");
    assertThat(line.isEmpty()).isTrue();
  }

  @Test
  void whoLeavesIsNoLongerServedAndComesLastWhenItComesBack() {
    line.join("ann", 1);
    line.join("bob", 1);
    line.leave("ann");
    line.leave("nobody");
    line.join("ann", 1);

    assertThat(line.size()).isEqualTo(2);
    assertThat(serve(Served.STAYS)).containsExactly("bob=1", "ann=1");
  }

  private List<String> serve(Served each) {
    List<String> seen = new ArrayList<>();
    line.serve(
        (worker, with) -> {
          seen.add(worker + "=" + with);
          return each;
        });
    return seen;
  }
}

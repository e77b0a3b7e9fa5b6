package swarmline.engine.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final PoolId POOL = new PoolId(ACME, "p0123456789ab");

  @Test
  void whatIsPrintedIsParsedBack() {
    var random = new Random(17);
    for (int i = 0; i < 1_000; i++) {
      PoolId pool = PoolId.random(ACME, random);
      var task = new TaskId(pool, 1 + (random.nextLong() >>> 5) % 999_999_999_999_999_999L);
      var assignment = new AssignmentId(task, 1 + random.nextInt(999_999_999));

      assertThat(PoolId.parse(ACME, pool.text())).contains(pool);
      assertThat(TaskId.parse(ACME, task.text())).contains(task);
      assertThat(AssignmentId.parse(ACME, assignment.text())).contains(assignment);
    }
  }

  @Test
  void anAssignmentEndsInADotAndTheTasksOrdinal() {
    assertThat(new AssignmentId(new TaskId(POOL, 7), 3).text()).isEqualTo("p0123456789ab-7.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p",
        "p0123456789a",
        "p0123456789abc",
        "x0123456789ab",
        "p0123456789AB",
        "p0123456789a-"
      })
  void whatIsNoPoolIsNotParsed(String text) {
    assertThat(PoolId.parse(ACME, text)).isEmpty();
    assertThat(TaskId.parse(ACME, text + "-1")).isEmpty();
    assertThatThrownBy(() -> new PoolId(ACME, text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "-0", "-01", "--1", "-1x", "-1 ", "-9999999999999999999", "-+1", "-1-1"})
  void whatIsNoTaskIsNotParsed(String number) {
    assertThat(TaskId.parse(ACME, "p0123456789ab" + number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", ".0", ".01", ".-1", ".1.1", ".1x", ".9999999999", "1.", ".+1", ".١"})
  void whatIsNoAssignmentIsNotParsed(String ordinal) {
    assertThat(AssignmentId.parse(ACME, "p0123456789ab-7" + ordinal)).isEmpty();
  }

  @Test
  void numbersAndOrdinalsStartAtOne() {
    assertThatThrownBy(() -> new TaskId(POOL, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AssignmentId(new TaskId(POOL, 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameRequestOfTheSameTenantNamesTheSamePool() {
    assertThat(PoolId.ofRequest(ACME, "k")).isEqualTo(PoolId.ofRequest(ACME, "k"));
    assertThat(PoolId.ofRequest(ACME, "k")).isNotEqualTo(PoolId.ofRequest(ACME, "l"));
    assertThat(PoolId.ofRequest(ACME, "k").code())
        .isNotEqualTo(PoolId.ofRequest(new TenantId("other"), "k").code());
  }

  @Test
  void namesAreOneTo128CharactersOfAFixedAlphabet() {
    assertThat(Names.valid("azAZ09._:@-")).isTrue();
    assertThat(Names.valid("x".repeat(128))).isTrue();
    for (String bad : Set.of("", "x".repeat(129), "a b", "a/b", "a|b", "é", "a\n", "a#b")) {
      assertThat(Names.valid(bad)).as(bad).isFalse();
      assertThatThrownBy(() -> new WorkerId(ACME, bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new TenantId(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void persistenceIdsNeverChange() {
    assertThat(PersistenceIds.of(new TaskId(POOL, 7))).isEqualTo("Task|acme/p0123456789ab-7");
    assertThat(PersistenceIds.of(new WorkerId(ACME, "ann"))).isEqualTo("Worker|acme/ann");
    assertThat(PersistenceIds.of(POOL)).isEqualTo("Pool|acme/p0123456789ab");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1024})
  void everyNumberBelongsToOneSliceAndOnePositionOfIt(int count) {
    Set<Long> seen = new HashSet<>();
    for (int index = 0; index < count; index++) {
      var slice = new PartitionId(POOL, index, count);
      for (long position = 1; position <= 50; position++) {
        long number = slice.numberAt(position);
        assertThat(number).isPositive();
        assertThat(seen.add(number)).isTrue();
        assertThat(slice.positionOf(number)).isEqualTo(position);
        assertThat(PartitionId.of(new TaskId(POOL, number), count)).isEqualTo(slice);
      }
    }
    assertThat(seen).hasSize(50 * count).contains(1L, 50L * count);
  }

  @Test
  void aSliceIsOneOfAtMost1024() {
    for (int[] bad : new int[][] {{0, 0}, {1, 1}, {-1, 1}, {0, 1025}}) {
      assertThatThrownBy(() -> new PartitionId(POOL, bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

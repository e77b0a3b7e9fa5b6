package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which table a statement is counted under. */
class StatementTrackerTest {
  @Test
  void aStatementIsCountedUnderItsTable() {
    assertThat(StatementTracker.read("SELECT last FROM ks.numbers WHERE name = ?"))
        .isEqualTo(new StatementTracker.Kind("numbers", true));
    assertThat(StatementTracker.read("INSERT INTO ks.feed (a) VALUES (?)"))
        .isEqualTo(new StatementTracker.Kind("feed", false));
    assertThat(StatementTracker.read("UPDATE ks.slices USING TIMESTAMP ? SET owner = ?"))
        .isEqualTo(new StatementTracker.Kind("slices", false));
    assertThat(StatementTracker.read("DELETE FROM ks.open_tasks USING TIMESTAMP ?"))
        .isEqualTo(new StatementTracker.Kind("open_tasks", false));
  }

  @Test
  void aStatementWrittenOverSeveralLinesIsCountedToo() {
    assertThat(StatementTracker.read("\n  INSERT INTO ks.messages\n  (persistence_id)"))
        .isEqualTo(new StatementTracker.Kind("messages", false));
    assertThat(StatementTracker.read("\n  select sequence_nr from messages where"))
        .isEqualTo(new StatementTracker.Kind("messages", true));
  }

  @Test
  void whatNamesNoTableIsCountedUnderOther() {
    assertThat(StatementTracker.read("USE ks").table()).isEqualTo("other");
  }
}

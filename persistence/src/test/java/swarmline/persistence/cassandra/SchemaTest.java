package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import org.junit.jupiter.api.Test;
import swarmline.persistence.embedded.StoreRefused;

/** What a start wants of a keyspace. */
class SchemaTest {
  @Test
  void aStartWithoutSchemaIsRefusedWithTheCommandToRun() {
    CassandraSettings settings = TestCassandra.settings(TestCassandra.newKeyspace());

    assertThatThrownBy(() -> CassandraStore.open(settings, StatementMetrics.none()))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("swarmline schema create");
  }

  @Test
  void anOtherVersionOfTheSchemaIsRefusedAndCreateMendsAnOlderOne() {
    CassandraSettings settings = TestCassandra.settings();
    try (CqlSession session = Sessions.open(settings)) {
      var schema = new Schema(session, settings);
      assertThat(schema.findings()).isEmpty();

      version(session, settings, Schema.VERSION - 1);
      assertThat(schema.findings()).get().asString().contains("swarmline schema create");
      schema.create();
      assertThat(schema.findings()).isEmpty();

      version(session, settings, Schema.VERSION + 1);
      assertThat(schema.findings()).get().asString().contains("newer");
      version(session, settings, Schema.VERSION);
    }
  }

  private static void version(CqlSession session, CassandraSettings settings, int version) {
    session.execute(
        "UPDATE %s.schema_version SET version = %d WHERE name = 'swarmline'"
            .formatted(settings.keyspace(), version));
  }
}

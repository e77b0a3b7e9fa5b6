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
  void anOtherVersionOfTheSchemaIsRefusedAndCreateLeavesItAsItIs() {
    CassandraSettings settings = TestCassandra.settings();
    try (CqlSession session = Sessions.open(settings)) {
      var schema = new Schema(session, settings);
      assertThat(schema.findings()).isEmpty();

      refused(session, settings, Schema.OLDEST - 1, "name a new keyspace");
      refused(session, settings, Schema.VERSION + 1, "newer");
      version(session, settings, Schema.VERSION);
      schema.create();
      assertThat(schema.findings()).isEmpty();
    }
  }

  @Test
  void nothingStartsUntilAMigrationThatHasBegunComesToItsEnd() {
    CassandraSettings settings = TestCassandra.settings();
    try (CqlSession session = Sessions.open(settings)) {
      var schema = new Schema(session, settings);

      assertThat(schema.beginMigration()).isTrue();
      assertThat(schema.beginMigration()).isFalse();
      assertThatThrownBy(() -> CassandraStore.open(settings, StatementMetrics.none()))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining("drop the keyspace");

      schema.endMigration();
      assertThat(schema.findings()).isEmpty();
    }
  }

  private static void refused(
      CqlSession session, CassandraSettings settings, int version, String why) {
    version(session, settings, version);
    var schema = new Schema(session, settings);
    assertThat(schema.findings()).get().asString().contains(why);
    assertThatThrownBy(schema::create).isInstanceOf(StoreRefused.class).hasMessageContaining(why);
    assertThat(schema.findings()).get().asString().contains(why);
  }

  private static void version(CqlSession session, CassandraSettings settings, int version) {
    session.execute(
        "UPDATE %s.schema_version SET version = %d WHERE name = 'swarmline'"
            .formatted(settings.keyspace(), version));
  }
}

package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import swarmline.persistence.embedded.StoreRefused;

/** The tables of a keyspace, made by a command and checked by every start. Blocks. */
public final class Schema {
  /** The version that this program reads and writes. */
  public static final int VERSION = 2;

  /** The oldest version whose tables this program still understands. */
  static final int OLDEST = 2;

  private static final String NAME = "swarmline";

  /** Beside the version while a migration into the keyspace is under way. */
  private static final String MIGRATION = "migration";

  /** Making a table waits for every node to agree. */
  private static final Duration AGREEMENT = Duration.ofSeconds(60);

  private final CqlSession session;
  private final CassandraSettings settings;

  public Schema(CqlSession session, CassandraSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /** Makes what is missing; what is there stays as it is, and what cannot be mended is refused. */
  public void create() {
    OptionalInt version = version();
    if (version.isPresent() && unreadable(version.getAsInt())) {
      throw new StoreRefused(refusal(version.getAsInt()));
    }
    statements().forEach(this::execute);
    execute(
        "INSERT INTO %s.schema_version (name, version) VALUES ('%s', %d)"
            .formatted(settings.keyspace(), NAME, VERSION));
  }

  /** Why this program cannot work on the keyspace, and what to do; empty where it can. */
  public Optional<String> findings() {
    if (session.getMetadata().getKeyspace(settings.keyspace()).isEmpty()) {
      return Optional.of(
          "There is no keyspace " + settings.keyspace() + ". Run: swarmline schema create");
    }
    OptionalInt version = version();
    if (version.isEmpty()) {
      return Optional.of(
          "The keyspace " + settings.keyspace() + " has no schema. Run: swarmline schema create");
    }
    if (version.getAsInt() != VERSION) {
      return Optional.of(refusal(version.getAsInt()));
    }
    return read(MIGRATION).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "A migration into the keyspace "
                + settings.keyspace()
                + " has not come to its end. Where it runs no more, drop the keyspace, and run:"
                + " swarmline schema create, and: swarmline migrate");
  }

  /** From now on nothing starts on the keyspace; false where a migration has begun already. */
  boolean beginMigration() {
    return session
        .execute(
            "INSERT INTO %s.schema_version (name, version) VALUES ('%s', %d) IF NOT EXISTS"
                .formatted(settings.keyspace(), MIGRATION, VERSION))
        .wasApplied();
  }

  /** All is there that should be: nodes may start. */
  void endMigration() {
    session.execute(
        "DELETE FROM %s.schema_version WHERE name = '%s' IF EXISTS"
            .formatted(settings.keyspace(), MIGRATION));
  }

  private static boolean unreadable(int version) {
    return version < OLDEST || version > VERSION;
  }

  private String refusal(int version) {
    String is = "The schema of " + settings.keyspace() + " is of version " + version;
    if (version > VERSION) {
      return is + ", newer than " + VERSION + ", which this program knows. Run a newer program.";
    }
    if (version < OLDEST) {
      return is
          + ", of before the first release, which is read no more. Take its outcomes out with the"
          + " program that wrote it, and name a new keyspace ("
          + CassandraSettings.PATH
          + ".keyspace) for: swarmline schema create";
    }
    return is + ", this program needs " + VERSION + ". Run: swarmline schema create";
  }

  /** Refuses a keyspace that this program cannot work on. */
  void require() {
    findings()
        .ifPresent(
            why -> {
              throw new StoreRefused(why);
            });
  }

  private OptionalInt version() {
    boolean table =
        session
            .getMetadata()
            .getKeyspace(settings.keyspace())
            .flatMap(keyspace -> keyspace.getTable("schema_version"))
            .isPresent();
    return table ? read(NAME) : OptionalInt.empty();
  }

  private OptionalInt read(String name) {
    Row row =
        session
            .execute(
                "SELECT version FROM %s.schema_version WHERE name = '%s'"
                    .formatted(settings.keyspace(), name))
            .one();
    return row == null ? OptionalInt.empty() : OptionalInt.of(row.getInt("version"));
  }

  private void execute(String cql) {
    session.execute(SimpleStatement.newInstance(cql).setTimeout(AGREEMENT));
  }

  /** The statements in order, each for itself. */
  List<String> statements() {
    String text =
        text()
            .lines()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"))
            .replace("KEYSPACE.", settings.keyspace() + ".")
            .replace("EXISTS KEYSPACE", "EXISTS " + settings.keyspace())
            .replace("REPLICATION", settings.replication());
    List<String> statements = new ArrayList<>();
    for (String statement : text.split(";\n", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement.strip().replaceAll(";$", ""));
      }
    }
    return statements;
  }

  private static String text() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.cql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

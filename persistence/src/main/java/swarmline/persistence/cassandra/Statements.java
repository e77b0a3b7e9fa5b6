package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/** Every statement of the catalog and of ownership, prepared. */
final class Statements {
  // Ownership
  final PreparedStatement lastNumber;
  final PreparedStatement firstNumber;
  final PreparedStatement nextNumber;
  final PreparedStatement joinNodes;
  final PreparedStatement renewNode;
  final PreparedStatement leaveNodes;
  final PreparedStatement nodes;
  final PreparedStatement slice;
  final PreparedStatement slices;
  final PreparedStatement firstOwner;
  final PreparedStatement nextOwner;
  final PreparedStatement leaveSlice;
  final PreparedStatement putPosition;
  final PreparedStatement putOrderBucket;
  final PreparedStatement putSwept;

  final PreparedStatement putWriter;
  final PreparedStatement writer;

  // Pools
  final PreparedStatement firstPool;
  final PreparedStatement newerPool;
  final PreparedStatement pools;

  // Tasks
  final PreparedStatement putDefinition;
  final PreparedStatement definition;
  final PreparedStatement definitionsOf;
  final PreparedStatement definitionsAfter;
  final PreparedStatement putKey;
  final PreparedStatement keys;
  final PreparedStatement putOpen;
  final PreparedStatement putOpenTouched;
  final PreparedStatement touch;
  final PreparedStatement removeOpen;
  final PreparedStatement open;
  final PreparedStatement putRecord;
  final PreparedStatement removeRecord;
  final PreparedStatement record;
  final PreparedStatement recordsOf;
  final PreparedStatement putOrder;
  final PreparedStatement orderAfter;
  final PreparedStatement orderEnd;

  // The rest
  final PreparedStatement putLedger;
  final PreparedStatement ledgerAfter;
  final PreparedStatement putFeed;
  final PreparedStatement feedAfter;
  final PreparedStatement putLane;
  final PreparedStatement lanes;
  final PreparedStatement putFeedId;
  final PreparedStatement feedId;
  final PreparedStatement putReply;
  final PreparedStatement reply;
  final PreparedStatement putEvents;
  final PreparedStatement eventsOf;
  final PreparedStatement removeEvents;
  final PreparedStatement eventsFrom;

  private final CqlSession session;
  private final String keyspace;

  Statements(CqlSession session, CassandraSettings settings) {
    this.session = session;
    this.keyspace = settings.keyspace();
    long feed = settings.keepFeed().toSeconds();
    lastNumber = of("SELECT last FROM %s.numbers WHERE name = ?");
    firstNumber = of("INSERT INTO %s.numbers (name, last) VALUES (?, ?) IF NOT EXISTS");
    nextNumber = of("UPDATE %s.numbers SET last = ? WHERE name = ? IF last = ?");
    joinNodes =
        of("INSERT INTO %s.nodes (cluster, number, renewal) VALUES (?, ?, ?) IF NOT EXISTS");
    renewNode =
        of("UPDATE %s.nodes SET renewal = ? WHERE cluster = ? AND number = ? IF renewal = ?");
    leaveNodes = of("DELETE FROM %s.nodes WHERE cluster = ? AND number = ? IF renewal = ?");
    nodes = of("SELECT number, renewal FROM %s.nodes WHERE cluster = ?");
    slice =
        of(
            "SELECT count, epoch, owner, last_position, order_bucket, swept FROM %s.slices"
                + " WHERE tenant = ? AND pool = ? AND slice = ?");
    slices = of("SELECT slice, count, last_position FROM %s.slices WHERE tenant = ? AND pool = ?");
    firstOwner =
        of(
            "INSERT INTO %s.slices (tenant, pool, slice, count, epoch, owner)"
                + " VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    nextOwner =
        of(
            "UPDATE %s.slices SET epoch = ?, owner = ? WHERE tenant = ? AND pool = ? AND slice = ?"
                + " IF epoch = ? AND owner = ?");
    leaveSlice =
        of(
            "UPDATE %s.slices SET owner = ? WHERE tenant = ? AND pool = ? AND slice = ?"
                + " IF epoch = ?");
    putPosition =
        of(
            "UPDATE %s.slices USING TIMESTAMP ? SET last_position = ?"
                + " WHERE tenant = ? AND pool = ? AND slice = ?");
    putOrderBucket =
        of(
            "UPDATE %s.slices USING TIMESTAMP ? SET order_bucket = ?"
                + " WHERE tenant = ? AND pool = ? AND slice = ?");
    putSwept =
        of(
            "UPDATE %s.slices USING TIMESTAMP ? SET swept = ?"
                + " WHERE tenant = ? AND pool = ? AND slice = ?");
    putWriter =
        of("INSERT INTO %s.writers (persistence_id, epoch) VALUES (?, ?) USING TIMESTAMP ?");
    writer = of("SELECT epoch FROM %s.writers WHERE persistence_id = ?");
    firstPool =
        of(
            "INSERT INTO %s.pools (shard, tenant, pool, version, pool_view)"
                + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
    newerPool =
        of(
            "UPDATE %s.pools SET version = ?, pool_view = ?"
                + " WHERE shard = ? AND tenant = ? AND pool = ? IF version < ?");
    pools = of("SELECT pool_view FROM %s.pools WHERE shard = ?");
    putDefinition =
        of(
            "INSERT INTO %s.definitions (tenant, pool, bucket, number, definition)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
    definition =
        of(
            "SELECT definition FROM %s.definitions"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number = ?");
    definitionsOf =
        of(
            "SELECT number, definition FROM %s.definitions"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number IN ?");
    definitionsAfter =
        of(
            "SELECT number, definition FROM %s.definitions"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number > ? LIMIT ?");
    putKey =
        of(
            "INSERT INTO %s.task_keys (tenant, pool, key, number) VALUES (?, ?, ?, ?)"
                + " USING TIMESTAMP ?");
    keys = of("SELECT key, number FROM %s.task_keys WHERE tenant = ? AND pool = ? AND key IN ?");
    putOpen =
        of(
            "INSERT INTO %s.open_tasks (tenant, pool, slice, bucket, number, row)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    putOpenTouched =
        of(
            "INSERT INTO %s.open_tasks (tenant, pool, slice, bucket, number, row, touched)"
                + " VALUES (?, ?, ?, ?, ?, ?, true) USING TIMESTAMP ?");
    touch =
        of(
            "UPDATE %s.open_tasks USING TIMESTAMP ? SET touched = true"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ? AND number = ?");
    removeOpen =
        of(
            "DELETE FROM %s.open_tasks USING TIMESTAMP ?"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ? AND number = ?");
    open =
        of(
            "SELECT number, row, touched FROM %s.open_tasks"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ?");
    putRecord =
        of(
            "INSERT INTO %s.records"
                + " (tenant, pool, bucket, number, slice, position, settled, record)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    removeRecord =
        of(
            "DELETE FROM %s.records USING TIMESTAMP ?"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number = ?");
    record =
        of(
            "SELECT record FROM %s.records"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number = ?");
    recordsOf =
        of(
            "SELECT number, slice, position, settled, record FROM %s.records"
                + " WHERE tenant = ? AND pool = ? AND bucket = ? AND number IN ?");
    putOrder =
        of(
            "INSERT INTO %s.record_order (tenant, pool, slice, bucket, position, number)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    orderAfter =
        of(
            "SELECT position, number FROM %s.record_order"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ? AND position > ?"
                + " LIMIT ?");
    orderEnd =
        of(
            "SELECT max(position) AS last FROM %s.record_order"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ?");
    putLedger =
        of(
            "INSERT INTO %s.ledger (tenant, worker, bucket, sequence, entry) VALUES (?, ?, ?, ?, ?)");
    ledgerAfter =
        of(
            "SELECT sequence, entry FROM %s.ledger"
                + " WHERE tenant = ? AND worker = ? AND bucket = ? AND sequence > ? LIMIT ?");
    putFeed =
        of(
            "INSERT INTO %s.feed (tenant, lane, bucket, position, entry) VALUES (?, ?, ?, ?, ?)"
                + " USING TTL "
                + feed);
    feedAfter =
        of(
            "SELECT position, entry FROM %s.feed"
                + " WHERE tenant = ? AND lane = ? AND bucket = ? AND position > ? LIMIT ?");
    putLane =
        of("INSERT INTO %s.feed_lanes (tenant, lane, last) VALUES (?, ?, ?) USING TTL " + feed);
    lanes = of("SELECT lane, last FROM %s.feed_lanes WHERE tenant = ?");
    putFeedId = of("INSERT INTO %s.feed_ids (tenant, id, lane) VALUES (?, ?, ?) USING TTL " + feed);
    feedId = of("SELECT lane FROM %s.feed_ids WHERE tenant = ? AND id = ?");
    putReply =
        of(
            "INSERT INTO %s.replies (tenant, key, reply) VALUES (?, ?, ?) USING TTL "
                + settings.keepReplies().toSeconds());
    reply = of("SELECT reply FROM %s.replies WHERE tenant = ? AND key = ?");
    putEvents =
        of(
            "INSERT INTO %s.task_events"
                + " (tenant, pool, slice, bucket, number, sequence_nr, epoch, events)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    removeEvents =
        of(
            "DELETE FROM %s.task_events USING TIMESTAMP ?"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ? AND number = ?");
    eventsOf =
        of(
            "SELECT sequence_nr, epoch, events FROM %s.task_events"
                + " WHERE tenant = ? AND pool = ? AND slice = ? AND bucket = ? AND number = ?");
    eventsFrom =
        of(
            "SELECT sequence_nr, writer_uuid, ser_id, ser_manifest, event, event_manifest"
                + " FROM %s.messages"
                + " WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr >= ?");
  }

  private PreparedStatement of(String cql) {
    return session.prepare(cql.formatted(keyspace));
  }
}

package swarmline.persistence.cassandra;

import java.nio.ByteBuffer;
import java.util.List;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.persistence.serialization.StoredCodec;

/** In which Cassandra partition a row is: every one is bounded, however large a pool is. */
final class Places {
  /** Tasks whose definitions are in one partition; a definition has at most 256 KiB. */
  static final long DEFINITIONS = 128;

  /** Tasks of a slice whose open rows are in one partition; most rows have some twenty bytes. */
  static final long OPEN = 512;

  /** Entries of a worker's ledger in one partition. */
  static final long LEDGER = 1024;

  /** Entries of a feed's lane in one partition. */
  static final long FEED = 512;

  /** Partitions over which pools are spread. */
  static final int POOL_SHARDS = 16;

  private Places() {}

  static long definitions(long number) {
    return number / DEFINITIONS;
  }

  static long open(PartitionId partition, long number) {
    return partition.positionOf(number) / OPEN;
  }

  /** Where the open rows of a bucket are, and the events of its tasks. */
  static List<Object> openPlace(PartitionId partition, long bucket) {
    return List.of("open_tasks", partition.pool(), partition.index(), bucket);
  }

  static int shard(PoolId pool) {
    return Math.floorMod(pool.code().hashCode(), POOL_SHARDS);
  }

  static List<Object> of(String table, PoolId pool, long bucket) {
    return List.of(table, pool, bucket);
  }

  static ByteBuffer bytes(Object value) {
    return ByteBuffer.wrap(StoredCodec.encode(value));
  }

  static <T> T decode(Class<T> type, ByteBuffer value) {
    return StoredCodec.decode(type, array(value));
  }

  static byte[] array(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}

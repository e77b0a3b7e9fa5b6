package swarmline.persistence.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

/**
 * Keys of rows. Numbers are big-endian, so that rows sort by them; a text that is not the last part
 * of a key is preceded by its length, so that no key can reach into the rows of another tenant.
 */
public final class Keys {
  /** Letters and digits of a pool's code after its {@code p}. */
  private static final int CODE_BYTES = 12;

  private Keys() {}

  /** Every key of a tenant starts with this. */
  public static byte[] tenant(TenantId tenant) {
    byte[] name = ascii(tenant.value());
    return ByteBuffer.allocate(1 + name.length).put((byte) name.length).put(name).array();
  }

  /** Every key of a pool starts with this. */
  public static byte[] pool(PoolId pool) {
    return pool(pool, 0).array();
  }

  public static byte[] task(TaskId task) {
    return inPool(task.pool(), task.number());
  }

  /** The key of the row that holds the highest position of a partition. */
  public static byte[] lastPosition(PartitionId partition) {
    byte[] pool = pool(partition.pool());
    return ByteBuffer.allocate(1 + pool.length + Integer.BYTES)
        .put((byte) 'P')
        .put(pool)
        .putInt(partition.index())
        .array();
  }

  /** The key in a pool for a number: a task's, or a position in an order. */
  public static byte[] inPool(PoolId pool, long number) {
    return pool(pool, Long.BYTES).putLong(number).array();
  }

  /** The key in a pool for a text of the tenant's. */
  public static byte[] inPool(PoolId pool, String text) {
    byte[] last = utf8(text);
    return pool(pool, last.length).put(last).array();
  }

  /** The key in a tenant's rows for a position in an order. */
  public static byte[] inTenant(TenantId tenant, long number) {
    byte[] first = tenant(tenant);
    return ByteBuffer.allocate(first.length + Long.BYTES).put(first).putLong(number).array();
  }

  /** The key in a tenant's rows for a text of the tenant's. */
  public static byte[] inTenant(TenantId tenant, String text) {
    byte[] first = tenant(tenant);
    byte[] last = utf8(text);
    return ByteBuffer.allocate(first.length + last.length).put(first).put(last).array();
  }

  /** Every key of a worker's ledger starts with this. */
  public static byte[] ledgerOf(WorkerId worker) {
    return ledger(worker, 0).array();
  }

  /** The key of an entry in a worker's ledger. */
  public static byte[] ledgerEntry(WorkerId worker, long sequence) {
    return ledger(worker, Long.BYTES).putLong(sequence).array();
  }

  /** The key of an event or a snapshot. */
  public static byte[] event(byte[] persistenceId, long sequenceNr) {
    return ByteBuffer.allocate(Short.BYTES + persistenceId.length + Long.BYTES)
        .putShort((short) persistenceId.length)
        .put(persistenceId)
        .putLong(sequenceNr)
        .array();
  }

  /** Every event or snapshot of a persistence id starts with this. */
  public static byte[] events(byte[] persistenceId) {
    return ByteBuffer.allocate(Short.BYTES + persistenceId.length)
        .putShort((short) persistenceId.length)
        .put(persistenceId)
        .array();
  }

  /** The key of the task with this number in the pool of another key. */
  public static byte[] taskOfKey(byte[] keyInPool, long number) {
    int pool = 1 + Byte.toUnsignedInt(keyInPool[0]) + CODE_BYTES;
    return ByteBuffer.allocate(pool + Long.BYTES).put(keyInPool, 0, pool).putLong(number).array();
  }

  /** The task that a key of {@link #task} stands for. */
  public static TaskId taskAt(byte[] key) {
    int tenant = Byte.toUnsignedInt(key[0]);
    String code = "p" + ascii(key, 1 + tenant, CODE_BYTES);
    return new TaskId(new PoolId(new TenantId(ascii(key, 1, tenant)), code), number(key));
  }

  /** The last eight bytes of a key, read as a number. */
  public static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  /** A value that is a number. */
  public static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** The first key after every key that starts with the prefix; null when there is none. */
  public static byte[] after(byte[] prefix) {
    byte[] next = prefix.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (++next[i] != 0) {
        return next;
      }
    }
    return null;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer ledger(WorkerId worker, int more) {
    byte[] tenant = tenant(worker.tenant());
    byte[] name = ascii(worker.name());
    return ByteBuffer.allocate(tenant.length + 1 + name.length + more)
        .put(tenant)
        .put((byte) name.length)
        .put(name);
  }

  private static ByteBuffer pool(PoolId pool, int more) {
    byte[] tenant = ascii(pool.tenant().value());
    return ByteBuffer.allocate(1 + tenant.length + CODE_BYTES + more)
        .put((byte) tenant.length)
        .put(tenant)
        .put(ascii(pool.code()), 1, CODE_BYTES);
  }

  private static String ascii(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /** Tenants, codes and names have only ASCII in their alphabets, at most 128 of them. */
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

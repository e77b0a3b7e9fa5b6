package swarmline.persistence.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/**
 * RocksDB's options for a store with one writer and many small synced batches. They own native
 * memory and are closed after the database.
 */
final class DatabaseOptions implements AutoCloseable {
  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final double MEMTABLE_BLOOM_SHARE = 0.05;
  private static final long BLOCK_BYTES = 8 * 1024;
  private static final long LARGE_BUFFER_BYTES = 48L << 20;
  private static final long SMALL_BUFFER_BYTES = 16L << 20;
  private static final long TABLE_FILE_BYTES = 64L << 20;
  private static final long INFO_LOG_BYTES = 4L << 20;
  private static final long MANIFEST_BYTES = 16L << 20;
  private static final int INFO_LOGS_KEPT = 3;
  private static final long DAY_SECONDS = 24 * 3600;

  private final List<RocksObject> owned = new ArrayList<>();
  private final DBOptions database;
  private final List<ColumnFamilyDescriptor> tables = new ArrayList<>();

  DatabaseOptions(EmbeddedSettings settings, boolean readOnly) {
    Cache cache = own(new LRUCache(settings.blockCacheBytes()));
    BloomFilter filter = own(new BloomFilter(BLOOM_BITS_PER_KEY));
    database = own(database(settings, readOnly));
    for (Table table : Table.values()) {
      ColumnFamilyOptions options = own(new ColumnFamilyOptions());
      tune(options, table, cache, filter);
      tables.add(new ColumnFamilyDescriptor(Keys.utf8(table.label()), options));
    }
  }

  DBOptions database() {
    return database;
  }

  List<ColumnFamilyDescriptor> tables() {
    return tables;
  }

  private static DBOptions database(EmbeddedSettings settings, boolean readOnly) {
    // Options that the Java binding has no setter for.
    Properties named = new Properties();
    named.setProperty("track_and_verify_wals_in_manifest", "true");
    try (ConfigOptions strict = new ConfigOptions()) {
      return DBOptions.getDBOptionsFromProps(strict, named)
          .setCreateIfMissing(!readOnly)
          .setCreateMissingColumnFamilies(true)
          .setParanoidChecks(true)
          // The store has cut a torn tail off before; whatever is still wrong is corruption. Who
          // only reads has inspected the log and wants to see what stands before the damage.
          .setWalRecoveryMode(
              readOnly ? WALRecoveryMode.PointInTimeRecovery : WALRecoveryMode.AbsoluteConsistency)
          // One thread writes.
          .setAllowConcurrentMemtableWrite(false)
          .setEnablePipelinedWrite(false)
          // Acknowledged before even the operating system has it: what "off" is there to show.
          .setManualWalFlush(!settings.fsync())
          .setDbWriteBufferSize(settings.memtableBytes())
          .setMaxTotalWalSize(settings.walBytes())
          .setMaxBackgroundJobs(2)
          .setBytesPerSync(1 << 20)
          .setMaxOpenFiles(-1)
          .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
          .setMaxLogFileSize(INFO_LOG_BYTES)
          .setKeepLogFileNum(INFO_LOGS_KEPT)
          .setMaxManifestFileSize(MANIFEST_BYTES)
          .setStatsDumpPeriodSec(0)
          .setStatsPersistPeriodSec(0);
    }
  }

  private static void tune(
      ColumnFamilyOptions options, Table table, Cache cache, BloomFilter filter) {
    boolean large = table.shape() == Table.Shape.LARGE;
    options
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(filter)
                .setWholeKeyFiltering(true)
                .setOptimizeFiltersForMemory(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(5))
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevelCompactionDynamicLevelBytes(true)
        .setWriteBufferSize(large ? LARGE_BUFFER_BYTES : SMALL_BUFFER_BYTES)
        .setMaxWriteBufferNumber(3)
        .setTargetFileSizeBase(TABLE_FILE_BYTES)
        // Removed rows leave the disk in a day even where nothing else is written.
        .setTtl(DAY_SECONDS);
    if (table.shape() == Table.Shape.POINT) {
      options
          .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_SHARE)
          .setMemtableWholeKeyFiltering(true);
    }
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  @Override
  public void close() {
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
  }
}

package swarmline.persistence.embedded;

/** What the store tells of its work. Called on the store's own threads; must not block. */
public interface StoreMetrics {

  /** One synced batch: how many writes it held, its bytes in the log, how long it took. */
  void committed(int writes, long bytes, long nanos);

  /** Writes that failed together. */
  void failed(int writes);

  /** A write that was refused because too much was waiting. */
  void refused();

  /** Rows whose retention was over were removed. */
  void swept(int rows);

  /** Counts nothing. */
  static StoreMetrics none() {
    return new StoreMetrics() {
      @Override
      public void committed(int writes, long bytes, long nanos) {}

      @Override
      public void failed(int writes) {}

      @Override
      public void refused() {}

      @Override
      public void swept(int rows) {}
    };
  }
}

package swarmline.persistence.cassandra;

/** What is told of statements sent to Cassandra. Called on the driver's threads; must not block. */
public interface StatementMetrics {

  /**
   * A statement was sent and answered, whether by rows or by an error; each attempt and each page
   * is one, a batch is one.
   *
   * @param table that it is about, such as {@code messages}
   * @param read whether it asks; else it changes something
   */
  void sent(String table, boolean read, boolean failed, long nanos);

  /** Counts nothing. */
  static StatementMetrics none() {
    return (table, read, failed, nanos) -> {};
  }
}

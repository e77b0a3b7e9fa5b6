package swarmline.persistence.embedded;

/**
 * Something to be written as a whole or not at all. Writes are taken in the order in which they
 * were handed to the store; every method is called on the committer's thread and must be short.
 */
public interface Write {

  /** Adds the rows. What was handed in before is visible through the commit. */
  void addTo(Commit commit);

  /** Bytes that it keeps in memory, about; counts against the bound of the queue. */
  int size();

  /**
   * Whether it is written by itself once the disk takes writes again, before anything else, when it
   * failed: nobody waits for it and later writes rely on it.
   */
  default boolean carriedOver() {
    return false;
  }

  /** It is on disk. */
  void committed();

  /** It is not known to be on disk. */
  void failed(StoreFailure failure);
}

package swarmline.persistence.embedded;

/** Writes nothing; knows when everything before it is settled. */
final class Barrier implements Write {
  private final Runnable passed;

  Barrier(Runnable passed) {
    this.passed = passed;
  }

  @Override
  public void addTo(Commit commit) {}

  @Override
  public int size() {
    return 0;
  }

  @Override
  public void committed() {
    passed.run();
  }

  @Override
  public void failed(StoreFailure failure) {
    passed.run();
  }
}

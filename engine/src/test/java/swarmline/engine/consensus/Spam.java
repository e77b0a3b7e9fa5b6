package swarmline.engine.consensus;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What workers give who do no work, to one task. */
public enum Spam {
  /** Each anything, by chance. */
  RANDOM {
    @Override
    public <T> List<T> given(int workers, T always, Supplier<T> any) {
      return Stream.generate(any).limit(workers).toList();
    }
  },
  /** All always the same, whatever the task. */
  CONSTANT {
    @Override
    public <T> List<T> given(int workers, T always, Supplier<T> any) {
      return Collections.nCopies(workers, always);
    }
  },
  /** Anything by chance, but all as one of them. */
  COLLUDING {
    @Override
    public <T> List<T> given(int workers, T always, Supplier<T> any) {
      return Collections.nCopies(workers, any.get());
    }
  };

  /**
   * @param always what is given whatever the task
   * @param any draws one of all answers there may be
   */
  public abstract <T> List<T> given(int workers, T always, Supplier<T> any);
}

package swarmline.persistence.embedded;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * Writes rows until it is killed, many at once, and prints the number of each once it is
 * acknowledged. Arguments: the directory, the first number, lines of settings.
 */
public final class Appender {
  private static final int AT_ONCE = 64;

  private Appender() {}

  public static void main(String[] arguments) throws InterruptedException {
    String[] lines = new String[arguments.length - 2];
    System.arraycopy(arguments, 2, lines, 0, lines.length);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (EmbeddedStore store =
        EmbeddedStore.open(Path.of(arguments[0]), TestStores.settings(lines))) {
      out.println("open");
      Semaphore free = new Semaphore(AT_ONCE);
      for (long next = Long.parseLong(arguments[1]); ; next++) {
        free.acquire();
        long number = next;
        store
            .write(row(number))
            .thenRun(
                () -> {
                  out.println(number + ".");
                  free.release();
                });
      }
    }
  }

  static Rows row(long number) {
    byte[] key = Keys.number(number);
    return new Rows(512)
        .put(Table.TASKS, key, new byte[200])
        .put(Table.OPEN, key, key)
        .put(Table.JOURNAL, key, key);
  }
}

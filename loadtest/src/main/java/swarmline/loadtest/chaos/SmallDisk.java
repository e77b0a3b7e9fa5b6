package swarmline.loadtest.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own for the server's data, so small that it can be filled. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 384;
  private static final byte[] BLOCK = new byte[1 << 20];

  private final Path place;
  private final Path filler;

  private SmallDisk(Path place) {
    this.place = place;
    this.filler = place.resolve("filler");
  }

  /**
   * Puts one into a directory.
   *
   * @throws IOException where this user or system does not let us, with the reason
   */
  static SmallDisk mount(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Tool.run(
        "mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", directory.toString());
    return new SmallDisk(directory);
  }

  Path path() {
    return place;
  }

  /** Takes all the room there is. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(place).getUsableSpace() > 0) {
        out.write(BLOCK);
      }
    } catch (IOException full) {
      if (Files.getFileStore(place).getUsableSpace() > BLOCK.length) {
        throw full;
      }
    }
  }

  /** Gives the room back. */
  void free() throws IOException {
    Files.deleteIfExists(filler);
  }

  @Override
  public void close() throws IOException {
    try {
      Tool.run("umount", place.toString());
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}

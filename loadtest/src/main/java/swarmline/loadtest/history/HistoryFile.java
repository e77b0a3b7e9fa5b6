package swarmline.loadtest.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A history file while it is written: scribes hand in chunks, one thread of its own writes them. A
 * scribe that is faster than the disk waits.
 */
public final class HistoryFile implements Closeable {
  static final byte[] MAGIC = "swarmline history 1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int CHUNKS_WAITING_MAX = 64;

  /** An empty chunk is the last. */
  private static final Chunk LAST = new Chunk();

  private final Path path;
  private final OutputStream out;
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS_WAITING_MAX);
  private final BlockingQueue<Chunk> empty = new LinkedBlockingQueue<>();
  private final Thread writer = new Thread(this::write, "history");
  private volatile IOException failure;

  private HistoryFile(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /** Begins a new file in place of any that is there. */
  public static HistoryFile create(Path path) throws IOException {
    OutputStream out = Files.newOutputStream(path);
    out.write(MAGIC);
    var file = new HistoryFile(path, out);
    file.writer.setDaemon(true);
    file.writer.start();
    return file;
  }

  public Path path() {
    return path;
  }

  /** A scribe for the calling thread, or another single one. */
  public Scribe scribe() {
    return new Scribe(this);
  }

  /** Adds whole notes that were written elsewhere. */
  public void add(byte[] notes) {
    for (int from = 0; from < notes.length; from += Chunk.CAPACITY) {
      Chunk chunk = emptyChunk();
      chunk.length = Math.min(Chunk.CAPACITY, notes.length - from);
      System.arraycopy(notes, from, chunk.bytes, 0, chunk.length);
      take(chunk);
    }
  }

  /** Bytes before the first note. */
  public static int headBytes() {
    return MAGIC.length;
  }

  /** Writes what scribes have handed in, and ends the file. Their last chunks come first. */
  @Override
  public void close() throws IOException {
    if (writer.isAlive()) {
      put(LAST);
    }
    try {
      writer.join();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the history was written", impatient);
    }
    if (failure != null) {
      throw new IOException("the history file " + path + " is not complete", failure);
    }
  }

  Chunk emptyChunk() {
    Chunk chunk = empty.poll();
    return chunk == null ? new Chunk() : chunk;
  }

  void take(Chunk chunk) {
    put(chunk);
  }

  private void put(Chunk chunk) {
    try {
      full.put(chunk);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while writing", impatient));
    }
  }

  private void write() {
    try (out) {
      Chunk chunk = full.take();
      while (chunk.length > 0) {
        if (failure == null) {
          keep(chunk);
        }
        chunk = full.take();
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    } catch (IOException notClosed) {
      failure = notClosed;
    }
  }

  /** After a failure the rest is dropped, so that the run goes on; {@link #close} tells of it. */
  private void keep(Chunk chunk) {
    try {
      out.write(chunk.bytes, 0, chunk.length);
      chunk.length = 0;
      empty.add(chunk);
    } catch (IOException diskFull) {
      failure = diskFull;
    }
  }
}

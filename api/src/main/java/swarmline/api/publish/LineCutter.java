package swarmline.api.publish;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Cuts a stream of bytes into blocks of whole lines. Keeps at most one line and one block, whatever
 * comes in; a longer line is dropped and reported. Lines wait for their block to fill up at most
 * {@code linger}, so that a slow publisher's tasks do not wait for more.
 */
final class LineCutter extends GraphStage<FlowShape<ByteString, LineBlock>> {
  private static final byte LINE_FEED = '\n';

  private final int lineMax;
  private final int blockLines;
  private final java.time.Duration linger;
  private final Inlet<ByteString> in = Inlet.create("LineCutter.in");
  private final Outlet<LineBlock> out = Outlet.create("LineCutter.out");
  private final FlowShape<ByteString, LineBlock> shape = FlowShape.of(in, out);

  /**
   * @param lineMax bytes in a line at the most
   * @param blockLines lines in a block at the most
   */
  LineCutter(int lineMax, int blockLines, java.time.Duration linger) {
    this.lineMax = lineMax;
    this.blockLines = blockLines;
    this.linger = linger;
  }

  @Override
  public FlowShape<ByteString, LineBlock> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final Deque<LineBlock> ready = new ArrayDeque<>();
    private byte[] buffer = new byte[1 << 16];
    private int length;
    private int wholeBytes;
    private int wholeLines;
    private long line = 1;
    private boolean dropping;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              take(grab(in));
              moveOn();
            }

            @Override
            public void onUpstreamFinish() {
              finish();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              moveOn();
            }
          });
    }

    @Override
    public void onTimer(Object key) {
      if (isAvailable(out) && ready.isEmpty() && wholeLines > 0) {
        cut();
        push(out, ready.poll());
      }
    }

    private void moveOn() {
      if (isAvailable(out) && !ready.isEmpty()) {
        push(out, ready.poll());
      }
      if (ready.isEmpty() && !isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
        if (wholeLines > 0 && !isTimerActive("linger")) {
          scheduleOnce("linger", linger);
        }
      }
    }

    private void finish() {
      if (!dropping && length > wholeBytes) {
        wholeBytes = length;
        wholeLines++;
      }
      cut();
      emitMultiple(out, ready.iterator(), this::completeStage);
    }

    private void take(ByteString bytes) {
      int from = 0;
      int size = bytes.size();
      byte[] chunk = bytes.toArrayUnsafe();
      for (int i = 0; i < size; i++) {
        if (chunk[i] == LINE_FEED) {
          endLine(chunk, from, i + 1);
          from = i + 1;
        }
      }
      if (from < size) {
        partOfLine(chunk, from, size);
      }
    }

    private void endLine(byte[] chunk, int from, int to) {
      if (dropping) {
        dropping = false;
        line++;
        return;
      }
      partOfLine(chunk, from, to);
      if (dropping) {
        dropping = false;
        line++;
        return;
      }
      wholeBytes = length;
      wholeLines++;
      if (wholeLines == blockLines) {
        cut();
      }
    }

    private void partOfLine(byte[] chunk, int from, int to) {
      if (dropping) {
        return;
      }
      int more = to - from;
      if (length - wholeBytes + more > lineMax + 1) {
        length = wholeBytes;
        cut();
        ready.add(new LineBlock(new byte[0], line, true));
        dropping = true;
        return;
      }
      if (length + more > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
      }
      System.arraycopy(chunk, from, buffer, length, more);
      length += more;
    }

    /**
     * Makes a block of the whole lines there are; what is left of the buffer moves to its front.
     */
    private void cut() {
      if (wholeLines == 0) {
        return;
      }
      ready.add(new LineBlock(Arrays.copyOf(buffer, wholeBytes), line, false));
      line += wholeLines;
      System.arraycopy(buffer, wholeBytes, buffer, 0, length - wholeBytes);
      length -= wholeBytes;
      wholeBytes = 0;
      wholeLines = 0;
    }
  }
}

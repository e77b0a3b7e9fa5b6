package swarmline.api.work;

import java.util.function.Predicate;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import swarmline.api.wire.ClientMessageReader;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** One worker's connection after the handshake, as a stage between its bytes in and bytes out. */
final class WorkSession extends GraphStage<FlowShape<ByteString, ByteString>> {

  /**
   * What all sessions of a node share.
   *
   * @param pools whether there is such a pool
   */
  record Shared(
      Workers workers,
      Predicate<PoolId> pools,
      ClientMessageReader reader,
      WorkSettings settings,
      WorkMetrics metrics,
      Sessions sessions) {}

  private final Inlet<ByteString> in = Inlet.create("WorkSession.in");
  private final Outlet<ByteString> out = Outlet.create("WorkSession.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

  private final Shared shared;
  private final WorkerId worker;
  private final String id;

  WorkSession(Shared shared, WorkerId worker, String id) {
    this.shared = shared;
    this.worker = worker;
    this.id = id;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new SessionLogic(shape, shared, worker, id);
  }
}

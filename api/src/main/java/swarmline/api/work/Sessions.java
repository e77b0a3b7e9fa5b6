package swarmline.api.work;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;

/** The connections of this node. Thread-safe. */
final class Sessions {
  /** Tells a session that the node goes away. */
  enum GoAway {
    NOW
  }

  private final Set<ActorRef> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Done> allClosed = new CompletableFuture<>();
  private volatile boolean closing;

  int count() {
    return open.size();
  }

  /** Whether the node goes away and takes no more connections. */
  boolean closing() {
    return closing;
  }

  void opened(ActorRef session) {
    open.add(session);
    if (closing) {
      session.tell(GoAway.NOW, ActorRef.noSender());
    }
  }

  void closed(ActorRef session) {
    open.remove(session);
    completeIfEmpty();
  }

  /** Closes every connection; completes when they are closed. */
  CompletionStage<Done> closeAll() {
    closing = true;
    open.forEach(session -> session.tell(GoAway.NOW, ActorRef.noSender()));
    completeIfEmpty();
    return allClosed;
  }

  private void completeIfEmpty() {
    if (closing && open.isEmpty()) {
      allClosed.complete(Done.getInstance());
    }
  }
}

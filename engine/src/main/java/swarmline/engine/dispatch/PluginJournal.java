package swarmline.engine.dispatch;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.RecoveryPermitter;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshots;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotFailed;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotResult;
import org.apache.pekko.persistence.SnapshotProtocol.SaveSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import swarmline.engine.dispatch.EntityJournal.Answer.Event;
import swarmline.engine.dispatch.EntityJournal.Answer.Nothing;
import swarmline.engine.dispatch.EntityJournal.Answer.Recovered;
import swarmline.engine.dispatch.EntityJournal.Answer.Snapshot;
import swarmline.engine.dispatch.EntityJournal.Answer.Stored;

/**
 * The journal and the snapshot store that Pekko Persistence is configured with, asked in the
 * protocol of its plugins: the messages that its own persistent actors and plugins exchange.
 */
final class PluginJournal implements EntityJournal {
  private static final Logger log = LoggerFactory.getLogger(PluginJournal.class);

  private final Plugins plugins;
  private final String persistenceId;
  private final ActorRef entity;
  private final int instance;
  private boolean snapshots;
  private long last;
  private int unanswered;
  private long removeTo;

  /** What all journals of a node share. */
  private static final class Plugins {
    private final ActorRef journal;
    private final ActorRef snapshots;
    private final ActorRef permitter;

    /** Who writes, as the journal remembers it: this node since its start. */
    private final String writer = UUID.randomUUID().toString();

    private final AtomicInteger instances = new AtomicInteger();

    Plugins(ActorSystem<?> system) {
      Persistence persistence = Persistence.get(Adapter.toClassic(system));
      journal = persistence.journalFor("", ConfigFactory.empty());
      snapshots = persistence.snapshotStoreFor("", ConfigFactory.empty());
      permitter = persistence.recoveryPermitter();
    }
  }

  /** Opens journals in the plugins of the system. */
  static Opening of(ActorSystem<?> system) {
    var plugins = new Plugins(system);
    return (persistenceId, entity) -> new PluginJournal(plugins, persistenceId, entity);
  }

  private PluginJournal(
      Plugins plugins, String persistenceId, org.apache.pekko.actor.typed.ActorRef<Object> entity) {
    this.plugins = plugins;
    this.persistenceId = persistenceId;
    this.entity = Adapter.toClassic(entity);
    this.instance = plugins.instances.incrementAndGet();
  }

  /** A limited number of entities recovers at once; the permit is the first answer. */
  @Override
  public void recover(boolean withSnapshots) {
    snapshots = withSnapshots;
    plugins.permitter.tell(RecoveryPermitter.RequestRecoveryPermit$.MODULE$, entity);
  }

  @Override
  public void append(long first, List<?> events) {
    unanswered = events.size();
    var write = new ArrayList<PersistentRepr>(events.size());
    long sequence = first;
    for (Object event : events) {
      write.add(
          PersistentRepr.apply(
              event, sequence++, persistenceId, "", false, ActorRef.noSender(), plugins.writer));
    }
    Seq<PersistentEnvelope> batch = seq(List.<PersistentEnvelope>of(AtomicWrite.apply(seq(write))));
    plugins.journal.tell(new WriteMessages(batch, entity, instance), entity);
  }

  @Override
  public void snapshot(long sequence, Object snapshot, long keptFrom) {
    removeTo = keptFrom - 1;
    plugins.snapshots.tell(
        new SaveSnapshot(new SnapshotMetadata(persistenceId, sequence, 0), snapshot), entity);
  }

  private static <T> Seq<T> seq(List<T> items) {
    return CollectionConverters.asScala(items).toSeq();
  }

  @Override
  public Answer take(Object message) {
    if (message instanceof JournalProtocol.Response response) {
      return written(response);
    }
    if (message instanceof SnapshotProtocol.Response response) {
      return snapshotAnswer(response);
    }
    if (message == RecoveryPermitter.RecoveryPermitGranted$.MODULE$) {
      permitted();
      return Nothing.NEW;
    }
    return removalAnswer(message);
  }

  private Answer written(JournalProtocol.Response response) {
    if (response instanceof WriteMessageSuccess success) {
      boolean all = success.actorInstanceId() == instance && --unanswered == 0;
      return all ? Stored.NEW : Nothing.NEW;
    }
    if (response instanceof ReplayedMessage replayed) {
      last = replayed.persistent().sequenceNr();
      return new Event(replayed.persistent().payload());
    }
    if (response instanceof JournalProtocol.RecoverySuccess success) {
      plugins.permitter.tell(RecoveryPermitter.ReturnRecoveryPermit$.MODULE$, entity);
      return new Recovered(Math.max(last, success.highestSequenceNr()));
    }
    if (response instanceof ReplayMessagesFailure failure) {
      throw failed("could not be read", failure.cause());
    }
    if (response instanceof WriteMessagesFailed failure) {
      throw failed("could not be written", failure.cause());
    }
    if (response instanceof WriteMessageFailure failure) {
      throw failed("could not be written", failure.cause());
    }
    if (response instanceof WriteMessageRejected rejected) {
      throw failed("were rejected", rejected.cause());
    }
    return Nothing.NEW;
  }

  private JournalFailed failed(String what, Throwable cause) {
    return new JournalFailed("events of " + persistenceId + " " + what, cause);
  }

  // Recovery

  private void permitted() {
    if (snapshots) {
      plugins.snapshots.tell(
          new LoadSnapshot(persistenceId, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
          entity);
    } else {
      replay();
    }
  }

  private void replay() {
    plugins.journal.tell(
        new ReplayMessages(last + 1, Long.MAX_VALUE, Long.MAX_VALUE, persistenceId, entity),
        entity);
  }

  private Answer snapshotAnswer(SnapshotProtocol.Response response) {
    if (response instanceof LoadSnapshotResult result) {
      Answer answer = Nothing.NEW;
      if (result.snapshot().isDefined()) {
        SelectedSnapshot found = result.snapshot().get();
        last = found.metadata().sequenceNr();
        answer = new Snapshot(found.snapshot(), last);
      }
      replay();
      return answer;
    }
    if (response instanceof LoadSnapshotFailed failure) {
      throw failed("could not be read, their snapshot fails", failure.cause());
    }
    return removalAnswer(response);
  }

  // What a stored snapshot makes superfluous. Failing at that costs room, nothing else.

  private Answer removalAnswer(Object message) {
    if (message instanceof SaveSnapshotSuccess) {
      if (removeTo > 0) {
        plugins.journal.tell(
            new JournalProtocol.DeleteMessagesTo(persistenceId, removeTo, entity), entity);
      }
    } else if (message instanceof DeleteMessagesSuccess removed) {
      var older = new SnapshotSelectionCriteria(removed.toSequenceNr() - 1, Long.MAX_VALUE, 0, 0);
      plugins.snapshots.tell(new DeleteSnapshots(persistenceId, older), entity);
    } else if (message instanceof SaveSnapshotFailure failure) {
      log.warn("no snapshot of {} could be stored", persistenceId, failure.cause());
    } else if (message instanceof DeleteMessagesFailure failure) {
      log.warn("old events of {} could not be removed", persistenceId, failure.cause());
    } else if (message instanceof DeleteSnapshotsFailure failure) {
      log.warn("old snapshots of {} could not be removed", persistenceId, failure.cause());
    } else if (!(message instanceof DeleteSnapshotsSuccess)) {
      return null;
    }
    return Nothing.NEW;
  }
}

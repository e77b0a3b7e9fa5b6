package swarmline.engine.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;

/** Workers with sessions, who answer, dawdle, repeat themselves and vanish as a seed has it. */
final class Crowd {
  private static final List<String> ANSWERS = List.of("\"a\"", "\"a\"", "\"a\"", "\"b\"", "\"c\"");

  private final Random random;
  private final SimulatedNode node;
  private final InstantSource clock;
  private final Audit audit;
  private final PoolId pool;
  private final List<Person> people = new ArrayList<>();

  /** One worker, and all it was ever assigned and answered. */
  private final class Person {
    private final WorkerId id;
    private final Set<AssignmentId> held = new LinkedHashSet<>();
    private final List<AssignmentId> all = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final TestInbox<WorkerReply> pulls = TestInbox.create();
    private TestInbox<SessionMessage> session = TestInbox.create();

    Person(String name) {
      this.id = new WorkerId(Audit.TENANT, name);
    }

    void connect(int capacity) {
      session = TestInbox.create();
      held.clear();
      node.tell(id, new WorkerCommand.Connect("hello", session.getRef(), capacity, List.of()));
    }

    void listen() {
      while (session.hasMessages()) {
        hear(session.receiveMessage());
      }
      while (pulls.hasMessages()) {
        if (pulls.receiveMessage() instanceof WorkerReply.Pulled pulled) {
          pulled.assignments().forEach(one -> assigned(one.assignment()));
        }
      }
    }

    private void hear(SessionMessage message) {
      if (message instanceof SessionMessage.Assigned assigned) {
        assigned(assigned.held().assignment());
      } else if (message instanceof SessionMessage.Welcome welcome) {
        welcome.assignments().forEach(one -> assigned(one.assignment()));
      } else if (message instanceof SessionMessage.Accepted accepted) {
        String answer = answers.get(accepted.re());
        if (answer != null) {
          audit.accepted(accepted.assignment(), answer);
        }
      } else if (message instanceof SessionMessage.Expired expired) {
        held.remove(expired.assignment());
      } else if (message instanceof SessionMessage.Revoked revoked) {
        held.remove(revoked.assignment());
      }
    }

    private void assigned(AssignmentId assignment) {
      audit.told(id, assignment);
      held.add(assignment);
      all.add(assignment);
    }

    void answer(AssignmentId assignment, String answer) {
      String re = "answer-" + answers.size();
      answers.put(re, answer);
      held.remove(assignment);
      node.tell(id, new WorkerCommand.Answer(re, assignment, answer, session.getRef()));
    }

    void act() {
      ActorRef<SessionMessage> ref = session.getRef();
      switch (random.nextInt(22)) {
        case 0 -> connect(1 + random.nextInt(3));
        case 1 -> node.tell(id, new WorkerCommand.Disconnect(ref, random.nextBoolean()));
        case 2 -> node.tell(id, new WorkerCommand.Pause("pause", ref));
        case 3, 4 -> node.tell(id, new WorkerCommand.Resume("resume", ref));
        case 5 -> pull();
        case 6 -> changeProfile();
        default -> respond(ref);
      }
    }

    /** Does something about an assignment, now and then about one that is long over. */
    private void respond(ActorRef<SessionMessage> ref) {
      AssignmentId some = held.isEmpty() || random.nextInt(6) == 0 ? any(all) : any(held);
      if (some == null) {
        return;
      }
      switch (random.nextInt(12)) {
        case 0 -> node.tell(id, new WorkerCommand.Return("return", some, "no time", ref));
        case 1 -> node.tell(id, new WorkerCommand.Skip("skip", some, ref));
        case 2 -> node.tell(id, new WorkerCommand.Renew("renew", some, ref));
        case 3 -> answer(some, "\"not a choice\"");
        default -> answer(some, ANSWERS.get(random.nextInt(ANSWERS.size())));
      }
    }

    private void pull() {
      Instant until = clock.instant().plusMillis(random.nextInt(3) * 700L);
      String request = random.nextBoolean() ? null : "request-" + random.nextInt(3);
      TaskId only = random.nextBoolean() ? null : any(audit.tasks());
      node.tell(
          id,
          new WorkerCommand.Pull(
              List.of(pool), only, 1 + random.nextInt(2), until, request, pulls.getRef()));
    }

    private void changeProfile() {
      ActorRef<WorkerReply> nobody = TestInbox.<WorkerReply>create().getRef();
      Instant until = clock.instant().plusSeconds(5);
      switch (random.nextInt(4)) {
        case 0 -> node.tell(id, new WorkerCommand.SetQualification("q", "1", nobody));
        case 1 -> node.tell(id, new WorkerCommand.RemoveQualification("q", nobody));
        case 2 -> node.tell(id, new WorkerCommand.Restrict(pool, "rest", until, nobody));
        default -> node.tell(id, new WorkerCommand.LiftRestriction(pool, null, nobody));
      }
    }
  }

  Crowd(Random random, SimulatedNode node, InstantSource clock, Audit audit, PoolId pool) {
    this.random = random;
    this.node = node;
    this.clock = clock;
    this.audit = audit;
    this.pool = pool;
  }

  void join(String prefix, int number) {
    for (int i = 0; i < number; i++) {
      people.add(new Person(prefix + i));
    }
  }

  /** Somebody does something. */
  void act() {
    people.get(random.nextInt(people.size())).act();
  }

  void listen() {
    people.forEach(Person::listen);
  }

  void connectAll() {
    for (Person person : people) {
      ActorRef<WorkerReply> nobody = TestInbox.<WorkerReply>create().getRef();
      node.tell(person.id, new WorkerCommand.LiftRestriction(pool, null, nobody));
      person.connect(1);
    }
  }

  /** Everybody answers all that is held. */
  void answerAll() {
    people.forEach(person -> List.copyOf(person.held).forEach(one -> person.answer(one, "\"a\"")));
  }

  private <T> T any(Collection<T> among) {
    return among.stream()
        .skip(among.isEmpty() ? 0 : random.nextInt(among.size()))
        .findFirst()
        .orElse(null);
  }
}

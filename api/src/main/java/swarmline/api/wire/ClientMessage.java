package swarmline.api.wire;

import java.util.List;

/** What a worker's client says. Ids are as they came; whether they name anything is not known. */
public sealed interface ClientMessage {

  /** The request's id, chosen by the client; answers carry it as {@code re}. */
  String id();

  /** A message that is one of the subprotocol. */
  sealed interface Request extends ClientMessage {
    ClientType type();
  }

  /**
   * Begins the session, or changes what it began with.
   *
   * @param capacity assignments the worker can hold at once, at least 1
   * @param pools where work is taken from; empty for all
   */
  record Hello(String id, int capacity, List<String> pools) implements Request {
    public Hello {
      pools = List.copyOf(pools);
    }

    @Override
    public ClientType type() {
      return ClientType.HELLO;
    }
  }

  /**
   * @param answer JSON text as it came
   */
  record Answer(String id, String assignment, String answer) implements Request {
    @Override
    public ClientType type() {
      return ClientType.ANSWER;
    }
  }

  /**
   * @param reason null where none was given
   */
  record Return(String id, String assignment, String reason) implements Request {
    @Override
    public ClientType type() {
      return ClientType.RETURN;
    }
  }

  record Skip(String id, String assignment) implements Request {
    @Override
    public ClientType type() {
      return ClientType.SKIP;
    }
  }

  record Renew(String id, String assignment) implements Request {
    @Override
    public ClientType type() {
      return ClientType.RENEW;
    }
  }

  record Pause(String id) implements Request {
    @Override
    public ClientType type() {
      return ClientType.PAUSE;
    }
  }

  record Resume(String id) implements Request {
    @Override
    public ClientType type() {
      return ClientType.RESUME;
    }
  }

  /**
   * A text that is none of the above.
   *
   * @param id null where it could not be read
   * @param detail what is wrong with it, for people
   */
  record Unreadable(String id, ProtocolError error, String detail) implements ClientMessage {}
}

package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the stored events count. */
class HistoryTest {
  /** An event that is told from others of its number by who wrote it and in which epoch. */
  private record Event(long sequenceNr, String writer) implements History.Written {}

  private static Event event(long sequenceNr, long epoch, String node) {
    return new Event(sequenceNr, History.writer(epoch, node));
  }

  private static List<Event> counted(Event... stored) {
    return History.of("Task|acme/p0123456789ab-1", List.of(stored)).stream()
        .map(Event.class::cast)
        .toList();
  }

  @Test
  void aLaterOwnerIsFollowedFromItsFirstEventOnInWhateverOrderTheyArrived() {
    Event first = event(1, 1, "a");
    Event second = event(2, 2, "b");
    Event third = event(3, 2, "b");

    assertThat(counted(first, event(2, 1, "a"), second, third, event(3, 1, "a"), event(4, 1, "a")))
        .containsExactly(first, second, third);
    assertThat(counted(first, second, event(2, 1, "a"), event(3, 1, "a"), third))
        .containsExactly(first, second, third);
  }

  @Test
  void aNodeThatOwnsAgainAfterAnotherIsNoOldWriter() {
    Event[] events = {event(1, 1, "a"), event(2, 2, "b"), event(3, 3, "a"), event(4, 3, "a")};

    assertThat(counted(events)).containsExactly(events);
  }

  @Test
  void ofTwoEventsOfOneOwnerWithOneNumberTheLaterCounts() {
    Event later = event(1, 1, "b");

    assertThat(counted(event(1, 1, "a"), later)).containsExactly(later);
  }

  @Test
  void aMissingEventIsNotPassedOver() {
    assertThatThrownBy(() -> counted(event(1, 1, "a"), event(3, 1, "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from 1 to 3");
  }
}

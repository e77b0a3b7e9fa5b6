package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;
import swarmline.loadtest.history.Note.StoredOutcome;

/** One task: every turn at it and every outcome it was given. */
final class TaskFacts {
  final String id;
  String pool = "";
  String key = "";
  final List<Turn> turns = new ArrayList<>(1);
  final List<StoredOutcome> outcomes = new ArrayList<>(1);

  TaskFacts(String id) {
    this.id = id;
  }
}

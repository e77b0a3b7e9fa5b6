package swarmline.api.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a message to a shop can be. */
enum Label {
  PRAISE,
  COMPLAINT,
  QUESTION;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Another label.
   *
   * @param step from 1 to one less than there are
   */
  Label other(int step) {
    List<Label> all = List.of(values());
    return all.get((all.indexOf(this) + step) % all.size());
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Label::text).toList();
  }
}

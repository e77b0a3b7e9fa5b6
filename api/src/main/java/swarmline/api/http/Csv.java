package swarmline.api.http;

/** Rows as RFC 4180 writes them. */
final class Csv {
  private Csv() {}

  static String row(String... fields) {
    var row = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        row.append(',');
      }
      append(row, fields[i] == null ? "" : fields[i]);
    }
    return row.append('\n').toString();
  }

  private static void append(StringBuilder row, String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    if (plain) {
      row.append(field);
    } else {
      row.append('"').append(field.replace("\"", "\"\"")).append('"');
    }
  }
}

package swarmline.loadtest.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import swarmline.loadtest.replay.Crowd.Answer;

/**
 * Reads recorded crowds: {@code answers.csv} with a head of {@code item,worker,label} and, beside
 * it, {@code truth.csv} with {@code item,truth}, as the answers of a pool are also exported. Fields
 * with commas or line ends are quoted (RFC 4180).
 */
public final class CrowdFiles {
  private static final String ANSWERS = "answers.csv";
  private static final String TRUTH = "truth.csv";

  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private CrowdFiles() {}

  /**
   * Every crowd in the directory, or in those directly below it, by name.
   *
   * @throws IOException where there is none, or a file is not of the form
   */
  public static List<Crowd> in(Path directory) throws IOException {
    List<Crowd> crowds = new ArrayList<>();
    if (Files.isRegularFile(directory.resolve(ANSWERS))) {
      crowds.add(read(directory));
    } else if (Files.isDirectory(directory)) {
      List<Path> below;
      try (Stream<Path> children = Files.list(directory)) {
        below = children.filter(child -> Files.isRegularFile(child.resolve(ANSWERS))).toList();
      }
      for (Path child : below.stream().sorted().toList()) {
        crowds.add(read(child));
      }
    }
    if (crowds.isEmpty()) {
      throw new IOException("there is no " + ANSWERS + " in " + directory + " nor one below it");
    }
    return crowds;
  }

  /** The crowd of one directory. Where a worker answered an item twice, the last counts. */
  static Crowd read(Path directory) throws IOException {
    Map<List<String>, Answer> answers = new LinkedHashMap<>();
    for (List<String> row : rows(directory.resolve(ANSWERS), List.of("item", "worker", "label"))) {
      answers.put(row.subList(0, 2), new Answer(row.get(0), row.get(1), row.get(2)));
    }
    Map<String, String> truth = new LinkedHashMap<>();
    Path file = directory.resolve(TRUTH);
    if (Files.isRegularFile(file)) {
      rows(file, List.of("item", "truth")).forEach(row -> truth.put(row.get(0), row.get(1)));
    }
    String name = directory.toAbsolutePath().normalize().getFileName().toString();
    return new Crowd(name, List.copyOf(answers.values()), truth);
  }

  /**
   * The rows below the head, blank lines left out.
   *
   * @throws IOException where the head is another, or a row has not as many fields, none empty
   */
  private static List<List<String>> rows(Path file, List<String> head) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (MappingIterator<List<String>> lines =
        CSV.readerForListOf(String.class).readValues(file.toFile())) {
      List<String> first = lines.hasNextValue() ? lines.nextValue() : List.of();
      if (!first.equals(head)) {
        throw new IOException(file + ":1: the head must be " + String.join(",", head));
      }
      while (lines.hasNextValue()) {
        List<String> row = lines.nextValue();
        if (row.size() != head.size() || row.contains("")) {
          int line = lines.getCurrentLocation().getLineNr() - 1;
          throw new IOException(
              file + ":" + line + ": a row has " + head.size() + " fields: " + row);
        }
        rows.add(List.copyOf(row));
      }
    } catch (JsonProcessingException broken) {
      throw new IOException(
          file + ":" + broken.getLocation().getLineNr() + ": " + broken.getOriginalMessage(),
          broken);
    }
    return rows;
  }
}

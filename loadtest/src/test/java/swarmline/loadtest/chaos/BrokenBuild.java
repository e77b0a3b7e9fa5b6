package swarmline.loadtest.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The server, built with a few lines of its source changed. The changed classes go into a jar of
 * their own that stands before the real one on its class path, so that nothing of this can be
 * switched on in the server as it is.
 */
final class BrokenBuild {
  private static final Path MODULES = Path.of("..");

  private final Path directory;
  private final List<Path> changed = new ArrayList<>();

  BrokenBuild(Path directory) {
    this.directory = directory;
  }

  /**
   * Changes one place of a source file.
   *
   * @param type such as {@code engine/swarmline.engine.task.TaskRules}: module and class
   * @param from text that stands in it once
   */
  BrokenBuild with(String type, String from, String to) throws IOException {
    int slash = type.indexOf('/');
    String file = type.substring(slash + 1).replace('.', '/') + ".java";
    Path source = directory.resolve("source").resolve(file);
    Path real = MODULES.resolve(type.substring(0, slash)).resolve("src/main/java").resolve(file);
    String text = Files.readString(Files.exists(source) ? source : real);
    if (text.indexOf(from) < 0 || text.indexOf(from) != text.lastIndexOf(from)) {
      throw new AssertionError("to break " + type + ", this must stand in it once: " + from);
    }
    Files.createDirectories(source.getParent());
    Files.writeString(source, text.replace(from, to));
    changed.remove(source);
    changed.add(source);
    return this;
  }

  /** A jar that runs as the real one does, but for the changes. */
  Path over(Path jar) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(jar, classes);
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "swarmline.api.Main");
    main.put(Attributes.Name.CLASS_PATH, jar.toAbsolutePath().normalize().toUri().toString());
    Path broken = directory.resolve("broken.jar");
    try (OutputStream out = Files.newOutputStream(broken);
        var entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return broken;
  }

  private void compile(Path jar, Path classes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", "17", "-parameters", "-nowarn", "-proc:none"));
    arguments.addAll(List.of("-cp", jar.toString(), "-d", classes.toString()));
    changed.forEach(source -> arguments.add(source.toString()));
    var said = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new AssertionError(said.toString(StandardCharsets.UTF_8));
    }
  }
}

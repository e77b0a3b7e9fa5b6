package swarmline.api.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The secret that tickets are signed with: configured, or made once and kept beside the data. */
public final class SigningSecret {
  static final String FILE = "ticket-secret";
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SigningSecret() {}

  /**
   * The directory's secret, made now where there is none yet. Whoever calls holds the directory's
   * lock.
   */
  public static byte[] in(Path directory, RandomGenerator random) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        write(file, random);
      }
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The secret " + file + " cannot be read or written", e);
    }
  }

  /** A secret that nobody else knows and nothing keeps. */
  public static byte[] made(RandomGenerator random) {
    byte[] secret = new byte[Tickets.SECRET_BYTES_MIN];
    random.nextBytes(secret);
    return secret;
  }

  /** A configured secret: its bytes as they are. */
  public static byte[] configured(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file, RandomGenerator random) throws IOException {
    byte[] secret = new byte[Tickets.SECRET_BYTES_MIN];
    random.nextBytes(secret);
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      String text = HexFormat.of().formatHex(secret) + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

package swarmline.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningSecretTest {

  @Test
  void theSecretOfADirectoryIsMadeOnceAndReadableByItsOwnerOnly(@TempDir Path directory)
      throws IOException {
    byte[] first = SigningSecret.in(directory, new Random(1));
    byte[] second = SigningSecret.in(directory, new Random(2));

    assertThat(second).isEqualTo(first).hasSize(Tickets.SECRET_BYTES_MIN);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(SigningSecret.FILE))))
        .isEqualTo("rw-------");
  }
}

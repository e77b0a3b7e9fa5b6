package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine that the generator runs on. */
final class Machine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");
  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.+)$");
  private static final double KILOBYTES_PER_MEGABYTE = 1024;
  private static final long MEGABYTE = 1 << 20;

  private Machine() {}

  static ObjectNode json() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    ObjectNode json = JSON.createObjectNode();
    json.put("cores", Runtime.getRuntime().availableProcessors());
    json.put("processor", found(CPU, MODEL));
    json.put("memoryMegabytes", system.getTotalMemorySize() / MEGABYTE);
    json.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
    json.put("java", Runtime.version().toString());
    json.put("load", system.getSystemLoadAverage());
    return json;
  }

  /** The most memory that this process had so far, in megabytes; 0 where the system hides it. */
  static double peakMegabytes() {
    String kilobytes = found(STATUS, PEAK);
    return kilobytes.isEmpty() ? 0 : Double.parseDouble(kilobytes) / KILOBYTES_PER_MEGABYTE;
  }

  private static String found(Path file, Pattern pattern) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(file));
      return matcher.find() ? matcher.group(1).strip() : "";
    } catch (IOException notLinux) {
      return "";
    }
  }
}

package swarmline.loadtest;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import swarmline.loadtest.verdict.Threshold;
import swarmline.loadtest.worker.ThinkTime;

/** What options are checked for, and how their texts are read. */
final class Options {
  private Options() {}

  static void positive(String option, long value) {
    require(value > 0, option + " must be at least 1");
  }

  static void share(String option, double value) {
    require(value >= 0 && value <= 1, option + " is a share, 0 to 1");
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A time: a plain number is seconds, or a number with a unit such as 500ms, 30s, 2m. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        String withUnit = text.strip().matches("[0-9]+(\\.[0-9]+)?") ? text.strip() + "s" : text;
        return ConfigFactory.parseMap(Map.of("time", withUnit)).getDuration("time");
      } catch (ConfigException wrong) {
        throw new TypeConversionException("'" + text + "' is not a time such as 500ms, 30s or 2m");
      }
    }
  }

  /** A think time. */
  static final class Thinking implements ITypeConverter<ThinkTime> {
    @Override
    public ThinkTime convert(String text) {
      try {
        return ThinkTime.of(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }

  /** A threshold. */
  static final class Bound implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      try {
        return Threshold.of(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}

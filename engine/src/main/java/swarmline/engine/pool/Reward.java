package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/**
 * What one approved assignment earns.
 *
 * @param amount in millionths of the currency unit
 * @param currency three capital letters
 * @param revoked what the holder of a recalled assignment earns
 * @param wrongGolds what an approved answer to a gold earns that is wrong
 */
public record Reward(Long amount, String currency, Revoked revoked, WrongGolds wrongGolds) {
  static final long AMOUNT_MAX = 1_000_000_000_000L;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** Pay of an assignment that was recalled through no fault of its holder. */
  public enum Revoked {
    @JsonProperty("pay")
    PAY,
    @JsonProperty("no-pay")
    NO_PAY
  }

  /** Pay of answers to golds that are wrong. */
  public enum WrongGolds {
    @JsonProperty("pay")
    PAY,
    @JsonProperty("no-pay")
    NO_PAY
  }

  public Reward {
    amount = Require.orElse(amount, 0L);
    currency = Require.orElse(currency, "USD");
    revoked = Require.orElse(revoked, Revoked.NO_PAY);
    wrongGolds = Require.orElse(wrongGolds, WrongGolds.PAY);
    Require.between("reward.amount", amount, 0, AMOUNT_MAX);
    Require.that(
        CURRENCY.matcher(currency).matches(), "reward.currency must be three capital letters");
  }

  static Reward defaults() {
    return new Reward(null, null, null, null);
  }
}

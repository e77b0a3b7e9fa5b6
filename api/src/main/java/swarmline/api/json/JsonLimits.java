package swarmline.api.json;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How much JSON the server reads in one document.
 *
 * @param depth nested objects and arrays
 * @param stringChars characters in one string
 * @param numberChars digits in one number
 */
public record JsonLimits(int depth, int stringChars, int numberChars) {
  private static final int NAME_CHARS = 512;

  StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(depth)
        .maxStringLength(stringChars)
        .maxNumberLength(numberChars)
        .maxNameLength(NAME_CHARS)
        .build();
  }
}

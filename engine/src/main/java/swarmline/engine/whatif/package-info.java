/**
 * What recorded answers would have come to under another policy: the same rules and models that
 * decide live, given the answers again. Pure.
 */
package swarmline.engine.whatif;

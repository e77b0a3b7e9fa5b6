/**
 * The names of things: validated once, when they enter, and never again. Every id lives under a
 * tenant.
 */
package swarmline.engine.id;

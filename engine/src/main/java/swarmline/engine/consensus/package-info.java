/** When the answers of a task settle it, and on what value. Pure functions of the answers. */
package swarmline.engine.consensus;

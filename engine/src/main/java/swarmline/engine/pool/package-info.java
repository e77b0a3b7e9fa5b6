/**
 * What a pool asks for and what it is doing: its spec, its life cycle, its events. No actors here.
 */
package swarmline.engine.pool;

/** How an actor system gets at the store that its plugins work on. */
package swarmline.persistence.system;

/** Checks a whole data directory, stopped, without changing it. */
package swarmline.persistence.verification;

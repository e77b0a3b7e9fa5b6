/** The server: its settings, what it is made of, how it starts and stops. */
package swarmline.api;

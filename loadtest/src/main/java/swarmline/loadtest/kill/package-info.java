/** Taking the server away under load, and judging what it remembers. */
package swarmline.loadtest.kill;

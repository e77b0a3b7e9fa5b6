/** Publishing tasks as fast as a server takes them: lines made by copying, not by formatting. */
package swarmline.loadtest.publish;

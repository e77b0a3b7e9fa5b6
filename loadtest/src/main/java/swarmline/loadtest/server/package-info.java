/** The server from outside: its HTTP interface, and its process where the load test starts it. */
package swarmline.loadtest.server;

/** The command line: starts the server, checks what it needs and what it has stored. */
package swarmline.api.cli;

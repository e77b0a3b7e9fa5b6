/**
 * What the clients were told and what the server had stored afterwards, as one file of small notes
 * that anyone can check again.
 */
package swarmline.loadtest.history;

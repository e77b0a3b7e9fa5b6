/**
 * Generators in processes of their own, here or on other machines, joined into one run: orders go
 * in as lines of JSON, counts, histograms and in the end the history come out.
 */
package swarmline.loadtest.join;

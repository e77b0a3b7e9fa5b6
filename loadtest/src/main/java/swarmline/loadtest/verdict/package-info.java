/** What a report is held to: thresholds, and the figures that they name. Pure. */
package swarmline.loadtest.verdict;

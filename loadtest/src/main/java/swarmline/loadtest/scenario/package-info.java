/** Scenario files: the options of a run, written down. */
package swarmline.loadtest.scenario;

/** When things are to happen, whatever became of those before: the schedule of an open loop. */
package swarmline.loadtest.pace;

/** One run from the first request to the report. */
package swarmline.loadtest.run;

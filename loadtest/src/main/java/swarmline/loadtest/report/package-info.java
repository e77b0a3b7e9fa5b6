/**
 * What a run came to, for people and programs. The JSON is the report; the terminal's summary and
 * the HTML file are drawn from it, so that all say the same.
 */
package swarmline.loadtest.report;

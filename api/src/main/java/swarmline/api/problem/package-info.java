/** What goes wrong, in one form: RFC 9457 problem documents with stable codes. */
package swarmline.api.problem;

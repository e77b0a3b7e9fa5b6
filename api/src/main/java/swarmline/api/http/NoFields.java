package swarmline.api.http;

/** The body of a request that has nothing to say. */
record NoFields() {}

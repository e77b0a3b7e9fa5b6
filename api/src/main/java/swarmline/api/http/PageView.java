package swarmline.api.http;

import java.util.List;

/**
 * A part of a list.
 *
 * @param next cursor of the following part; null when there is none
 */
record PageView<T>(List<T> items, String next) {}

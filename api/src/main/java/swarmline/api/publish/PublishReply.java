package swarmline.api.publish;

import java.util.List;

/**
 * What became of the tasks of one request.
 *
 * @param added stored now
 * @param existing whose key was known before; nothing was changed
 * @param refused in the order of their lines; the first of them where there are very many
 * @param refusedCount how many in all
 */
public record PublishReply(
    long added, long existing, List<RefusedLine> refused, long refusedCount) {}

package swarmline.engine.catalog;

import java.time.Instant;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Settlement;

/**
 * One settled assignment in a worker's ledger. Writing the same one again changes nothing.
 *
 * @param sequence position in the ledger, from 1
 */
public record LedgerEntry(
    WorkerId worker, long sequence, AssignmentId assignment, Settlement settlement, Instant at) {}

package swarmline.api.auth;

import swarmline.engine.id.TenantId;

/**
 * Who a request comes from.
 *
 * @param worker the one worker that the credential is for; null unless it is a worker's ticket
 */
public record Principal(TenantId tenant, Role role, String worker) {

  /** Whether requests in this worker's name are this principal's business. */
  public boolean speaksFor(String name) {
    return role != Role.OPERATOR && (worker == null || worker.equals(name));
  }
}

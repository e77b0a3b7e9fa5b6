/**
 * The messages of the subprotocol {@code swarmline.v1.json} as text: what a client says becomes a
 * {@link swarmline.api.wire.ClientMessage}, what the engine tells a session becomes JSON. Pure.
 * {@code docs/asyncapi.yaml} is its exact form.
 */
package swarmline.api.wire;

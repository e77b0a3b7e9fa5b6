/**
 * WebSocket frames (RFC 6455) as bytes, for the server's side of a connection. Knows no stream, no
 * actor and no JSON. See {@code docs/adr} for why this is ours and not Pekko HTTP's.
 */
package swarmline.api.frame;

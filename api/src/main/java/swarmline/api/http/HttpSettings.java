package swarmline.api.http;

import java.time.Duration;

/**
 * Bounds of requests and replies.
 *
 * @param bodyBytes in a body that is read whole
 * @param bodyTimeout until such a body has arrived
 * @param pageDefault rows of a page where the client does not say
 * @param pageMax rows of a page at the most
 * @param waitMax longest long poll
 * @param claimMax assignments claimed by one request
 * @param streamPage rows read from the store at a time where a reply is streamed
 * @param feedPoll between two looks for new events of a client that has had them all
 * @param heartbeat between two comments on a quiet stream of events
 * @param ticketDefault life of a ticket where the client does not say
 * @param ticketMax life of a ticket at the most
 */
public record HttpSettings(
    int bodyBytes,
    Duration bodyTimeout,
    int pageDefault,
    int pageMax,
    Duration waitMax,
    int claimMax,
    int streamPage,
    Duration feedPoll,
    Duration heartbeat,
    Duration ticketDefault,
    Duration ticketMax) {}

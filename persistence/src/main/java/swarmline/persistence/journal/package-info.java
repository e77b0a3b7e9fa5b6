/**
 * Journal and snapshot store of Pekko Persistence over the embedded store. They speak Pekko's
 * plugin protocol itself instead of building on its base classes, which cost two futures, a timer
 * and a copy for every event; {@code docs/adr/0002-embedded-store-on-rocksdb.md} says more.
 */
package swarmline.persistence.journal;

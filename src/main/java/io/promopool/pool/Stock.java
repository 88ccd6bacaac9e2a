package io.promopool.pool;

import java.util.Optional;

/**
 * What people look at of a type.
 *
 * @param ownLevels those that were set for the type; where absent the service's hold
 * @param next the lot that expires next, with its available codes; absent where none ever does
 */
public record Stock(String type, PoolCounts counts, Optional<AlertLevels> ownLevels, Optional<Expiring> next) {
    /** Codes that share a date. */
    public record Expiring(Expiration expiration, long codes) {}
}

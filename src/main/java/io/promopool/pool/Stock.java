package io.promopool.pool;

import java.util.Optional;

/**
 * The stock of a type at one instant.
 *
 * @param ownLevels the levels that were set for the type; absent = the service's levels apply
 * @param next the next lot to expire that has available codes; absent if there is none
 */
public record Stock(String type, PoolCounts counts, Optional<AlertLevels> ownLevels, Optional<Expiring> next) {
    /**
     * A lot that expires.
     *
     * @param codes its available codes
     */
    public record Expiring(Expiration expiration, long codes) {}
}

package io.promopool.pool;

/** How many codes are in each state at one instant. */
public record PoolCounts(long available, long claimed, long retired, long expired) {
    /** All codes, in whatever state. */
    public long total() {
        return available + claimed + retired + expired;
    }
}

package io.promopool.pool;

/** The counts of one lot. */
public record LotCounts(Lot lot, PoolCounts counts) {}

package io.promopool.pool;

/** How many codes of one lot are in each state. */
public record LotCounts(Lot lot, PoolCounts counts) {}

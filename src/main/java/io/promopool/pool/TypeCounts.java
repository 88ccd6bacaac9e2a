package io.promopool.pool;

/** The counts of one type. */
public record TypeCounts(String type, PoolCounts counts) {}

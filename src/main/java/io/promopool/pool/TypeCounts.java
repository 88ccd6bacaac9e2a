package io.promopool.pool;

/** How many codes of one type are in each state. */
public record TypeCounts(String type, PoolCounts counts) {}

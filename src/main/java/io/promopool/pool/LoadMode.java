package io.promopool.pool;

/**
 * How rows are loaded.
 *
 * @param dryRun nothing is changed; each row is checked against the stored codes, and does not see the rows before it
 * @param reactivate a row with inUse=false makes a retired code available again
 */
public record LoadMode(boolean dryRun, boolean reactivate) {}

package io.promopool.pool;

/**
 * How rows are loaded.
 *
 * @param dryRun nothing is changed; each row is judged as if the rows before it in the same call had been loaded
 * @param reactivate a row with inUse=false makes a retired code available again
 */
public record LoadMode(boolean dryRun, boolean reactivate) {}

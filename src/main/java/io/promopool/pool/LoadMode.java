package io.promopool.pool;

/**
 * How rows are loaded.
 *
 * @param dryRun judge each row against what is stored, change nothing; rows don't see each other
 * @param reactivate a row that says inUse=false puts a retired code back
 */
public record LoadMode(boolean dryRun, boolean reactivate) {}

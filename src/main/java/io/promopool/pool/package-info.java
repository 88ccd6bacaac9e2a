/**
 * The domain: what a code, a lot and a claim are, and what can be asked of a pool of codes.
 *
 * <p>This package has the terms and the rules that hold for any storage. It depends on {@code java.*} only: no Redis,
 * no HTTP, no file format. Its records are valid: text is trimmed and checked by {@link io.promopool.pool.Text} before
 * it becomes part of a record. Expected outcomes (no code is available, a key was used before) are values; faults of
 * the storage are a {@link io.promopool.pool.StorageException}.
 */
package io.promopool.pool;

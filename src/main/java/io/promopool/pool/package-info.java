/**
 * The domain: what a code, a lot and a claim are, and what can be asked of a pool of codes.
 *
 * <p>This room knows the words and the rules that hold whatever the storage is. It knows nothing but {@code java.*}:
 * no Redis, no HTTP, no file format. What exists here is valid; text is trimmed and checked by {@link
 * io.promopool.pool.Text} before it becomes part of a record. Outcomes that are to be expected (a pool that ran dry, a
 * key that was used before) are values; faults of the storage are a {@link io.promopool.pool.StorageException}.
 */
package io.promopool.pool;

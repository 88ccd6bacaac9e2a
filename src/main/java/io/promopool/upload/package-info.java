/**
 * Uploads: bytes of a file become rows, and rows go to the pool in batches.
 *
 * <p>This room knows file formats (CSV, JSON, NDJSON, the files of a form, gzip around any of them) and what may be
 * wrong with them. It knows the pool by its contract alone: whether a good row is added, moved or rejected is decided
 * there. It knows no HTTP beyond the two headers that say how a body is to be read, and no Redis.
 *
 * <p>One upload: {@link io.promopool.upload.Uploader} unpacks the body, a reader of its format takes it apart, each row
 * becomes an {@link io.promopool.pool.UploadRow} or is rejected, and batches of them are loaded in order. Nothing here
 * grows with the size of an upload.
 */
package io.promopool.upload;

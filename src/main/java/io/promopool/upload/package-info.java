/**
 * Uploads: turns the bytes of a file into rows, and loads the rows into the pool in chunks.
 *
 * <p>This package knows file formats (CSV, JSON, NDJSON, the files of a form, gzip around any of them) and the mistakes
 * in them. It depends on the contract of the pool: the pool decides whether a valid row is added, moved or rejected. Of
 * HTTP it knows only the headers Content-Type and Content-Encoding. It does not know Redis.
 *
 * <p>An upload: {@link io.promopool.upload.Uploader} unpacks the body, the reader of its format parses it, each row
 * becomes an {@link io.promopool.pool.UploadRow} or is rejected, and chunks of rows are loaded in order. Memory does
 * not grow with the size of an upload.
 */
package io.promopool.upload;

package io.promopool.upload;

import io.promopool.pool.LoadMode;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * One upload, as it was sent.
 *
 * @param body read once, to its end unless the upload fails; the caller closes it
 * @param contentType the header Content-Type
 * @param contentEncoding the header Content-Encoding
 * @param defaults the values of fields that a row leaves empty
 */
public record UploadRequest(
        InputStream body,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        RowDefaults defaults,
        LoadMode mode) {
    public UploadRequest {
        Objects.requireNonNull(body);
        Objects.requireNonNull(contentType);
        Objects.requireNonNull(contentEncoding);
        Objects.requireNonNull(defaults);
        Objects.requireNonNull(mode);
    }
}

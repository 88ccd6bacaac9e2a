package io.promopool.http;

import java.util.Optional;

/** The content of {@code GET /metrics}. */
@FunctionalInterface
public interface MetricsPage {
    /**
     * Returns the present value of every metric. Might wait for the storage. If the storage is unreachable, its metrics
     * are missing.
     *
     * @param accept the header {@code Accept}: the formats that the caller supports
     */
    Text text(Optional<String> accept);

    /** @param mediaType the format, with its version and charset */
    record Text(String mediaType, byte[] bytes) {}
}

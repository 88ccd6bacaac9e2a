package io.promopool.http;

import java.util.Optional;

/** What {@code GET /metrics} shows. */
@FunctionalInterface
public interface MetricsPage {
    /**
     * Everything that is measured, as it is now. May wait for the storage; while the storage is unreachable, its
     * metrics are left out.
     *
     * @param accept the formats that the caller takes, as in the header {@code Accept}
     */
    Text text(Optional<String> accept);

    /** @param mediaType the format, with its version and charset */
    record Text(String mediaType, byte[] bytes) {}
}

package io.promopool.pool;

import java.util.List;
import java.util.Optional;

/**
 * A part of a longer list.
 *
 * @param cursor where the next page begins; absent if and only if this page is the last
 */
public record Page<T>(List<T> items, Optional<String> cursor) {
    public Page {
        items = List.copyOf(items);
    }
}

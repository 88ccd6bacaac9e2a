package io.promopool.pool;

import java.util.List;
import java.util.Optional;

/**
 * A part of a longer list.
 *
 * @param cursor where to go on; absent at the end of the list, and only there
 */
public record Page<T>(List<T> items, Optional<String> cursor) {
    public Page {
        items = List.copyOf(items);
    }
}

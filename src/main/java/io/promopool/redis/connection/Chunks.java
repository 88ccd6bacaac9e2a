package io.promopool.redis.connection;

import java.util.List;
import java.util.stream.IntStream;

/** Splits a long list into several calls, because Redis serves nobody else while it runs a call. */
public final class Chunks {
    private Chunks() {}

    /**
     * Returns the same elements in the same order, as views of {@code all}.
     *
     * @param size of each part, at least 1; the last part can be smaller
     */
    public static <T> List<List<T>> of(List<T> all, int size) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())))
                .toList();
    }
}

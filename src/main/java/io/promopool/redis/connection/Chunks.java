package io.promopool.redis.connection;

import java.util.List;
import java.util.stream.IntStream;

/** Splits what goes to Redis into calls, since Redis serves nobody else while it runs one. */
public final class Chunks {
    private Chunks() {}

    /**
     * The same elements in the same order, as views of {@code all}.
     *
     * @param size of each part but the last, which may be smaller
     */
    public static <T> List<List<T>> of(List<T> all, int size) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())))
                .toList();
    }
}

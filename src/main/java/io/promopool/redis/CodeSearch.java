package io.promopool.redis;

import io.promopool.pool.CodeQuery;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Lists codes by going through the index, bucket by bucket, in each by the codes' order. A code never changes its
 * bucket, so one that matches all along is listed exactly once. The cursor is the place of the last code looked at.
 */
final class CodeSearch {
    /** A page ends here even if it is not full, so that a search for something rare does not outlast its caller. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(1);

    /** Buckets read in one round trip: many while they are empty, few when they hold hundreds of codes each. */
    private static final int FEWEST_BUCKETS = 16;
    private static final int MOST_BUCKETS = 1_024;
    private static final int MANY_CODES = 2_000;

    private final RedisLink link;
    private final Keys keys;
    private final CodeReader codes;

    CodeSearch(RedisLink link, Keys keys, CodeReader codes) {
        this.link = link;
        this.keys = keys;
        this.codes = codes;
    }

    Page<PromoCode> page(CodeQuery query, Optional<String> cursor, int limit, Instant now) {
        long end = System.nanoTime() + LONGEST_PAGE.toNanos();
        List<PromoCode> found = new ArrayList<>();
        Place place = cursor.map(this::parse).orElse(new Place(0, ""));
        int buckets = FEWEST_BUCKETS;
        do {
            int size = 0;
            for (SortedMap<String, String> bucket : entriesFrom(place, buckets)) {
                size += bucket.size();
                for (PromoCode code : codes.codes(bucket, now, located -> query.matches(located.lot(), located.state()))) {
                    if (found.size() == limit) {
                        return new Page<>(found, Optional.of(place.text()));
                    }
                    found.add(code);
                    place = new Place(place.bucket(), code.code());
                }
                place = new Place(place.bucket() + 1, "");
            }
            buckets = size > MANY_CODES ? FEWEST_BUCKETS : Math.min(2 * buckets, MOST_BUCKETS);
        } while (place.bucket() < keys.buckets() && found.size() < limit && System.nanoTime() < end);
        return new Page<>(found, place.bucket() < keys.buckets() ? Optional.of(place.text()) : Optional.empty());
    }

    /** The entries of some buckets, without those up to the place itself. */
    private List<SortedMap<String, String>> entriesFrom(Place place, int most) {
        List<CompletableFuture<Map<String, String>>> readings = new ArrayList<>();
        for (int bucket = place.bucket(); bucket < Math.min(place.bucket() + most, keys.buckets()); bucket++) {
            String key = keys.codes(keys.bucketAt(bucket));
            readings.add(link.start(redis -> redis.hgetall(key)));
        }
        List<SortedMap<String, String>> entries = new ArrayList<>();
        for (CompletableFuture<Map<String, String>> reading : readings) {
            SortedMap<String, String> bucket = new TreeMap<>(link.await(reading));
            // The string that follows the last code directly is the code and a NUL.
            entries.add(entries.isEmpty() && !place.after().isEmpty() ? bucket.tailMap(place.after() + '\0') : bucket);
        }
        return entries;
    }

    private Place parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            int bucket = Integer.parseInt(text.substring(0, colon));
            if (bucket >= 0 && bucket < keys.buckets()) {
                return new Place(bucket, text.substring(colon + 1));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Said below: whatever is wrong with it, it is not one of ours.
        }
        throw new InvalidFieldException("cursor", "is not a cursor of this search; pass on the one of the page before");
    }

    /**
     * Where a search stands.
     *
     * @param after the last code of the bucket that was looked at; empty = none was
     */
    private record Place(int bucket, String after) {
        String text() {
            byte[] bytes = (bucket + ":" + after).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}

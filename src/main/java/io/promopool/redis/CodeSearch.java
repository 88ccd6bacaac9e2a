package io.promopool.redis;

import io.promopool.pool.CodeQuery;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lists codes by going through the index, bucket by bucket, in each by the codes' order. A code never changes its
 * bucket, so one that matches all along is listed exactly once. The cursor is the place of the last code looked at.
 */
final class CodeSearch {
    /** A page ends here even if it is not full, so that a search for something rare does not outlast its caller. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(1);

    /** Each call stays at about a millisecond. */
    private static final int BUCKETS_PER_CALL = 1_024;

    private static final int CODES_PER_CALL = 1_000;

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
        List<PromoCode> listed = new ArrayList<>();
        Place place = cursor.map(this::parse).orElse(new Place(0, ""));
        do {
            List<Object> read = entriesFrom(place.bucket());
            for (int i = 1; i < read.size(); i += 2) {
                int bucket = Math.toIntExact((long) read.get(i));
                place = bucket == place.bucket() ? place : new Place(bucket, "");
                SortedMap<String, String> entries = place.rest((List<?>) read.get(i + 1));
                for (PromoCode code : codes.codes(entries, now, found -> query.matches(found.lot(), found.state()))) {
                    if (listed.size() == limit) {
                        return new Page<>(listed, Optional.of(place.text()));
                    }
                    listed.add(code);
                    place = new Place(bucket, code.code());
                }
            }
            place = new Place(Math.toIntExact((long) read.get(0)), "");
        } while (place.bucket() < keys.buckets() && listed.size() < limit && System.nanoTime() < end);
        return new Page<>(listed, place.bucket() < keys.buckets() ? Optional.of(place.text()) : Optional.empty());
    }

    /** The number of the bucket that comes next, then the number and the entries of each that is not empty. */
    private List<Object> entriesFrom(int bucket) {
        int buckets = Math.min(BUCKETS_PER_CALL, keys.buckets() - bucket);
        List<Integer> args = List.of(bucket, buckets, keys.bucketDigits(), CODES_PER_CALL);
        return link.read(
                LuaScript.SEARCH,
                keys.meta(),
                args.stream().map(Object::toString).toList());
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
        /** A bucket's entries in order, without those that were looked at. */
        SortedMap<String, String> rest(List<?> flat) {
            SortedMap<String, String> entries = new TreeMap<>();
            for (int i = 0; i < flat.size(); i += 2) {
                if (after.isEmpty() || after.compareTo((String) flat.get(i)) < 0) {
                    entries.put((String) flat.get(i), (String) flat.get(i + 1));
                }
            }
            return entries;
        }

        String text() {
            byte[] bytes = (bucket + ":" + after).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}

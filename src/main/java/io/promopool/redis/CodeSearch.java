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
 * Lists codes by reading the index bucket by bucket, and each bucket in the order of its codes. A code never changes
 * its bucket, so a code that matches during the whole listing is listed exactly once. The cursor is the position of the
 * last code that was examined.
 */
final class CodeSearch {
    /**
     * A page ends after this time even if it is not full, so that a search for rare codes ends before its caller does.
     */
    private static final Duration MAX_PAGE_TIME = Duration.ofSeconds(1);

    /** With these limits, a call takes about a millisecond. */
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

    /**
     * Reads a page. It can be short, or empty, before the end.
     *
     * @throws InvalidFieldException if the cursor was not returned by this search
     */
    Page<PromoCode> page(CodeQuery query, Optional<String> cursor, int limit, Instant now) {
        long end = System.nanoTime() + MAX_PAGE_TIME.toNanos();
        List<PromoCode> listed = new ArrayList<>();
        Position position = cursor.map(this::parse).orElse(new Position(0, ""));
        do {
            List<Object> read = entriesFrom(position.bucket());
            for (int i = 1; i < read.size(); i += 2) {
                int bucket = Math.toIntExact((long) read.get(i));
                position = bucket == position.bucket() ? position : new Position(bucket, "");
                SortedMap<String, String> entries = position.rest((List<?>) read.get(i + 1));
                for (PromoCode code : codes.codes(entries, now, found -> query.matches(found.lot(), found.state()))) {
                    if (listed.size() == limit) {
                        return new Page<>(listed, Optional.of(position.text()));
                    }
                    listed.add(code);
                    position = new Position(bucket, code.code());
                }
            }
            position = new Position(Math.toIntExact((long) read.get(0)), "");
        } while (position.bucket() < keys.buckets() && listed.size() < limit && System.nanoTime() < end);
        return new Page<>(listed, position.bucket() < keys.buckets() ? Optional.of(position.text()) : Optional.empty());
    }

    /** Returns the number of the next bucket, then the number and the entries of each bucket that is not empty. */
    private List<Object> entriesFrom(int bucket) {
        int buckets = Math.min(BUCKETS_PER_CALL, keys.buckets() - bucket);
        List<Integer> args = List.of(bucket, buckets, keys.bucketDigits(), CODES_PER_CALL);
        return link.read(
                LuaScript.SEARCH,
                keys.meta(),
                args.stream().map(Object::toString).toList());
    }

    private Position parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            int bucket = Integer.parseInt(text.substring(0, colon));
            if (bucket >= 0 && bucket < keys.buckets()) {
                return new Position(bucket, text.substring(colon + 1));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Any malformed cursor is reported below.
        }
        throw new InvalidFieldException("cursor", "is not a cursor of this search; use the one of the previous page");
    }

    /**
     * How far a search has come.
     *
     * @param bucket number of the present bucket
     * @param after the last code of this bucket that was examined; empty if none was
     */
    private record Position(int bucket, String after) {
        /** Returns the bucket's entries in order, without those that were examined already. */
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

package io.promopool.redis;

import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.RowOutcome.Accepted;
import io.promopool.pool.RowOutcome.Rejected;
import io.promopool.pool.UploadRow;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The arguments and the reply of load.lua. */
final class LoadScript {
    private LoadScript() {}

    /** The arguments that stand before those of the rows, and are known only when the call is sent. */
    static List<String> head(LoadMode mode, Instant now, String deadline) {
        return List.of(Long.toString(now.getEpochSecond()), deadline, flag(mode.dryRun()), flag(mode.reactivate()));
    }

    /** The arguments of the rows. Most rows of a file wish the same for their codes, so that wishes are sent apart. */
    static List<byte[]> body(List<UploadRow> rows, Keys keys) {
        Map<Wish, String> wishes = new LinkedHashMap<>();
        List<byte[]> rowArgs = new ArrayList<>(2 * rows.size() + 2);
        Wish last = null;
        for (UploadRow row : rows) {
            Wish wish = Wish.of(row);
            if (!wish.equals(last)) {
                rowArgs.add(RedisLink.bytes(""));
                rowArgs.add(RedisLink.bytes(wishes.computeIfAbsent(wish, w -> Integer.toString(wishes.size() + 1))));
                last = wish;
            }
            byte[] code = RedisLink.bytes(row.code());
            rowArgs.add(code);
            rowArgs.add(RedisLink.bytes(keys.bucket(code)));
        }
        List<byte[]> args = new ArrayList<>(1 + 4 * wishes.size() + rowArgs.size());
        args.add(RedisLink.bytes(Integer.toString(wishes.size())));
        wishes.keySet().forEach(wish -> wish.addTo(args));
        args.addAll(rowArgs);
        return args;
    }

    /** What a row wants its code to be. */
    private record Wish(
            Optional<String> type, OptionalInt discount, Optional<Expiration> expiration, Optional<Boolean> inUse) {
        static Wish of(UploadRow row) {
            return new Wish(row.type(), row.discount(), row.expiration(), row.inUse());
        }

        void addTo(List<byte[]> args) {
            args.add(RedisLink.bytes(type.orElse("")));
            args.add(RedisLink.bytes(LotEncoding.discountText(discount)));
            args.add(RedisLink.bytes(expiration.map(LotEncoding::expirationText).orElse("")));
            args.add(RedisLink.bytes(inUse.map(LoadScript::flag).orElse("")));
        }
    }

    /** Of the rows that were taken. */
    static List<RowOutcome> outcomes(List<Object> reply) {
        String said = (String) reply.get(0);
        Iterator<Object> otherTypes = reply.listIterator(1);
        List<RowOutcome> outcomes = new ArrayList<>(said.length());
        for (int i = 0; i < said.length(); i++) {
            outcomes.add(outcome(said.charAt(i), otherTypes));
        }
        return outcomes;
    }

    private static RowOutcome outcome(char said, Iterator<Object> otherTypes) {
        return switch (said) {
            case 'A' -> Accepted.ADDED;
            case 'U' -> Accepted.UPDATED;
            case 'R' -> Accepted.RETIRED;
            case 'B' -> Accepted.REACTIVATED;
            case 'S' -> Accepted.UNCHANGED;
            case 'n' -> new Rejected("type", "is missing; a new code needs a type");
            case 't' -> new Rejected("type", "belongs to type " + otherTypes.next() + "; a code has one type for ever");
            case 'p' -> new Rejected("expirationDate", "already expired; give a date in the future, or never");
            case 'r' -> new Rejected("inUse", "retired; put it back with PATCH or reactivate=true");
            case 'c' -> new Rejected("inUse", "already claimed; a claimed code is never given out again");
            default -> throw new IllegalStateException("load.lua said " + said);
        };
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }
}

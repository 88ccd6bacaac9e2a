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

/** Encodes the arguments of load.lua, and decodes its reply. */
final class LoadScript {
    private LoadScript() {}

    /** Returns the first arguments, from the deadline on, which are known only when the call is sent. */
    static List<String> head(LoadMode mode, Instant now, String deadline) {
        return List.of(deadline, Long.toString(now.getEpochSecond()), flag(mode.dryRun()), flag(mode.reactivate()));
    }

    /**
     * Returns the arguments of the rows. Most rows of a file want the same state for their codes, so each desired state
     * is sent once, and rows refer to it by number.
     */
    static List<byte[]> body(List<UploadRow> rows, Keys keys) {
        Map<DesiredState, String> states = new LinkedHashMap<>();
        List<byte[]> rowArgs = new ArrayList<>(2 * rows.size() + 2);
        DesiredState last = null;
        for (UploadRow row : rows) {
            DesiredState state = DesiredState.of(row);
            if (!state.equals(last)) {
                rowArgs.add(RedisLink.bytes(""));
                rowArgs.add(RedisLink.bytes(states.computeIfAbsent(state, s -> Integer.toString(states.size() + 1))));
                last = state;
            }
            byte[] code = RedisLink.bytes(row.code());
            rowArgs.add(code);
            rowArgs.add(RedisLink.bytes(keys.bucket(code)));
        }
        List<byte[]> args = new ArrayList<>(1 + 4 * states.size() + rowArgs.size());
        args.add(RedisLink.bytes(Integer.toString(states.size())));
        states.keySet().forEach(state -> state.addTo(args));
        args.addAll(rowArgs);
        return args;
    }

    /** The state that a row wants for its code. What the row leaves out is empty. */
    private record DesiredState(
            Optional<String> type, OptionalInt discount, Optional<Expiration> expiration, Optional<Boolean> inUse) {
        static DesiredState of(UploadRow row) {
            return new DesiredState(row.type(), row.discount(), row.expiration(), row.inUse());
        }

        void addTo(List<byte[]> args) {
            args.add(RedisLink.bytes(type.orElse("")));
            args.add(RedisLink.bytes(LotEncoding.discountText(discount)));
            args.add(RedisLink.bytes(expiration.map(LotEncoding::expirationText).orElse("")));
            args.add(RedisLink.bytes(inUse.map(LoadScript::flag).orElse("")));
        }
    }

    /** Returns the outcomes of the rows that the script processed, which can be fewer than were sent. */
    static List<RowOutcome> outcomes(List<Object> reply) {
        String letters = (String) reply.get(0);
        Iterator<Object> otherTypes = reply.listIterator(1);
        List<RowOutcome> outcomes = new ArrayList<>(letters.length());
        for (int i = 0; i < letters.length(); i++) {
            outcomes.add(outcome(letters.charAt(i), otherTypes));
        }
        return outcomes;
    }

    private static RowOutcome outcome(char letter, Iterator<Object> otherTypes) {
        return switch (letter) {
            case 'A' -> Accepted.ADDED;
            case 'U' -> Accepted.UPDATED;
            case 'R' -> Accepted.RETIRED;
            case 'B' -> Accepted.REACTIVATED;
            case 'S' -> Accepted.UNCHANGED;
            case 'n' -> new Rejected("type", "is missing; a new code needs a type");
            case 't' ->
                new Rejected(
                        "type",
                        "differs from the code's type, " + otherTypes.next() + "; a code can't change its type");
            case 'p' -> new Rejected("expirationDate", "is in the past; use a date in the future, or never");
            case 'r' ->
                new Rejected(
                        "inUse",
                        "is false, but the code is retired; upload with reactivate (API: reactivate=true, command line:"
                                + " --reactivate), or change the code with PATCH");
            case 'c' ->
                new Rejected("inUse", "is false, but the code is claimed; a claimed code is never handed out again");
            default -> throw new IllegalStateException("unexpected reply of load.lua: " + letter);
        };
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }
}

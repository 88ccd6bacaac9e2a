package io.promopool.redis;

import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.RowOutcome.Accepted;
import io.promopool.pool.RowOutcome.Rejected;
import io.promopool.pool.UploadRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The arguments and the reply of load.lua. */
final class LoadCall {
    private LoadCall() {}

    /** The arguments. Most rows of a file wish the same for their codes, so that wishes are sent apart from rows. */
    static List<String> arguments(List<UploadRow> rows, LoadMode mode, Instant now, String deadline, Keys keys) {
        Map<Wish, String> wishes = new LinkedHashMap<>();
        List<String> rowArgs = new ArrayList<>(3 * rows.size());
        for (UploadRow row : rows) {
            rowArgs.add(row.code());
            rowArgs.add(keys.bucket(row.code()));
            rowArgs.add(wishes.computeIfAbsent(Wish.of(row), wish -> Integer.toString(wishes.size() + 1)));
        }
        List<String> args = new ArrayList<>(5 + 4 * wishes.size() + rowArgs.size());
        args.add(Long.toString(now.getEpochSecond()));
        args.add(deadline);
        args.add(flag(mode.dryRun()));
        args.add(flag(mode.reactivate()));
        args.add(Integer.toString(wishes.size()));
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

        void addTo(List<String> args) {
            args.add(type.orElse(""));
            args.add(discount.isPresent() ? Integer.toString(discount.getAsInt()) : "");
            args.add(expiration.map(Lots::spelt).orElse(""));
            args.add(inUse.map(LoadCall::flag).orElse(""));
        }
    }

    static List<RowOutcome> outcomes(List<Object> reply) {
        return reply.stream().map(LoadCall::outcome).toList();
    }

    private static RowOutcome outcome(Object said) {
        if (said instanceof List<?> rejected) {
            return rejection((String) rejected.get(0), rejected);
        }
        return switch ((String) said) {
            case "added" -> Accepted.ADDED;
            case "updated" -> Accepted.UPDATED;
            case "retired" -> Accepted.RETIRED;
            case "reactivated" -> Accepted.REACTIVATED;
            case "unchanged" -> Accepted.UNCHANGED;
            default -> throw new IllegalStateException("load.lua said " + said);
        };
    }

    private static Rejected rejection(String kind, List<?> said) {
        return switch (kind) {
            case "no-type" -> new Rejected("type", "is missing; a new code needs a type");
            case "other-type" -> new Rejected("type", "belongs to type " + said.get(1) + "; a code has one type for ever");
            case "past-date" -> new Rejected("expirationDate", "already expired; give a date in the future, or never");
            case "is-retired" -> new Rejected("inUse", "retired; put it back with PATCH or reactivate=true");
            case "is-claimed" -> new Rejected("inUse", "already claimed; a claimed code is never given out again");
            default -> throw new IllegalStateException("load.lua said " + said);
        };
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }
}

package io.promopool.redis;

import io.promopool.pool.LoadMode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.RowOutcome.Accepted;
import io.promopool.pool.RowOutcome.Rejected;
import io.promopool.pool.UploadRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The arguments and the reply of load.lua. */
final class LoadCall {
    private LoadCall() {}

    static List<String> arguments(List<UploadRow> rows, LoadMode mode, Instant now, String deadline, Keys keys) {
        List<String> args = new ArrayList<>(4 + 6 * rows.size());
        args.add(Long.toString(now.getEpochSecond()));
        args.add(deadline);
        args.add(flag(mode.dryRun()));
        args.add(flag(mode.reactivate()));
        for (UploadRow row : rows) {
            args.add(row.code());
            args.add(Integer.toString(keys.bucket(row.code())));
            args.add(row.type().orElse(""));
            args.add(row.discount().isPresent() ? Integer.toString(row.discount().getAsInt()) : "");
            args.add(row.expiration().map(Lots::spelt).orElse(""));
            args.add(row.inUse().map(LoadCall::flag).orElse(""));
        }
        return args;
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

package io.promopool.redis.claims;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Lot;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Answered;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Fault;
import io.promopool.redis.claims.ClaimScript.ClaimReply.More;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Unreadable;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes the arguments of claim.lua, and decodes its reply. */
public final class ClaimScript {
    /** How many stale hints a call may skip. The hint of a retired code counts 1, and costs Redis 2 to 4 µs. */
    static final int BUDGET_PER_CALL = 1_500;

    private ClaimScript() {}

    /** The script's reply to one claim. */
    public sealed interface ClaimReply {
        /** An answer for the caller. */
        record Answered(ClaimOutcome outcome) implements ClaimReply {}

        /** The call has skipped the maximum of stale hints. The search must continue in another call. */
        record More() implements ClaimReply {}

        /** Redis holds inconsistent data that this claim needs. Nothing was done for the claim. */
        record Fault(String message) implements ClaimReply {}

        /** The reply can't be parsed. The claim might have got a code. */
        record Unreadable(RuntimeException cause) implements ClaimReply {}
    }

    /**
     * Returns the arguments of one call, from the deadline on. Requests with equal filters share one, so that the
     * script looks it up once.
     *
     * @param deadline in epoch milliseconds of Redis's clock; a script that starts later does nothing
     */
    public static List<String> arguments(List<ClaimRequest> requests, Instant now, String deadline, Keys keys) {
        Map<CodeFilter, String> filters = new LinkedHashMap<>();
        requests.forEach(
                request -> filters.computeIfAbsent(request.filter(), f -> Integer.toString(filters.size() + 1)));
        List<String> args = new ArrayList<>(5 + 3 * filters.size() + 3 * requests.size());
        args.add(deadline);
        args.add(Long.toString(now.getEpochSecond()));
        args.add(Integer.toString(keys.bucketDigits()));
        args.add(Integer.toString(BUDGET_PER_CALL));
        args.add(Integer.toString(filters.size()));
        for (CodeFilter filter : filters.keySet()) {
            args.add(filter.type());
            args.add(LotEncoding.discountText(filter.discount()));
            args.add(Long.toString(filter.expiresAfterEpochSecond(now.getEpochSecond())));
        }
        for (ClaimRequest request : requests) {
            args.add(request.key());
            args.add(keys.bucket(request.key()));
            args.add(filters.get(request.filter()));
        }
        return args;
    }

    /** Decodes the reply to a call with {@link #arguments}: one result for each request. Never throws. */
    public static List<ClaimReply> replies(List<Object> answer, List<ClaimRequest> requests, Instant now) {
        Map<String, Lot> lots;
        List<?> results;
        try {
            results = (List<?>) answer.get(0);
            lots = lots((List<?>) answer.get(1));
        } catch (RuntimeException unreadable) {
            return Collections.nCopies(requests.size(), new Unreadable(unreadable));
        }
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        List<ClaimReply> replies = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            try {
                ClaimRequest request = requests.get(i);
                replies.add(
                        results.get(i) instanceof String lotAndCode
                                ? claimedNow(lotAndCode, request, lots, second)
                                : otherReply((List<?>) results.get(i), request));
            } catch (RuntimeException unreadable) {
                replies.add(new Unreadable(unreadable));
            }
        }
        return replies;
    }

    /** Returns the ids of lots that count codes as available but have no hints. Such a lot needs a recount. */
    static List<?> dryLots(List<Object> answer) {
        return answer.size() > 2 ? (List<?>) answer.get(2) : List.of();
    }

    /** @param lotAndCode lot id, comma, code */
    private static ClaimReply claimedNow(
            String lotAndCode, ClaimRequest request, Map<String, Lot> lots, Instant second) {
        int comma = lotAndCode.indexOf(',');
        Lot lot = lots.get(lotAndCode.substring(0, comma));
        return claimed(new Claim(request.key(), lotAndCode.substring(comma + 1), lot, second), false);
    }

    private static ClaimReply otherReply(List<?> result, ClaimRequest request) {
        return switch ((String) result.get(0)) {
            case "replayed" -> claimed(recorded(result, request), true);
            case "reused" -> new Answered(new ClaimOutcome.KeyReused(recorded(result, request)));
            case "unknown-type" ->
                new Answered(new ClaimOutcome.UnknownType(request.filter().type()));
            case "exhausted" -> new Answered(new ClaimOutcome.Exhausted(request.filter()));
            case "more" -> new More();
            case "fault" -> new Fault((String) result.get(1));
            default -> throw new IllegalStateException("unexpected reply of claim.lua: " + result);
        };
    }

    private static Answered claimed(Claim claim, boolean replayed) {
        return new Answered(new ClaimOutcome.Claimed(claim, replayed));
    }

    private static Map<String, Lot> lots(List<?> flat) {
        Map<String, Lot> lots = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 4) {
            String type = (String) flat.get(i + 1);
            lots.put((String) flat.get(i), LotEncoding.lot(type, (String) flat.get(i + 2), (String) flat.get(i + 3)));
        }
        return lots;
    }

    /** @param record kind of the result, code, type, discount, expiration, time of the claim */
    private static Claim recorded(List<?> record, ClaimRequest request) {
        return new Claim(
                request.key(),
                (String) record.get(1),
                LotEncoding.lot((String) record.get(2), (String) record.get(3), (String) record.get(4)),
                Instant.ofEpochSecond(Long.parseLong((String) record.get(5))));
    }
}

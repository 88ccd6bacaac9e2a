package io.promopool.redis.claims;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Lot;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Answered;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Fault;
import io.promopool.redis.claims.ClaimScript.ClaimReply.More;
import io.promopool.redis.claims.ClaimScript.ClaimReply.Refused;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes the arguments of claim.lua, and decodes its reply. Remembers the ids of types, which never change, so that
 * the script need not look them up; it checks each of them against what it reads. Safe for any number of threads.
 */
public final class ClaimScript {
    /** How many stale hints a call may skip. The hint of a retired code counts 1, and costs Redis 2 to 4 µs. */
    static final int BUDGET_PER_CALL = 1_500;

    private static final int MAX_TYPE_IDS = 100_000;
    private static final int FIELDS_PER_LOT = 5;

    private final Keys keys;
    private final Map<String, String> typeIds = new ConcurrentHashMap<>();

    public ClaimScript(Keys keys) {
        this.keys = keys;
    }

    /** The script's reply to one claim. */
    public sealed interface ClaimReply {
        /** An answer for the caller. */
        record Answered(ClaimOutcome outcome) implements ClaimReply {}

        /** The call has searched as much as one call may. The search must continue in another call. */
        record More() implements ClaimReply {}

        /** Redis holds inconsistent data that this claim needs. Nothing was done for the claim. */
        record Fault(String message) implements ClaimReply {}

        /** Redis refused a command that this claim needs. Nothing was done for the claim. */
        record Refused(String message) implements ClaimReply {}

        /** The reply can't be parsed. The claim might have got a code. */
        record Unreadable(RuntimeException cause) implements ClaimReply {}
    }

    /** A filter of one call: its number, from 1, and how many claims have it. */
    private static final class Filter {
        private final int number;
        private int claims;

        private Filter(int number) {
            this.number = number;
        }
    }

    /**
     * Returns the arguments of one call, from the deadline on. Requests with equal filters share one, so that the
     * script looks it up once.
     *
     * @param deadline in epoch milliseconds of Redis's clock; a script that starts later does nothing
     */
    public List<String> arguments(List<ClaimRequest> requests, Instant now, String deadline) {
        Map<CodeFilter, Filter> filters = new LinkedHashMap<>();
        List<String> claims = new ArrayList<>(2 * requests.size() + 2);
        CodeFilter last = requests.get(0).filter();
        for (ClaimRequest request : requests) {
            Filter filter = filters.computeIfAbsent(request.filter(), any -> new Filter(filters.size() + 1));
            filter.claims++;
            if (!request.filter().equals(last)) {
                claims.add("");
                claims.add(Integer.toString(filter.number));
                last = request.filter();
            }
            claims.add(request.key());
            claims.add(keys.bucket(request.key()));
        }
        List<String> args = new ArrayList<>(5 + 5 * filters.size() + claims.size());
        args.add(deadline);
        args.add(Long.toString(now.getEpochSecond()));
        args.add(Integer.toString(keys.bucketDigits()));
        args.add(Integer.toString(BUDGET_PER_CALL));
        args.add(Integer.toString(filters.size()));
        filters.forEach((filter, use) -> {
            args.add(filter.type());
            args.add(typeIds.getOrDefault(filter.type(), ""));
            args.add(LotEncoding.discountText(filter.discount()));
            args.add(Long.toString(filter.expiresAfterEpochSecond(now.getEpochSecond())));
            args.add(Integer.toString(use.claims));
        });
        args.addAll(claims);
        return args;
    }

    /** Decodes the reply to a call with {@link #arguments}: one result for each request. Never throws. */
    public List<ClaimReply> replies(List<Object> answer, List<ClaimRequest> requests, Instant now) {
        Map<String, Lot> lots;
        List<?> results;
        List<?> filterLots;
        try {
            results = (List<?>) answer.get(0);
            filterLots = (List<?>) answer.get(1);
            lots = lots((List<?>) answer.get(2));
        } catch (RuntimeException unreadable) {
            return Collections.nCopies(requests.size(), new Unreadable(unreadable));
        }
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        Map<CodeFilter, Integer> numbers = new HashMap<>();
        List<ClaimReply> replies = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            try {
                ClaimRequest request = requests.get(i);
                int number = numbers.computeIfAbsent(request.filter(), any -> numbers.size());
                replies.add(
                        results.get(i) instanceof String code
                                ? claimed(request, code, lots.get(filterLots.get(number)), second)
                                : otherReply((List<?>) results.get(i), request, lots, second));
            } catch (RuntimeException unreadable) {
                replies.add(new Unreadable(unreadable));
            }
        }
        return replies;
    }

    /** Returns the ids of lots that count codes as available but have no hints. Such a lot needs a recount. */
    static List<?> dryLots(List<Object> answer) {
        return answer.size() > 3 ? (List<?>) answer.get(3) : List.of();
    }

    private static ClaimReply otherReply(List<?> result, ClaimRequest request, Map<String, Lot> lots, Instant second) {
        return switch ((String) result.get(0)) {
            case "replayed" -> claimed(recorded(result, request), true);
            case "reused" -> new Answered(new ClaimOutcome.KeyReused(recorded(result, request)));
            case "unknown-type" ->
                new Answered(new ClaimOutcome.UnknownType(request.filter().type()));
            case "exhausted" -> new Answered(new ClaimOutcome.Exhausted(request.filter()));
            case "more" -> new More();
            case "fault" -> new Fault((String) result.get(1));
            case "refused" -> new Refused((String) result.get(1));
            case "claimed" -> claimed(request, (String) result.get(2), lots.get((String) result.get(1)), second);
            default -> throw new IllegalStateException("unexpected reply of claim.lua: " + result);
        };
    }

    private static Answered claimed(ClaimRequest request, String code, Lot lot, Instant second) {
        return claimed(new Claim(request.key(), code, lot, second), false);
    }

    private static Answered claimed(Claim claim, boolean replayed) {
        return new Answered(new ClaimOutcome.Claimed(claim, replayed));
    }

    /** @param flat for each lot: id, type, type id, discount, expiration */
    private Map<String, Lot> lots(List<?> flat) {
        Map<String, Lot> lots = new HashMap<>();
        for (int i = 0; i < flat.size(); i += FIELDS_PER_LOT) {
            String type = (String) flat.get(i + 1);
            learn(type, (String) flat.get(i + 2));
            lots.put((String) flat.get(i), LotEncoding.lot(type, (String) flat.get(i + 3), (String) flat.get(i + 4)));
        }
        return lots;
    }

    private void learn(String type, String id) {
        if (!id.equals(typeIds.get(type)) && typeIds.size() < MAX_TYPE_IDS) {
            typeIds.put(type, id);
        }
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

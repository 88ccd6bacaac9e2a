package io.promopool.redis;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What claim.lua says of one claim. */
sealed interface ClaimReply {
    /** An answer that stands. */
    record Answered(ClaimOutcome outcome) implements ClaimReply {}

    /** The call had done enough; the rest of the search is for the next one. */
    record More() implements ClaimReply {}

    /** Something in Redis is broken that this claim needs. Nothing was done for it. */
    record Fault(String message) implements ClaimReply {}

    /** How many hints one call looks at, at the most: about 3 µs each, so a call stays under a few milliseconds. */
    int HINTS_PER_CALL = 1_000;

    /** The arguments of claim.lua. */
    static List<String> arguments(List<ClaimRequest> requests, Instant now, String deadline, Keys keys) {
        List<String> args = new ArrayList<>(4 + 5 * requests.size());
        args.add(Long.toString(now.getEpochSecond()));
        args.add(deadline);
        args.add(Integer.toString(keys.buckets()));
        args.add(Integer.toString(HINTS_PER_CALL));
        for (ClaimRequest request : requests) {
            OptionalInt discount = request.filter().discount();
            args.add(request.key());
            args.add(Integer.toString(keys.bucket(request.key())));
            args.add(request.filter().type());
            args.add(discount.isPresent() ? Integer.toString(discount.getAsInt()) : "");
            args.add(Integer.toString(request.filter().days()));
        }
        return args;
    }

    /** One of claim.lua's results. */
    static ClaimReply parse(List<?> result, ClaimRequest request) {
        return switch ((String) result.get(0)) {
            case "claimed" -> new Answered(new ClaimOutcome.Claimed(claim(result, request), false));
            case "replayed" -> new Answered(new ClaimOutcome.Claimed(claim(result, request), true));
            case "reused" -> new Answered(new ClaimOutcome.KeyReused(claim(result, request)));
            case "unknown-type" -> new Answered(new ClaimOutcome.UnknownType(request.filter().type()));
            case "exhausted" -> new Answered(new ClaimOutcome.Exhausted(request.filter()));
            case "more" -> new More();
            case "fault" -> new Fault((String) result.get(1));
            default -> throw new IllegalStateException("claim.lua said " + result);
        };
    }

    private static Claim claim(List<?> result, ClaimRequest request) {
        return new Claim(
                request.key(),
                (String) result.get(1),
                Lots.lot((String) result.get(2), (String) result.get(3), (String) result.get(4)),
                Instant.ofEpochSecond(Long.parseLong((String) result.get(5))));
    }
}

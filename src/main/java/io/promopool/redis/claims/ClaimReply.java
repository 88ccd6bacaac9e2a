package io.promopool.redis.claims;

import io.promopool.pool.ClaimOutcome;

/** What claim.lua says of one claim. */
public sealed interface ClaimReply {
    /** An answer that stands. */
    record Answered(ClaimOutcome outcome) implements ClaimReply {}

    /** The call had passed as many stale hints as one may; the rest of the search is for the next. */
    record More() implements ClaimReply {}

    /** Something in Redis is broken that this claim needs. Nothing was done for it. */
    record Fault(String message) implements ClaimReply {}

    /** What was said can't be read. A code may have been given. */
    record Unreadable(RuntimeException cause) implements ClaimReply {}
}

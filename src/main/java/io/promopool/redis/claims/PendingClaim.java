package io.promopool.redis.claims;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A claim that has no answer yet. Handed from thread to thread by the batcher, never used by two at once. */
final class PendingClaim {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    final ClaimRequest request;
    final CompletableFuture<ClaimOutcome> answer = new CompletableFuture<>();
    private final Instant askedAt;
    private final long deadlineNanos;
    private int tries;
    private boolean mayHaveBeenServed;

    PendingClaim(ClaimRequest request, Instant askedAt, Duration timeout) {
        this.request = request;
        this.askedAt = askedAt;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Not positive when its time is up. */
    long nanosLeft() {
        return deadlineNanos - System.nanoTime();
    }

    boolean isOutOfTime() {
        return nanosLeft() <= 0;
    }

    /** A call that carried this claim ended without saying what it did. */
    void outcomeUnknown() {
        mayHaveBeenServed = true;
    }

    /** Whether it is to be asked again after {@link #pause}: only that can tell what happened, and there is time. */
    boolean worthAskingAgain() {
        return mayHaveBeenServed && nanosLeft() > pause().toNanos();
    }

    /** How long to wait before the next try, longer each time. */
    Duration pause() {
        return Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, 10)));
    }

    void triedAgain() {
        tries++;
    }

    void answered(ClaimOutcome outcome) {
        // What an earlier try of this very claim recorded is no replay to its caller, who asked once.
        if (mayHaveBeenServed
                && outcome instanceof ClaimOutcome.Claimed claimed
                && !claimed.claim().claimedAt().isBefore(Instant.ofEpochSecond(askedAt.getEpochSecond()))) {
            answer.complete(new ClaimOutcome.Claimed(claimed.claim(), false));
        } else {
            answer.complete(outcome);
        }
    }

    void failed(String message, Throwable cause) {
        Outcome outcome = mayHaveBeenServed ? Outcome.UNKNOWN : Outcome.NONE;
        answer.completeExceptionally(new StorageException(outcome, message, cause));
    }
}
